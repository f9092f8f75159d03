// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/model_paths.h"

#include "cnnvis/data_folder.h"
#include "cnnvis/error.h"
#include "cnnvis/settings_text.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <string_view>
#include <system_error>
#include <vector>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBuiltIn = "bestiary";
constexpr std::string_view kDeploy = "deploy.prototxt";

/// The names in the folder that have one of the endings, sorted.
std::vector<std::string> namesEndingIn(const fs::path& folder, std::initializer_list<std::string_view> endings)
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string ending = entry->path().extension().string();
        if (std::find(endings.begin(), endings.end(), ending) != endings.end())
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
std::string onlyFile(const fs::path& folder, std::initializer_list<std::string_view> endings, const std::string& flag)
{
    return onlyOf(folder, namesEndingIn(folder, endings), flag);
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
        [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    return text;
}

/// The description among the files of a folder: deploy.prototxt, else the only one whose name starts with `deploy`,
/// else the only one that has it somewhere, else the only one at all; empty when there is none.
std::string descriptionAmong(const fs::path& folder)
{
    const std::vector<std::string> names = namesEndingIn(folder, {".prototxt", ".protxt"});
    std::vector<std::string> starting;
    std::vector<std::string> containing;
    for (const std::string& name : names) {
        const std::size_t place = lowered(name).find("deploy");
        if (place == 0)
            starting.push_back(name);
        if (place != std::string::npos)
            containing.push_back(name);
    }
    if (std::find(names.begin(), names.end(), kDeploy) != names.end())
        return (folder / kDeploy).string();
    if (!starting.empty())
        return onlyOf(folder, starting, "deploy_txt");
    return onlyOf(folder, containing.empty() ? names : containing, "deploy_txt");
}

/// The network's description in the folder of that name.
std::string descriptionIn(const std::string& name)
{
    const fs::path folder = name == kBuiltIn ? fs::path(dataFolder()) / "models" / kBuiltIn : fs::path(name);
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throw ModelError(name == kBuiltIn
                ? "The network that comes with the program is not in '" + folder.string()
                    + "': install the program anew, or name another network with --model FOLDER"
                : "--model is '" + name + "', but there is no such folder: give a folder with a network, or '"
                    + std::string(kBuiltIn) + "'");
    const std::string description = descriptionAmong(folder);
    if (description.empty())
        throw ModelError("The folder '" + folder.string() + "' has no " + std::string(kDeploy)
            + ", nor another .prototxt: give a folder with a Caffe network");
    return description;
}

/// Adds what the settings do not name themselves.
void completeFromFolder(ModelPaths& paths)
{
    const fs::path folder = fs::path(paths.description).parent_path();
    if (paths.weights.empty())
        paths.weights = onlyFile(folder, {".caffemodel"}, "caffe_model");
    if (paths.weights.empty())
        throw ModelError("The folder '" + folder.string() + "' has no weights (.caffemodel): put them there, or name "
            + "them with --caffe_model");
    if (paths.mean.empty())
        paths.mean = onlyFile(folder, {".binaryproto", ".npy"}, "mean_image");
}

ModelPaths pathsUnderCaffe(const fs::path& caffe, const std::string& namedMean)
{
    const fs::path model = caffe / "models" / "bvlc_googlenet";
    const fs::path mean = caffe / "python" / "caffe" / "imagenet" / "ilsvrc_2012_mean.npy";
    return {(model / "deploy.prototxt").string(), (model / "bvlc_googlenet.caffemodel").string(),
        namedMean.empty() && fs::exists(mean) ? mean.string() : namedMean};
}

} // namespace

ModelPaths modelPaths(const RunSettings& settings)
{
    ModelPaths paths{expandEnvironment(settings.deployTxt), expandEnvironment(settings.caffeModel),
        expandEnvironment(settings.meanImage)};
    if (!paths.description.empty())
        return paths;
    const std::string model = expandEnvironment(settings.model);
    if (model.empty() && !paths.weights.empty())
        throw ModelError(
            "--caffe_model gives weights, but --deploy_txt is missing: give the network's deploy.prototxt too");
    const char* const root = std::getenv("CAFFE_ROOT");
    if (model.empty() && root != nullptr && *root != '\0')
        return pathsUnderCaffe(root, paths.mean);
    paths.description = descriptionIn(model.empty() ? std::string(kBuiltIn) : model);
    completeFromFolder(paths);
    return paths;
}

} // namespace cnnvis
