// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"
#include "program_reference.h"

#include <string>
#include <vector>

namespace cnnvis::render {

enum class Request { Render, ShowHelp, ShowVersion, ListPresets, ListLayers };
enum class ProgressStyle { Auto, Json, None };
/// What a script is written for that does a job list.
enum class FarmKind { None, Slurm, Parallel };

/// What a command line asks for.
struct CommandLine {
    Request request = Request::Render;
    ProgressStyle progress = ProgressStyle::Auto;
    std::string preset; ///< name or path; empty: none
    std::string film; ///< path of a film to make of the run; empty: none
    std::string replay; ///< path of the recipe to dream again; empty: none
    std::string session; ///< path of the session that keeps the run; empty: none
    std::string resume; ///< path of the session to go on with; empty: none
    std::string jobs; ///< path of a job list; empty: none
    int job = 0; ///< number of the line in it that is to be done; 0: all of them
    bool joins = false; ///< what the list's jobs made is to be looked at, and put together
    std::string sheet; ///< see sheetFromText(); empty: none
    FarmKind farm = FarmKind::None;
    SettingsChange flags; ///< the settings that were given, in the order of the schema; not checked yet
};

/// Reads the arguments after the program's name. The settings' flags are those of settingsSchema(), in all spellings.
/// @throws SettingsError  when a flag is unknown (with the nearest), lacks its value, or a value
///                        belongs to no flag.
CommandLine parseCommandLine(const std::vector<std::string>& arguments);

/// All that `--help` says.
std::string helpText();
/// The same in parts.
ProgramReference programReference();

/// Whether the dream starts from the settings of kFirstPreset: no preset is named, and either no network (nor
/// $CAFFE_ROOT, under which the original looks for one), or nothing at all of what is dreamt.
bool usesFirstPreset(const CommandLine& commandLine);

/// Whether that setting was given.
bool hasFlag(const CommandLine& commandLine, const SettingField& field);

/// The settings with the flags' on top, checked. @throws SettingsError  as resolveSettings().
RunSettings withFlags(RunSettings settings, const CommandLine& commandLine);

/// The settings of a run: defaults, then the preset's, then the flags', checked.
/// @throws SettingsError  with the first problem, and how many more there are.
/// @param ramps  becomes the preset's, of settings that no flag gives.
/// @throws PictureError   when the preset is a picture that cannot be read.
RunSettings resolveSettings(const CommandLine& commandLine, std::vector<SettingRamp>* ramps = nullptr);

} // namespace cnnvis::render
