// SPDX-License-Identifier: GPL-3.0-or-later
#include "man_page.h"

#include "flag_values.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <sstream>
#include <vector>

namespace cnnvis::reference {

namespace {

std::string upperCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
        [](char letter) { return static_cast<char>(std::toupper(static_cast<unsigned char>(letter))); });
    return text;
}

std::string title(const ProgramReference& program, const std::string& version)
{
    return ".TH " + manText(upperCase(program.name)) + R"( 1 "" "cnn\-vis )" + manText(version)
        + "\" \"User commands\"\n";
}

std::string paragraphs(const std::string& text)
{
    return replaced(manText(text), "\n\n", "\n.PP\n") + "\n";
}

std::string flagText(const ProgramFlag& flag)
{
    std::vector<std::string> names;
    for (const std::string& name : flag.names)
        names.push_back((isArgument(flag) ? "\\fI" : "\\fB") + manText(name) + "\\fR");
    const std::string value = takesValue(flag) ? " \\fI" + manText(flag.value) + "\\fR" : std::string();
    return ".TP\n" + joined(names, ", ") + value + "\n" + manText(flag.help) + "\n";
}

std::string flagTexts(const ProgramReference& program)
{
    std::string text;
    std::string group;
    for (const ProgramFlag& flag : program.flags) {
        if (flag.group != group) {
            group = flag.group;
            text += ".SS " + manText(group) + "\n";
        }
        text += flagText(flag);
    }
    return text;
}

std::string examples(const ProgramReference& program)
{
    std::string text;
    std::istringstream lines(program.examples);
    for (std::string line; std::getline(lines, line);)
        text += ".PP\n.RS 4\n.nf\n" + manText(line.substr(line.find_first_not_of(' '))) + "\n.fi\n.RE\n";
    return text;
}

} // namespace

std::string manText(const std::string& text)
{
    std::string result;
    bool isAtStart = true;
    for (const char letter : text) {
        if (isAtStart && (letter == '.' || letter == '\''))
            result += "\\&";
        isAtStart = letter == '\n';
        switch (letter) {
        case '\\':
            result += "\\e";
            break;
        case '-':
            result += "\\-";
            break;
        case '\'':
            result += "\\(aq";
            break;
        case '^':
            result += "\\(ha";
            break;
        case '~':
            result += "\\(ti";
            break;
        default:
            result += letter;
        }
    }
    return result;
}

std::string manPage(const ProgramReference& program, const std::string& version, const std::string& pageTemplate)
{
    const std::map<std::string, std::string> parts{
        {"@TITLE@", title(program, version)},
        {"@DESCRIPTION@", paragraphs(program.description)},
        {"@FLAGS@", flagTexts(program)},
        {"@NOTES@", paragraphs(program.notes)},
        {"@EXAMPLES@", examples(program)},
    };
    std::string page;
    std::istringstream lines(pageTemplate);
    for (std::string line; std::getline(lines, line);) {
        const auto part = parts.find(line);
        page += part == parts.end() ? line + "\n" : part->second;
    }
    return page;
}

} // namespace cnnvis::reference
