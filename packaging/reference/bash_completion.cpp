// SPDX-License-Identifier: GPL-3.0-or-later
#include "completions.h"
#include "flag_values.h"

#include <vector>

namespace cnnvis::reference {

namespace {

// What is typed stands in COMP_WORDS, where bash makes a word of its own of '=': both "--flag=value" and "--flag value"
// end in a value whose flag is the last word before it that isn't '='.
constexpr const char* kStart = R"(# SPDX-License-Identifier: GPL-3.0-or-later
# Completions of @PROGRAM@ for bash, made from the program's own flags.
@FUNCTION@()
{
    local current=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD - 1]} before= words= takes=
    if [[ $current == --*=* ]]; then
        before=${current%%=*}= flag=${current%%=*} current=${current#*=}
    elif [[ $current == = ]]; then
        current=
    elif [[ $flag == = && COMP_CWORD -ge 2 ]]; then
        flag=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $flag in
)";

constexpr const char* kEnd = R"(    *)
        if [[ $current == -* ]]; then
            words='@FLAGS@'
        else
            takes=@ARGUMENTS@
        fi
        ;;
    esac
    if [[ $takes == *joined* && $current == *+* ]]; then
        before+=${current%+*}+ current=${current##*+}
    fi
    local IFS=$'\n'
    COMPREPLY=($(IFS=' ' compgen -P "$before" -W "$words" -- "$current"))
    if [[ $takes == *files* ]]; then
        compopt -o filenames 2>/dev/null
        COMPREPLY+=($(compgen -P "$before" -f -- "$current"))
    elif [[ $takes == *folders* ]]; then
        compopt -o filenames 2>/dev/null
        COMPREPLY+=($(compgen -P "$before" -d -- "$current"))
    elif [[ $takes == *joined* ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F @FUNCTION@ @PROGRAM@
)";

std::string takesText(const FlagValues& values)
{
    return values.takesFiles ? "files" : values.takesFolders ? "folders" : values.areJoined ? "joined" : "";
}

std::string branch(const ProgramFlag& flag)
{
    const FlagValues values = valuesOf(flag);
    std::string text = "    " + joined(flag.names, " | ") + ")\n";
    if (!values.words.empty())
        text += "        words='" + joined(values.words, " ") + "'\n";
    if (const std::string takes = takesText(values); !takes.empty())
        text += "        takes=" + takes + "\n";
    return text + "        ;;\n";
}

} // namespace

std::string bashCompletion(const ProgramReference& program)
{
    std::string branches;
    std::vector<std::string> names;
    std::string arguments;
    for (const ProgramFlag& flag : program.flags) {
        if (isArgument(flag)) {
            arguments = "files";
            continue;
        }
        names.insert(names.end(), flag.names.begin(), flag.names.end());
        if (takesValue(flag))
            branches += branch(flag);
    }
    std::string text = kStart + branches + kEnd;
    text = replaced(text, "@FLAGS@", joined(names, " "));
    text = replaced(text, "@ARGUMENTS@", arguments);
    text = replaced(text, "@FUNCTION@", "_" + replaced(program.name, "-", "_"));
    return replaced(text, "@PROGRAM@", program.name);
}

} // namespace cnnvis::reference
