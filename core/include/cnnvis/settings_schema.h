// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cnnvis {

/// Where a setting lives in RunSettings, and thereby its type.
using SettingField = std::variant<bool RunSettings::*, int RunSettings::*, std::int64_t RunSettings::*,
    double RunSettings::*, std::string RunSettings::*, ImageType RunSettings::*, ResizeType RunSettings::*,
    TvGradOperator RunSettings::*, ResizePipeline RunSettings::*, NormalizeGradient RunSettings::*,
    Tiling RunSettings::*, Arithmetic RunSettings::*, Precision RunSettings::*, IterBehavior RunSettings::*>;

enum class SettingTier { Simple, Advanced };
/// When a changed value acts: at the next step, at the next size, or only in a new run.
enum class TakesEffect { Live, NextSize, Restart };
enum class SettingScale { Linear, Logarithmic };
/// What the text of a string setting names.
enum class TextKind { Plain, InputFile, InputFolder, OutputFile, PictureSize, LayerName, Colour };

/// One setting: all that a command line, a panel, a preset file or a document needs to know of it.
struct SettingEntry {
    std::string_view key; ///< the original program's flag, without dashes
    std::vector<std::string_view> aliases; ///< other spellings that are accepted, never written
    SettingField field;
    std::string_view group; ///< heading of the panel
    std::string_view label; ///< what a panel calls it
    std::string_view unit; ///< empty where there is none
    double minimum = 0.0; ///< of numbers: the smallest value that is accepted
    double maximum = 0.0; ///< of numbers: the largest value that is accepted
    double softMinimum = 0.0; ///< of numbers: where the useful values begin
    double softMaximum = 0.0; ///< of numbers: where they end; not above softMinimum where all are as useful
    std::string_view lowestName; ///< of whole numbers: the word for `minimum`, e.g. "auto"; empty where it has none
    double step = 0.0; ///< of numbers: what one click of a spin box changes
    SettingScale scale = SettingScale::Linear;
    std::vector<std::string_view> choices; ///< of enumerations: their names, by value; of IterBehavior: by bit
    std::string_view help; ///< what it does; what too high and too low look like
    SettingTier tier = SettingTier::Advanced;
    TakesEffect takesEffect = TakesEffect::Restart;
    TextKind textKind = TextKind::Plain;
    bool shapesDream = true; ///< else it says only where to compute, or what becomes of the pictures
    bool isForRenderOnly = false; ///< only cnn-vis-render heeds it; the studio does not show it
};

/// All settings, in the order in which panels and `--help` show them. There is one entry for each field of RunSettings.
const std::vector<SettingEntry>& settingsSchema();

/// The entry of that key or alias, or nullptr.
const SettingEntry* findSetting(std::string_view keyOrAlias);

/// The entry of that field.
const SettingEntry& settingOf(SettingField field);

/// The key nearest to a misspelt one; empty when none is near.
std::string nearestSettingKey(std::string_view key);

/// A setting that cannot be used, and why.
struct SettingsProblem {
    std::string key;
    std::string message; ///< one line that names the flag
};

/// Checks ranges and the rules across fields; what needs the network or a file is checked by planRun().
/// @return  all problems, in the order of the schema; empty when there are none.
std::vector<SettingsProblem> validate(const RunSettings& settings);

} // namespace cnnvis
