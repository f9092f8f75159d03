// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/recipe_inputs.h"

#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "session/dream_origin.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

/// The name in a path that may have been written on another system, or by someone who means no good: of a file that is
/// right in a folder, or empty.
std::string nameIn(const std::string& path)
{
    std::string name = path.substr(path.find_last_of("/\\") + 1);
    return name == "." || name == ".." ? std::string() : name;
}

std::string below(const std::string& folder, const std::string& name)
{
    return (fs::path(folder) / name).string();
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

/// Files and folders right in that folder.
std::vector<std::string> entriesOf(const std::string& folder)
{
    constexpr std::size_t kMost = 5000;
    std::vector<std::string> entries;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end && entries.size() < kMost;
         entry.increment(error))
        entries.push_back(entry->path().string());
    std::sort(entries.begin(), entries.end());
    return entries;
}

/// By the words of the paths alone: nothing is looked at.
bool isWithin(const std::string& path, const std::string& folder)
{
    const auto plain = [](const std::string& text) {
        std::error_code error;
        const fs::path whole = fs::absolute(text, error).lexically_normal();
        return whole.has_filename() ? whole : whole.parent_path();
    };
    const fs::path inner = plain(path);
    const fs::path outer = plain(folder);
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

bool isNumbers(const std::string& mean)
{
    return mean.find_first_not_of("0123456789.,+-eE ") == std::string::npos;
}

/// Of a folder that has none, or several: nothing.
std::vector<FileDigest> filesOfNetwork(const RunSettings& settings)
{
    try {
        return networkFiles(settings);
    } catch (const ModelError&) {
        return {};
    }
}

bool areSame(const std::vector<FileDigest>& a, const std::vector<FileDigest>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), isSameContent);
}

RunSettings namingFolder(const std::string& folder)
{
    RunSettings settings;
    settings.model = folder;
    return settings;
}

/// Looks in those places.
class Search {
public:
    Search(std::vector<std::string> folders, WrittenPaths written)
        : m_folders(std::move(folders))
        , m_written(written)
    { }

    struct Photo {
        std::string path;
        bool isSame = false; ///< its content is the recipe's
    };
    /// @param wanted  nullptr: only its path is known.
    std::optional<Photo> photo(const std::string& written, const FileDigest* wanted) const
    {
        const std::vector<std::string> named = placesOf(written, wanted);
        if (wanted != nullptr) {
            const auto isWanted = [&](const std::string& path) { return hasContent(path, *wanted); };
            std::vector<std::string> all = named;
            for (const std::string& folder : m_folders) {
                for (std::string& path : entriesOf(folder))
                    all.push_back(std::move(path));
            }
            const auto same = std::find_if(all.begin(), all.end(), isWanted);
            if (same != all.end())
                return Photo{*same, true};
        }
        const auto there = std::find_if(named.begin(), named.end(), isThere);
        return there == named.end() ? std::nullopt : std::optional<Photo>(Photo{*there, false});
    }

    struct Net {
        std::string folder; ///< empty: it is where the settings say
        bool isSame = false; ///< its content is the recipe's, as far as that is known
    };
    std::optional<Net> network(const RunSettings& settings, const std::vector<FileDigest>& wanted) const
    {
        const ModelSource source = ModelSource::of(settings);
        const bool isAsWritten = mayLookAt(source) && source.isThere();
        const auto isWanted = [&](const RunSettings& named) { return areSame(filesOfNetwork(named), wanted); };
        if (isAsWritten && (wanted.empty() || isWanted(settings)))
            return Net{{}, true};
        const std::vector<std::string> described = foldersWith(wanted);
        for (const std::string& folder : described) {
            if (isWanted(namingFolder(folder)))
                return Net{folder, true};
        }
        if (isAsWritten)
            return Net{{}, false};
        for (const std::string& folder : source.name.empty() ? std::vector<std::string>() : m_folders) {
            const std::string place = below(folder, source.name);
            if (!filesOfNetwork(namingFolder(place)).empty())
                return Net{place, wanted.empty()};
        }
        return described.empty() ? std::nullopt : std::optional<Net>(Net{described.front(), false});
    }

private:
    bool mayLookAt(const std::string& path) const
    {
        const auto isIn = [&](const std::string& folder) { return isWithin(path, folder); };
        return m_written == WrittenPaths::All || std::any_of(m_folders.begin(), m_folders.end(), isIn);
    }

    bool mayLookAt(const ModelSource& source) const
    {
        const ModelFiles& named = source.named;
        const std::string folder = source.kind == ModelSource::Kind::Folder ? source.folder : std::string();
        const std::string mean = isNumbers(named.mean) ? std::string() : named.mean;
        for (const std::string& path : {folder, named.description, named.weights, mean}) {
            if (!path.empty() && !mayLookAt(path))
                return false;
        }
        return true;
    }

    /// Where a file of that path may be.
    std::vector<std::string> placesOf(const std::string& written, const FileDigest* wanted) const
    {
        std::vector<std::string> places;
        if (mayLookAt(written))
            places.push_back(written);
        for (const std::string& folder : m_folders) {
            if (const std::string place = below(folder, written); mayLookAt(place))
                places.push_back(place);
            for (const std::string& name :
                {nameIn(written), wanted == nullptr ? std::string() : nameIn(wanted->name)}) {
                if (!name.empty())
                    places.push_back(below(folder, name));
            }
        }
        return places;
    }

    /// Those below or among the folders that have the network's description in them.
    std::vector<std::string> foldersWith(const std::vector<FileDigest>& network) const
    {
        std::vector<std::string> found;
        const std::string name = network.empty() ? std::string() : nameIn(network.front().name);
        for (const std::string& folder : name.empty() ? std::vector<std::string>() : m_folders) {
            std::vector<std::string> places = entriesOf(folder);
            places.push_back(folder);
            for (const std::string& place : places) {
                if (hasContent(below(place, name), network.front()) && !filesOfNetwork(namingFolder(place)).empty())
                    found.push_back(place);
            }
        }
        return found;
    }

    std::vector<std::string> m_folders;
    WrittenPaths m_written;
};

/// "after step 3 of size 1"
std::string placeText(const RunPosition& position)
{
    return "after step " + std::to_string(position.steps) + " of size " + std::to_string(position.sizeIndex + 1);
}

void findPhoto(const DreamRecipe& recipe, const std::string& path, const Search& search, RecipeInputs& inputs)
{
    const std::string written = expandEnvironment(recipe.settings.initialImage);
    if (written.empty()) {
        inputs.isPhotoMissing = recipe.origin.startPixels.has_value();
        return;
    }
    const std::optional<FileDigest>& digest = recipe.origin.startFile;
    std::optional<Search::Photo> found = search.photo(written, digest ? &*digest : nullptr);
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

void findNetwork(const DreamRecipe& recipe, const Search& search, RecipeInputs& inputs)
{
    const std::optional<Search::Net> found = search.network(recipe.settings, recipe.origin.network);
    inputs.isNetworkMissing = !found;
    if (!found)
        return;
    if (!found->isSame) {
        const ModelSource source = ModelSource::of(recipe.settings);
        const std::string& place = source.kind == ModelSource::Kind::Files ? source.named.description : source.folder;
        inputs.notes.push_back(
            "'" + (found->folder.empty() ? place : found->folder) + "' is another network than the recipe's");
    }
    if (!found->folder.empty())
        inputs.change = networkChange(namingFolder(found->folder));
}

bool isAbout(const SettingText& setting, bool network)
{
    return network ? namesNetwork({setting}) : setting.key == "initial_image";
}

/// Puts what was found in the place of what a change says of the photo or the network.
void replace(SettingsChange& change, bool network, const SettingsChange& found)
{
    const auto isReplaced = [&](const SettingText& setting) { return isAbout(setting, network); };
    change.erase(std::remove_if(change.begin(), change.end(), isReplaced), change.end());
    change.insert(change.end(), found.begin(), found.end());
}

/// The photo and the network that a change goes on with. @param then  the settings with that change.
void findChanged(RecipeChange& change, const DreamRecipe& recipe, const RunSettings& then, const Search& search,
    std::vector<std::string>& notes)
{
    const auto names = [&](bool network) {
        return std::any_of(change.change.begin(), change.change.end(),
            [&](const SettingText& setting) { return isAbout(setting, network); });
    };
    const auto leaveOut = [&](bool network, const std::string& what) {
        replace(change.change, network, {});
        notes.push_back("the " + what + ", which the recipe changes to " + placeText(change.after)
            + ", is not found; what was there before stays");
    };
    const std::string photo = expandEnvironment(then.initialImage);
    if (names(false) && !photo.empty()) {
        const bool isFirst = then.initialImage == recipe.settings.initialImage && recipe.origin.startFile;
        const std::optional<Search::Photo> found = search.photo(photo, isFirst ? &*recipe.origin.startFile : nullptr);
        if (!found)
            leaveOut(false, "photo '" + nameIn(photo) + "'");
        else if (found->path != photo)
            replace(change.change, false, {{"initial_image", found->path}});
    }
    if (names(true)) {
        const ModelSource source = ModelSource::of(then);
        const bool isFirst = source.identity() == ModelSource::of(recipe.settings).identity();
        const std::optional<Search::Net> found =
            search.network(then, isFirst ? recipe.origin.network : std::vector<FileDigest>());
        if (!found)
            leaveOut(true, "network" + (source.name.empty() ? "" : " '" + source.name + "'"));
        else if (!found->folder.empty())
            replace(change.change, true, networkChange(namingFolder(found->folder)));
    }
}

} // namespace

RecipeInputs findInputs(
    const DreamRecipe& recipe, const std::string& path, const std::vector<std::string>& folders, WrittenPaths written)
{
    RecipeInputs inputs;
    std::vector<std::string> places{fs::path(path).has_parent_path() ? fs::path(path).parent_path().string() : "."};
    places.insert(places.end(), folders.begin(), folders.end());
    const Search search(std::move(places), written);
    findNetwork(recipe, search, inputs);
    findPhoto(recipe, path, search, inputs);
    RunSettings then = recipe.settings;
    inputs.changes = recipe.changes;
    for (RecipeChange& change : inputs.changes) {
        applyChange(then, change.change);
        findChanged(change, recipe, then, search, inputs.notes);
    }
    const auto isEmpty = [](const RecipeChange& change) { return change.change.empty(); };
    inputs.changes.erase(std::remove_if(inputs.changes.begin(), inputs.changes.end(), isEmpty), inputs.changes.end());
    return inputs;
}

} // namespace cnnvis
