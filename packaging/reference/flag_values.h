// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "program_reference.h"

#include <string>
#include <vector>

namespace cnnvis::reference {

/// What a shell can offer where the value of a flag is typed.
struct FlagValues {
    std::vector<std::string> words;
    bool areJoined = false; ///< several words, joined by '+'
    bool takesFiles = false;
    bool takesFolders = false;
};

/// Whether the flag is given without its dashes, such as the names of files.
bool isArgument(const ProgramFlag& flag);
/// Whether something has to follow the flag.
bool takesValue(const ProgramFlag& flag);

/// Of a setting: from the settings' table. Else from how the help writes the value: words in small letters stand for
/// themselves, NAME is a preset or a network that comes with the program.
FlagValues valuesOf(const ProgramFlag& flag);

/// What a shell says of the flag in a few words: what the studio calls the setting, else the first sentence of the
/// help.
std::string summaryOf(const ProgramFlag& flag);

/// The elements with the separator between two.
std::string joined(const std::vector<std::string>& elements, const std::string& separator);
/// The text with every `from` replaced.
std::string replaced(std::string text, const std::string& from, const std::string& to);

} // namespace cnnvis::reference
