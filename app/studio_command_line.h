// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/settings_text.h"
#include "program_reference.h"

#include <optional>
#include <string>
#include <vector>

namespace cnnvis::studio {

/// What a command line asks of the studio.
struct CommandLine {
    enum class Request { Run, ShowHelp, ShowVersion };
    Request request = Request::Run;
    std::vector<std::string> files; ///< that are there: pictures, presets, networks
    std::optional<Preset> preset;
    std::string model; ///< as the setting of that name; empty: none was given
    std::optional<Network> network; ///< that `model` names
    bool isStarting = false;
};

/// Reads the arguments after the program's name, and checks what they name.
/// @throws SettingsError  when a flag is unknown or lacks its value, a file is not there, or the preset cannot be used.
/// @throws ModelError     when the network cannot be used.
CommandLine parseCommandLine(const std::vector<std::string>& arguments);

/// All that `--help` says.
std::string helpText();
/// The same in parts.
ProgramReference programReference();

} // namespace cnnvis::studio
