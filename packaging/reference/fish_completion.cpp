// SPDX-License-Identifier: GPL-3.0-or-later
#include "completions.h"
#include "flag_values.h"

namespace cnnvis::reference {

namespace {

std::string quoted(const std::string& text)
{
    return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

std::string nameText(const std::string& name)
{
    return name.compare(0, 2, "--") == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
}

std::string line(const std::string& program, const ProgramFlag& flag)
{
    std::string text = "complete -c " + program;
    for (const std::string& name : flag.names)
        text += nameText(name);
    text += " -d " + quoted(summaryOf(flag));
    if (!takesValue(flag))
        return text + "\n";
    const FlagValues values = valuesOf(flag);
    std::string offered = joined(values.words, " ");
    if (values.takesFolders)
        offered += " (__fish_complete_directories (commandline -ct))";
    text += values.takesFiles ? " -r -F" : " -x";
    return text + (offered.empty() ? "" : " -a \"" + offered + "\"") + "\n";
}

} // namespace

std::string fishCompletion(const ProgramReference& program)
{
    std::string text;
    bool takesArguments = false;
    for (const ProgramFlag& flag : program.flags) {
        takesArguments = takesArguments || isArgument(flag);
        text += isArgument(flag) ? "" : line(program.name, flag);
    }
    return "# SPDX-License-Identifier: GPL-3.0-or-later\n# Completions of " + program.name
        + " for fish, made from the program's own flags.\n"
        + (takesArguments ? "" : "complete -c " + program.name + " -f\n") + text;
}

} // namespace cnnvis::reference
