// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "network/network_format.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

/// The names in the folder that have one of the endings, sorted.
std::vector<std::string> namesEndingIn(const fs::path& folder, std::string_view endings)
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (hasEnding(entry->path(), endings))
            names.push_back(entry->path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// The one file of these names; empty when there is none.
std::string onlyOf(const fs::path& folder, const std::vector<std::string>& names, const std::string& flag)
{
    if (names.size() > 1)
        throw ModelError("The folder '" + folder.string() + "' has several such files, " + names[0] + " and " + names[1]
            + (names.size() > 2 ? " and more" : "") + ": say with --" + flag + " which to take");
    return names.empty() ? std::string() : (folder / names.front()).string();
}

/// The one file with such an ending; empty when there is none.
std::string onlyFile(const fs::path& folder, std::string_view endings, const std::string& flag)
{
    return onlyOf(folder, namesEndingIn(folder, endings), flag);
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
        [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    return text;
}

/// The one file that is shown with such an ending, however it is capitalised; empty when there is none or several.
std::string singleFile(const fs::path& folder, std::string_view endings)
{
    std::string found;
    std::error_code error;
    std::error_code noFile;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.front() == '.' || !hasEnding(lowered(name), endings) || !entry->is_regular_file(noFile))
            continue;
        if (!found.empty())
            return {};
        found = entry->path().string();
    }
    return found;
}

/// The description among the files of a folder: the one of the usual name, else the only one whose name starts with
/// `deploy`, else the only one that has it somewhere, else the only one at all; empty when there is none.
std::string descriptionAmong(const fs::path& folder, const NetworkFormat& format)
{
    const std::vector<std::string> names = namesEndingIn(folder, format.descriptionEndings);
    std::vector<std::string> starting;
    std::vector<std::string> containing;
    for (const std::string& name : names) {
        const std::size_t place = lowered(name).find("deploy");
        if (place == 0)
            starting.push_back(name);
        if (place != std::string::npos)
            containing.push_back(name);
    }
    if (std::find(names.begin(), names.end(), format.usualDescription) != names.end())
        return (folder / format.usualDescription).string();
    if (!starting.empty())
        return onlyOf(folder, starting, "deploy_txt");
    return onlyOf(folder, containing.empty() ? names : containing, "deploy_txt");
}

std::string firstOf(std::string_view endings)
{
    return "." + std::string(endings.substr(0, endings.find(' ')));
}

/// The network's description in the source's folder.
std::string descriptionIn(const ModelSource& source)
{
    std::error_code error;
    if (!fs::is_directory(source.folder, error))
        throw ModelError(source.isBuiltIn() ? "The network that comes with the program is not in '" + source.folder
                    + "': install the program anew, or name another network with --model FOLDER"
                                            : "--model is '" + source.folder
                    + "', but there is no such folder: give a folder with a network, or '" + kBuiltInNetwork + "'");
    for (const NetworkFormat& format : networkFormats()) {
        const std::string description = descriptionAmong(source.folder, format);
        if (!description.empty())
            return description;
    }
    const NetworkFormat& usual = networkFormats().back();
    throw ModelError("The folder '" + source.folder + "' has no " + std::string(usual.usualDescription)
        + ", nor another " + firstOf(usual.descriptionEndings) + ": give a folder with a " + std::string(usual.name)
        + " network");
}

/// Adds what the settings do not name themselves.
void completeFromFolder(ModelFiles& files)
{
    const fs::path folder = fs::path(files.description).parent_path();
    const NetworkFormat& format = networkFormatOf(files.description);
    if (files.weights.empty())
        files.weights =
            format.weightsEndings.empty() ? files.description : onlyFile(folder, format.weightsEndings, "caffe_model");
    if (files.weights.empty())
        throw ModelError("The folder '" + folder.string() + "' has no weights (" + firstOf(format.weightsEndings)
            + "): put them there, or name them with --caffe_model");
    if (files.mean.empty())
        files.mean = onlyFile(folder, format.meanEndings, "mean_image");
}

ModelFiles filesUnderCaffe(const fs::path& caffe, const std::string& namedMean)
{
    const fs::path model = caffe / "models" / "bvlc_googlenet";
    const fs::path mean = caffe / "python" / "caffe" / "imagenet" / "ilsvrc_2012_mean.npy";
    return {(model / "deploy.prototxt").string(), (model / "bvlc_googlenet.caffemodel").string(),
        namedMean.empty() && fs::exists(mean) ? mean.string() : namedMean};
}

} // namespace

ModelFiles ModelSource::files() const
{
    if (kind == Kind::Files)
        return named;
    if (!isNamed && !named.weights.empty())
        throw ModelError(
            "--caffe_model gives weights, but --deploy_txt is missing: give the network's deploy.prototxt too");
    if (kind == Kind::CaffeRoot)
        return filesUnderCaffe(folder, named.mean);
    ModelFiles files = named;
    files.description = descriptionIn(*this);
    completeFromFolder(files);
    return files;
}

std::optional<RunSettings> settingsNaming(const std::string& path)
{
    RunSettings settings;
    std::error_code error;
    if (fs::is_directory(path, error)) {
        settings.model = path;
        return settings;
    }
    const fs::path folder = fs::path(path).parent_path();
    for (const NetworkFormat& format : networkFormats()) {
        if (hasEnding(lowered(path), format.weightsEndings)) {
            settings.model = folder.string(); // its description and mean are found as everywhere
            settings.caffeModel = path;
            return settings;
        }
        if (hasEnding(lowered(path), format.descriptionEndings)) {
            settings.deployTxt = path;
            settings.caffeModel = format.weightsEndings.empty() ? path : singleFile(folder, format.weightsEndings);
            settings.meanImage = singleFile(folder, format.meanEndings);
            return settings;
        }
    }
    return std::nullopt;
}

} // namespace cnnvis
