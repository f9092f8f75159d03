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

/// The one file with such an ending; empty when there is none.
std::string onlyFile(const fs::path& folder, std::initializer_list<std::string_view> endings, const std::string& flag)
{
    const std::vector<std::string> names = namesEndingIn(folder, endings);
    if (names.size() > 1)
        throw ModelError("The folder '" + folder.string() + "' has several such files, " + names[0] + " and " + names[1]
            + (names.size() > 2 ? " and more" : "") + ": say with --" + flag + " which to take");
    return names.empty() ? std::string() : (folder / names.front()).string();
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
    const std::string description = fs::exists(folder / kDeploy, error) ? (folder / kDeploy).string()
                                                                        : onlyFile(folder, {".prototxt"}, "deploy_txt");
    if (description.empty())
        throw ModelError("The folder '" + folder.string() + "' has no " + std::string(kDeploy)
            + ": give a folder with a Caffe network");
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
