// SPDX-License-Identifier: GPL-3.0-or-later
#include "setting_help.h"

#include "cnnvis/settings_text.h"
#include "number_text.h"

#include <cstddef>
#include <cstdint>
#include <sstream>

namespace cnnvis::render {

namespace {

template <typename Value>
bool holds(const SettingEntry& entry)
{
    return std::holds_alternative<Value RunSettings::*>(entry.field);
}

std::string choicesText(const SettingEntry& entry, const char* separator)
{
    std::string text;
    for (const std::string_view choice : entry.choices)
        text += (text.empty() ? "" : separator) + std::string(choice);
    return text;
}

std::string boundsText(const SettingEntry& entry)
{
    const std::string start = holds<double>(entry) ? "From " : "Whole number from ";
    const std::string minimum = roundedText(entry.minimum, 10);
    if (holds<std::int64_t>(entry))
        return start + minimum + "."; // the maximum is that of the type, which is no double
    const std::string unit = entry.unit.empty() ? std::string() : " " + std::string(entry.unit);
    const std::string maximum = roundedText(entry.maximum, 10);
    if (!entry.lowestName.empty()) {
        return start + roundedText(entry.minimum + 1.0, 10) + " to " + maximum + unit + ", or "
            + std::string(entry.lowestName) + ".";
    }
    return start + minimum + " to " + maximum + unit + ".";
}

std::string rangeText(const SettingEntry& entry)
{
    if (holds<bool>(entry))
        return "A switch: give it alone, or with =true or =false.";
    if (holds<std::string>(entry))
        return {};
    if (holds<IterBehavior>(entry))
        return "Any of " + choicesText(entry, ", ") + ".";
    return entry.choices.empty() ? boundsText(entry) : "One of " + choicesText(entry, ", ") + ".";
}

} // namespace

std::string valueName(const SettingEntry& entry)
{
    if (holds<bool>(entry))
        return {};
    if (holds<double>(entry) || holds<int>(entry) || holds<std::int64_t>(entry))
        return entry.lowestName.empty() ? "NUMBER" : "NUMBER|" + std::string(entry.lowestName);
    if (holds<IterBehavior>(entry))
        return "WORD+WORD...";
    if (!holds<std::string>(entry))
        return "WORD";
    switch (entry.textKind) {
    case TextKind::InputFolder:
        return "NAME|FOLDER";
    case TextKind::InputFile:
    case TextKind::OutputFile:
        return "FILE";
    case TextKind::PictureSize:
        return "HEIGHTxWIDTH|shortSIDE|longSIDE|xFACTOR";
    case TextKind::Colour:
        return "COLOUR";
    case TextKind::LayerName:
        return "LAYER";
    case TextKind::Plain:
        break;
    }
    return "TEXT";
}

std::string settingHelp(const SettingEntry& entry)
{
    std::string text(entry.help);
    if (const std::string range = rangeText(entry); !range.empty())
        text += " " + range;
    const std::string byDefault = settingText(RunSettings(), entry);
    if (!byDefault.empty() && !holds<bool>(entry))
        text += " Default: " + byDefault + ".";
    return text;
}

std::string wrapped(const std::string& text, int indent, int width)
{
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    std::istringstream words(text);
    std::string result;
    std::string line;
    std::string word;
    while (words >> word) {
        if (!line.empty() && line.size() + 1 + word.size() > static_cast<std::size_t>(width)) {
            result += line + "\n";
            line.clear();
        }
        line += line.empty() ? margin + word : " " + word;
    }
    return line.empty() ? result : result + line + "\n";
}

} // namespace cnnvis::render
