// SPDX-License-Identifier: GPL-3.0-or-later
#include "completions.h"
#include "flag_values.h"

namespace cnnvis::reference {

namespace {

/// Text within single quotes, within brackets of _arguments.
std::string escaped(const std::string& text)
{
    return replaced(replaced(replaced(replaced(text, "'", "'\\''"), "[", "\\["), "]", "\\]"), ":", "\\:");
}

/// What _arguments does to complete the value.
std::string action(const FlagValues& values)
{
    const std::string words = joined(values.words, " ");
    if (values.areJoined)
        return "_values -s + word " + words;
    const std::string paths = values.takesFiles ? "_files" : values.takesFolders ? "_files -/" : "";
    if (words.empty())
        return paths.empty() ? " " : paths;
    return paths.empty() ? "(" + words + ")"
                         : "_alternative \"words:word:(" + words + ")\" \"paths:path:" + paths + "\"";
}

std::string specification(const ProgramFlag& flag)
{
    if (isArgument(flag))
        return "'*:" + escaped(summaryOf(flag)) + ":_files'";
    const std::string ending = takesValue(flag) ? "=" : "";
    std::string names = "'" + flag.names.front() + ending;
    if (flag.names.size() > 1) {
        std::vector<std::string> spellings;
        for (const std::string& name : flag.names)
            spellings.push_back(name + ending);
        names = "'(" + joined(flag.names, " ") + ")'{" + joined(spellings, ",") + "}'";
    }
    const std::string value =
        takesValue(flag) ? ":" + escaped(flag.value) + ":" + replaced(action(valuesOf(flag)), "'", "'\\''") : "";
    return names + "[" + escaped(summaryOf(flag)) + "]" + value + "'";
}

} // namespace

std::string zshCompletion(const ProgramReference& program)
{
    std::string text = "#compdef " + program.name + "\n# SPDX-License-Identifier: GPL-3.0-or-later\n# Completions of "
        + program.name + " for zsh, made from the program's own flags.\n_arguments";
    for (const ProgramFlag& flag : program.flags)
        text += " \\\n    " + specification(flag);
    return text + "\n";
}

} // namespace cnnvis::reference
