// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/setting_ramp.h"
#include "cnnvis/settings_schema.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace cnnvis {

/// One setting as text, e.g. {"learning_rate", "0.5"}.
struct SettingText {
    std::string key;
    std::string text;
};
/// Some settings as text, e.g. what a preset sets, or what a user turned.
using SettingsChange = std::vector<SettingText>;

/// The value as text in the C locale; parsed again it is the same value to the bit.
std::string settingText(const RunSettings& settings, const SettingEntry& entry);

/// Sets one value from text.
/// @throws SettingsError  when the text is not of the entry's type or not in its range; `settings` is not changed.
void setSettingText(RunSettings& settings, const SettingEntry& entry, std::string_view text);

/// Applies a change, all of it or nothing.
/// @throws SettingsError  when a key is unknown (with the nearest one) or a value does not fit.
void applyChange(RunSettings& settings, const SettingsChange& change);

/// What turns `from` into `to`, in the order of the schema.
SettingsChange settingsDifference(const RunSettings& from, const RunSettings& to);

/// What sets these fields to the values that they have in `settings`.
SettingsChange changeOf(const RunSettings& settings, std::initializer_list<SettingField> fields);

/// A named set of settings on top of the defaults.
struct Preset {
    std::string title;
    std::string description;
    SettingsChange change;
    std::vector<SettingRamp> ramps = {}; ///< settings that turn by themselves as it runs
};

/// Reads `{"title": …, "description": …, "settings": {key: value, …}}`; numbers and booleans may be strings too. With
/// them may come "ramps", as in recipes, see recipeFromJson(); of a recipe with changes, the settings are those at its
/// end, but for what ramps made of them.
///
/// The change comes in the order of the schema, with keys and values in their usual spelling.
/// @param origin  file name for messages.
/// @throws SettingsError  when the text is not such an object, nests deep, or a setting in it is unknown or does not
///                        fit.
Preset presetFromJson(std::string_view json, const std::string& origin);

/// How JSON has letters that are not ASCII.
enum class JsonLetters {
    Utf8,
    Escaped, ///< as \u and numbers, which survive programs that take all text for Latin-1
};

/// The form that presetFromJson() reads, in the order of the schema; with ramps, a recipe, so that older versions read
/// the rest. Bytes that are not UTF-8 are replaced.
/// @throws SettingsError  when the change does not fit.
std::string presetToJson(const Preset& preset, JsonLetters letters = JsonLetters::Utf8);

/// Replaces $NAME and ${NAME} by the environment's values; what is not set stays as it is, as in the original. Only
/// $CNNVIS_DATA always has a value: dataFolder(). A ~ before the first / is the home folder, and file://… the path that
/// it names.
std::string expandEnvironment(std::string_view text);

} // namespace cnnvis
