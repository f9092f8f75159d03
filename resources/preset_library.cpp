// SPDX-License-Identifier: GPL-3.0-or-later
#include "preset_library.h"

#include "cnnvis/error.h"
#include "cnnvis/nearest_name.h"
#include "cnnvis/picture_file.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <tuple>

/// Outside of all namespaces, as the macro wants it: a static library's resources register themselves only when called.
static void registerResources()
{
    Q_INIT_RESOURCE(presets);
}

namespace cnnvis {

namespace {

constexpr std::size_t kMostBytes = 1024 * 1024 + 1; // one more than a preset may have, so that core sees and tells it

/// A name's leading letters and the number behind them, for "2" to come before "10".
std::pair<std::string, int> sortKey(const std::string& name)
{
    const std::size_t digits = std::min(name.find_first_of("0123456789"), name.size());
    int number = 0;
    for (std::size_t i = digits; i < name.size() && name[i] >= '0' && name[i] <= '9' && number < 1000000; ++i)
        number = number * 10 + (name[i] - '0');
    return {name.substr(0, digits), number};
}

/// The first preset, then those that dream with what comes with the program, then those for other networks.
bool comesBefore(const BuiltInPreset& left, const BuiltInPreset& right)
{
    const auto rank = [](const BuiltInPreset& preset) {
        const auto isModel = [](const SettingText& setting) { return setting.key == "model"; };
        const auto& change = preset.preset.change;
        return std::make_tuple(
            preset.name != kFirstPreset, std::none_of(change.begin(), change.end(), isModel), sortKey(preset.name));
    };
    return rank(left) < rank(right);
}

std::string readStart(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string bytes(kMostBytes, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (bytes.empty())
        throw SettingsError("preset", "'" + path + "' is empty or cannot be read; give another file");
    return bytes;
}

void requireRegularFile(const std::string& path)
{
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        throw SettingsError("preset", "There is no file '" + path + "'; check the path");
    if (!std::filesystem::is_regular_file(status)) {
        // Reading a pipe would wait for its writer.
        throw SettingsError("preset", "'" + path + "' is no regular file; give a preset in JSON, or a picture");
    }
}

[[noreturn]] void refuseUnknown(const std::string& word, const std::vector<BuiltInPreset>& presets)
{
    std::vector<std::string> names;
    names.reserve(presets.size());
    for (const BuiltInPreset& preset : presets)
        names.push_back(preset.name);
    const std::string nearest = nearestName(word, names);
    throw SettingsError("preset",
        "--preset: there is no preset and no file '" + word + "'; "
            + (nearest.empty() ? std::string() : "the nearest preset is " + nearest + ", ")
            + "--list_presets lists them all");
}

} // namespace

std::vector<BuiltInPreset> builtInPresets()
{
    registerResources();
    const QDir folder(QStringLiteral(":/presets"));
    std::vector<BuiltInPreset> presets;
    for (const QString& fileName : folder.entryList({QStringLiteral("*.json")})) {
        QFile file(folder.filePath(fileName));
        if (!file.open(QIODevice::ReadOnly))
            continue; // never: it is in the program
        const std::string name = fileName.chopped(QStringLiteral(".json").size()).toStdString();
        presets.push_back({name, presetFromJson(file.readAll().toStdString(), name)});
    }
    std::sort(presets.begin(), presets.end(), comesBefore);
    return presets;
}

namespace {

/// The JSON in the file, or in the picture.
std::string recipeTextOf(const std::string& path)
{
    requireRegularFile(path);
    const std::string bytes = readStart(path);
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && bytes[first] == '{')
        return bytes;
    std::optional<std::string> settings;
    try {
        settings = recipeAmong(readPictureText(path));
    } catch (const PictureError& error) {
        throw SettingsError(
            "preset", "'" + path + "' is neither a preset in JSON nor a picture with settings: " + error.what());
    }
    if (!settings) {
        throw SettingsError(
            "preset", "'" + path + "' has no settings in it; give a picture that cnn-vis made, or a preset in JSON");
    }
    return *settings;
}

} // namespace

Preset readPresetFile(const std::string& path)
{
    return presetFromJson(recipeTextOf(path), path);
}

DreamRecipe readRecipeFile(const std::string& path)
{
    return recipeFromJson(recipeTextOf(path), path);
}

Preset loadPreset(const std::string& nameOrPath)
{
    const std::vector<BuiltInPreset> presets = builtInPresets();
    for (const BuiltInPreset& preset : presets) {
        if (preset.name == nameOrPath)
            return preset.preset;
    }
    const std::string path = expandEnvironment(nameOrPath);
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        refuseUnknown(nameOrPath, presets);
    return readPresetFile(path);
}

} // namespace cnnvis
