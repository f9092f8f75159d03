// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/settings_text.h"

#include <string>
#include <vector>

namespace cnnvis {

/// The preset that newcomers see first; it needs nothing but what comes with the program.
inline constexpr const char* kFirstPreset = "garden";

/// A preset that comes with the program.
struct BuiltInPreset {
    std::string name; ///< what `--preset` calls it, e.g. "example1"
    Preset preset;
};

/// All of them, from the Qt resources `:/presets/NAME.json`: the first one, then the others for the network that comes
/// with the program, then those for other networks, each by name; example2 comes before example10.
std::vector<BuiltInPreset> builtInPresets();

/// Reads a preset from a file: JSON, or a picture with the settings that made it.
/// @throws SettingsError  when the file is no regular one, cannot be read, or holds no preset.
/// @throws PictureError   when a picture cannot be read.
Preset readPresetFile(const std::string& path);

/// Reads a recipe from a file: JSON, or a picture that carries it. Presets are recipes in which nothing changes.
/// @throws  as readPresetFile().
DreamRecipe readRecipeFile(const std::string& path);

/// The preset that a word names: a built-in one, else a file as readPresetFile() reads it.
/// @param nameOrPath  environment variables in a path are filled in.
/// @throws SettingsError  when there is neither, with the nearest name, or the file holds no preset.
/// @throws PictureError   when a picture cannot be read.
Preset loadPreset(const std::string& nameOrPath);

} // namespace cnnvis
