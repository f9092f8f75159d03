// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/model_source.h"

#include "cnnvis/data_folder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

struct NetworkSetting {
    const char* key;
    std::string RunSettings::*field;
};

constexpr NetworkSetting kNetworkSettings[] = {
    {"model", &RunSettings::model},
    {"deploy_txt", &RunSettings::deployTxt},
    {"caffe_model", &RunSettings::caffeModel},
    {"mean_image", &RunSettings::meanImage},
};

/// Empty where the path has no name, as `.` has none.
std::string folderName(const fs::path& folder)
{
    const fs::path path = folder.lexically_normal();
    const fs::path name = path.has_filename() ? path.filename() : path.parent_path().filename();
    return name == "." || name == ".." ? std::string() : name.string();
}

std::string caffeRoot()
{
    const char* const root = std::getenv("CAFFE_ROOT");
    return root == nullptr ? std::string() : root;
}

} // namespace

ModelSource ModelSource::of(const RunSettings& settings)
{
    ModelSource source;
    source.named = {expandEnvironment(settings.deployTxt), expandEnvironment(settings.caffeModel),
        expandEnvironment(settings.meanImage)};
    const std::string model = expandEnvironment(settings.model);
    source.isNamed = !model.empty() || !source.named.description.empty();
    if (!source.named.description.empty()) {
        source.kind = Kind::Files;
        source.name = folderName(fs::path(source.named.description).parent_path());
        source.key = "deploy_txt";
    } else if (!model.empty() && model != kBuiltInNetwork) {
        source.kind = Kind::Folder;
        source.name = folderName(model);
        source.folder = model;
    } else if (model.empty() && !caffeRoot().empty()) {
        source.kind = Kind::CaffeRoot;
        source.name = "GoogLeNet";
        source.folder = caffeRoot();
    } else {
        source.name = "Bestiary";
        source.folder = (fs::path(dataFolder()) / "models" / kBuiltInNetwork).string();
    }
    return source;
}

ModelSource ModelSource::of(const SettingsChange& change)
{
    RunSettings settings;
    for (const SettingText& text : change) {
        for (const NetworkSetting& setting : kNetworkSettings) {
            if (text.key == setting.key)
                settings.*setting.field = text.text;
        }
    }
    return of(settings);
}

bool ModelSource::isThere() const
{
    std::error_code error;
    return isBuiltIn() || fs::exists(kind == Kind::Files ? named.description : folder, error);
}

std::string ModelSource::identity() const
{
    return folder + '\n' + named.description + '\n' + named.weights + '\n' + named.mean;
}

void takeNetworkSettings(RunSettings& to, const RunSettings& from)
{
    for (const NetworkSetting& setting : kNetworkSettings)
        to.*setting.field = from.*setting.field;
}

void clearNetworkSettings(RunSettings& settings)
{
    takeNetworkSettings(settings, RunSettings());
}

SettingsChange networkChange(const RunSettings& settings)
{
    SettingsChange change;
    for (const NetworkSetting& setting : kNetworkSettings)
        change.push_back({setting.key, settings.*setting.field});
    return change;
}

bool namesNetwork(const SettingsChange& change)
{
    return std::any_of(change.begin(), change.end(), [](const SettingText& text) {
        return std::any_of(std::begin(kNetworkSettings), std::end(kNetworkSettings),
            [&](const NetworkSetting& setting) { return text.key == setting.key; });
    });
}

} // namespace cnnvis
