// SPDX-License-Identifier: GPL-3.0-or-later
#include "flag_values.h"

#include "cnnvis/settings_schema.h"
#include "preset_library.h"

#include <algorithm>
#include <sstream>
#include <variant>

namespace cnnvis::reference {

namespace {

constexpr const char* kOwnNetwork = "bestiary";

const SettingEntry* settingOf(const ProgramFlag& flag)
{
    for (const std::string& name : flag.names) {
        if (name.compare(0, 2, "--") == 0) {
            if (const SettingEntry* const entry = findSetting(name.substr(2)))
                return entry;
        }
    }
    return nullptr;
}

FlagValues valuesOfSetting(const SettingEntry& entry)
{
    FlagValues values;
    values.words.assign(entry.choices.begin(), entry.choices.end());
    if (!entry.lowestName.empty())
        values.words.emplace_back(entry.lowestName);
    values.areJoined = std::holds_alternative<IterBehavior RunSettings::*>(entry.field);
    values.takesFiles = entry.textKind == TextKind::InputFile || entry.textKind == TextKind::OutputFile;
    if (entry.textKind == TextKind::InputFolder) {
        values.takesFolders = true;
        values.words.emplace_back(kOwnNetwork);
    }
    return values;
}

bool isSmall(const std::string& word)
{
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
    });
}

std::vector<std::string> presetNames()
{
    std::vector<std::string> names;
    for (const BuiltInPreset& builtIn : builtInPresets())
        names.push_back(builtIn.name);
    return names;
}

} // namespace

bool isArgument(const ProgramFlag& flag)
{
    return flag.names.front().front() != '-';
}

bool takesValue(const ProgramFlag& flag)
{
    return !flag.value.empty();
}

FlagValues valuesOf(const ProgramFlag& flag)
{
    if (isArgument(flag)) {
        FlagValues values;
        values.takesFiles = true;
        return values;
    }
    if (!takesValue(flag))
        return {};
    if (const SettingEntry* const entry = settingOf(flag))
        return valuesOfSetting(*entry);
    FlagValues values;
    std::istringstream parts(flag.value);
    for (std::string part; std::getline(parts, part, '|');) {
        values.takesFiles = values.takesFiles || part == "FILE";
        values.takesFolders = values.takesFolders || part == "FOLDER";
        if (part == "NAME")
            values.words = presetNames();
        else if (isSmall(part))
            values.words.push_back(part);
    }
    return values;
}

std::string summaryOf(const ProgramFlag& flag)
{
    if (const SettingEntry* const entry = settingOf(flag); entry != nullptr)
        return std::string(entry->label) + (entry->unit.empty() ? "" : " (" + std::string(entry->unit) + ")");
    std::string summary = flag.help.substr(0, flag.help.find(". "));
    if (!summary.empty() && summary.back() == '.')
        summary.pop_back();
    return summary;
}

std::string joined(const std::vector<std::string>& elements, const std::string& separator)
{
    std::string text;
    for (const std::string& element : elements)
        text += (text.empty() ? "" : separator) + element;
    return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

} // namespace cnnvis::reference
