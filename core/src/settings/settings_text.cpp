// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/settings_text.h"

#include "cnnvis/error.h"
#include "cnnvis/nearest_name.h"
#include "settings/setting_problem.h"
#include "util/value_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

namespace cnnvis {

namespace {

[[noreturn]] void refuse(const SettingEntry& entry, std::string_view text, const std::string& remedy)
{
    const std::string key(entry.key);
    throw SettingsError(key, "--" + key + " is " + quotedText(text) + ": " + remedy);
}

std::string bitNames(IterBehavior value, const SettingEntry& entry)
{
    std::string names;
    for (std::size_t bit = 0; bit < entry.choices.size(); ++bit) {
        if ((value.bits & (1U << bit)) != 0)
            names += (names.empty() ? "" : "+") + std::string(entry.choices[bit]);
    }
    return names;
}

template <typename Whole>
bool isNamedLowest(Whole value, const SettingEntry& entry)
{
    return !entry.lowestName.empty() && static_cast<double>(value) == entry.minimum;
}

template <typename Value>
std::string valueText(const Value& value, const SettingEntry& entry)
{
    if constexpr (std::is_same_v<Value, std::string>) {
        return value;
    } else if constexpr (std::is_same_v<Value, bool>) {
        return value ? "true" : "false";
    } else if constexpr (std::is_floating_point_v<Value>) {
        return numberText(value);
    } else if constexpr (std::is_integral_v<Value>) {
        return isNamedLowest(value, entry) ? std::string(entry.lowestName) : std::to_string(value);
    } else if constexpr (std::is_same_v<Value, IterBehavior>) {
        return bitNames(value, entry);
    } else {
        const auto index = static_cast<std::size_t>(value);
        return index < entry.choices.size() ? std::string(entry.choices[index]) : std::to_string(index);
    }
}

std::size_t choiceIndex(const SettingEntry& entry, std::string_view name, std::string_view wholeText)
{
    const auto found = std::find(entry.choices.begin(), entry.choices.end(), name);
    if (found != entry.choices.end())
        return static_cast<std::size_t>(found - entry.choices.begin());
    std::string remedy = "give one of";
    if (std::holds_alternative<IterBehavior RunSettings::*>(entry.field))
        remedy = "give, joined by '+', any of";
    std::vector<std::string> names;
    for (const std::string_view choice : entry.choices) {
        remedy += (names.empty() ? " " : ", ") + std::string(choice);
        names.emplace_back(choice);
    }
    const std::string nearest = nearestName(name, names);
    refuse(entry, wholeText, nearest.empty() ? remedy : remedy + "; the nearest is " + nearest);
}

IterBehavior parseBits(const SettingEntry& entry, std::string_view text)
{
    IterBehavior value;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t plus = rest.find('+');
        value.bits |= 1U << choiceIndex(entry, rest.substr(0, plus), text);
        if (plus == std::string_view::npos)
            break;
        rest.remove_prefix(plus + 1);
        if (rest.empty())
            refuse(entry, text, "take out the '+' at its end");
    }
    return value;
}

bool parseBool(const SettingEntry& entry, std::string_view text)
{
    constexpr std::array<std::string_view, 4> kTrue{"true", "1", "on", "yes"};
    constexpr std::array<std::string_view, 4> kFalse{"false", "0", "off", "no"};
    if (std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end())
        return true;
    if (std::find(kFalse.begin(), kFalse.end(), text) == kFalse.end())
        refuse(entry, text, "give true or false");
    return false;
}

template <typename Whole>
Whole parseWholeNumber(const SettingEntry& entry, std::string_view text)
{
    if (!entry.lowestName.empty() && text == entry.lowestName)
        return static_cast<Whole>(entry.minimum);
    const std::optional<std::int64_t> value = parseInteger(text);
    if (!value || *value < std::numeric_limits<Whole>::min() || *value > std::numeric_limits<Whole>::max())
        refuse(entry, text, "give a whole number " + rangeText(entry));
    return static_cast<Whole>(*value);
}

double parseRealNumber(const SettingEntry& entry, std::string_view text)
{
    const std::optional<double> value = parseReal(text);
    if (!value)
        refuse(entry, text, "give a number " + rangeText(entry));
    return *value;
}

template <typename Value>
Value parseValue(const SettingEntry& entry, std::string_view text)
{
    if constexpr (std::is_same_v<Value, std::string>)
        return std::string(text);
    else if constexpr (std::is_same_v<Value, bool>)
        return parseBool(entry, text);
    else if constexpr (std::is_floating_point_v<Value>)
        return parseRealNumber(entry, text);
    else if constexpr (std::is_integral_v<Value>)
        return parseWholeNumber<Value>(entry, text);
    else if constexpr (std::is_same_v<Value, IterBehavior>)
        return parseBits(entry, text);
    else
        return static_cast<Value>(choiceIndex(entry, text, text));
}

} // namespace

std::string settingText(const RunSettings& settings, const SettingEntry& entry)
{
    return std::visit([&](auto field) { return valueText(settings.*field, entry); }, entry.field);
}

void setSettingText(RunSettings& settings, const SettingEntry& entry, std::string_view text)
{
    RunSettings changed = settings;
    const auto assign = [&](auto field) {
        using Value = std::remove_reference_t<decltype(changed.*field)>;
        changed.*field = parseValue<Value>(entry, text);
    };
    std::visit(assign, entry.field);
    const std::string problem = settingProblem(changed, entry);
    if (!problem.empty())
        throw SettingsError(std::string(entry.key), problem);
    settings = std::move(changed);
}

void applyChange(RunSettings& settings, const SettingsChange& change)
{
    RunSettings changed = settings;
    for (const SettingText& setting : change)
        setSettingText(changed, requireSetting(setting.key), setting.text);
    settings = std::move(changed);
}

SettingsChange settingsDifference(const RunSettings& from, const RunSettings& to)
{
    SettingsChange change;
    for (const SettingEntry& entry : settingsSchema()) {
        // Compared as text, as -0 and 0 are equal numbers, and NaN is not equal to itself.
        std::string text = settingText(to, entry);
        if (text != settingText(from, entry))
            change.push_back({std::string(entry.key), std::move(text)});
    }
    return change;
}

SettingsChange changeOf(const RunSettings& settings, std::initializer_list<SettingField> fields)
{
    SettingsChange change;
    for (const SettingField& field : fields) {
        const SettingEntry& entry = settingOf(field);
        change.push_back({std::string(entry.key), settingText(settings, entry)});
    }
    return change;
}

} // namespace cnnvis
