// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/recipe_inputs.h"

#include "cnnvis/model_source.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <system_error>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

struct Found {
    std::string path;
    bool isSame = false; ///< its content is the recipe's
};

/// The name in a path that may have been written on another system.
std::string nameIn(const std::string& path)
{
    return path.substr(path.find_last_of("/\\") + 1);
}

bool isThere(const std::string& path)
{
    std::error_code error;
    return !path.empty() && fs::is_regular_file(path, error);
}

bool hasContent(const std::string& path, const FileDigest& wanted)
{
    std::error_code error;
    if (!isThere(path) || static_cast<std::int64_t>(fs::file_size(path, error)) != wanted.bytes || error)
        return false;
    const std::optional<FileDigest> digest = digestOfFile(path);
    return digest && isSameContent(*digest, wanted);
}

/// Files right in that folder.
std::vector<std::string> filesIn(const std::string& folder)
{
    constexpr std::size_t kMost = 5000;
    std::vector<std::string> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end && files.size() < kMost;
         entry.increment(error))
        files.push_back(entry->path().string());
    std::sort(files.begin(), files.end());
    return files;
}

/// @param wanted  nullptr: only its path is known.
std::optional<Found> find(const std::string& written, const FileDigest* wanted, const std::vector<std::string>& folders)
{
    std::vector<std::string> named{written};
    for (const std::string& folder : folders) {
        for (const std::string& name : {written, nameIn(written), wanted == nullptr ? std::string() : wanted->name}) {
            if (!name.empty())
                named.push_back((fs::path(folder) / name).string());
        }
    }
    if (wanted != nullptr) {
        for (const std::string& path : named) {
            if (hasContent(path, *wanted))
                return Found{path, true};
        }
        for (const std::string& folder : folders) {
            for (const std::string& path : filesIn(folder)) {
                if (hasContent(path, *wanted))
                    return Found{path, true};
            }
        }
    }
    const auto there = std::find_if(named.begin(), named.end(), isThere);
    return there == named.end() ? std::nullopt : std::optional<Found>(Found{*there, false});
}

void findPhoto(
    const DreamRecipe& recipe, const std::string& path, const std::vector<std::string>& folders, RecipeInputs& inputs)
{
    const std::string written = expandEnvironment(recipe.settings.initialImage);
    if (written.empty()) {
        inputs.isPhotoMissing = recipe.origin.startPixels.has_value();
        return;
    }
    const std::optional<FileDigest>& digest = recipe.origin.startFile;
    std::optional<Found> found = find(written, digest ? &*digest : nullptr, folders);
    std::error_code error;
    if (found && fs::equivalent(found->path, path, error))
        found.reset(); // a dream that was saved under its photo's name
    inputs.isPhotoMissing = !found;
    if (!found)
        return;
    if (found->path != written)
        inputs.change.push_back({"initial_image", found->path});
    if (digest && !found->isSame)
        inputs.notes.push_back("'" + found->path + "' is another picture than the recipe's of that name");
}

/// A folder below one of those, with the network's description in it.
std::optional<std::string> networkFolder(const FileDigest& description, const std::vector<std::string>& folders)
{
    for (const std::string& folder : folders) {
        std::vector<std::string> places = filesIn(folder);
        places.push_back(folder);
        for (const std::string& place : places) {
            if (hasContent((fs::path(place) / description.name).string(), description))
                return place;
        }
    }
    return std::nullopt;
}

void findNetwork(const DreamRecipe& recipe, const std::vector<std::string>& folders, RecipeInputs& inputs)
{
    if (ModelSource::of(recipe.settings).isThere())
        return;
    const std::optional<std::string> folder =
        recipe.origin.network.empty() ? std::nullopt : networkFolder(recipe.origin.network.front(), folders);
    inputs.isNetworkMissing = !folder;
    if (!folder)
        return;
    RunSettings named;
    named.model = *folder;
    for (SettingText& setting : networkChange(named))
        inputs.change.push_back(std::move(setting));
}

} // namespace

RecipeInputs findInputs(const DreamRecipe& recipe, const std::string& path, const std::vector<std::string>& folders)
{
    RecipeInputs inputs;
    std::vector<std::string> places{fs::path(path).has_parent_path() ? fs::path(path).parent_path().string() : "."};
    places.insert(places.end(), folders.begin(), folders.end());
    findPhoto(recipe, path, places, inputs);
    findNetwork(recipe, places, inputs);
    return inputs;
}

} // namespace cnnvis
