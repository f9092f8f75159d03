// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cnnvis {

/// A flag as a program's own help tells of it.
struct ProgramFlag {
    std::vector<std::string> names; ///< with their dashes, short ones first; without dashes: what goes without a flag
    std::string value; ///< what it takes, e.g. "NAME|FILE"; empty: nothing
    std::string help;
    std::string group;
};

/// What a program says of itself, for manuals and completions, which are made from it.
struct ProgramReference {
    std::string name;
    std::string description;
    std::vector<ProgramFlag> flags;
    std::string notes; ///< paragraphs after the flags, an empty line between two
    std::string examples; ///< a command in each line
};

/// All but notes and examples.
ProgramReference referenceOf(const CLI::App& app);

} // namespace cnnvis
