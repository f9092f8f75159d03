// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/settings_schema.h"

#include "cnnvis/error.h"
#include "cnnvis/settings_text.h"
#include "settings/colour_text.h"
#include "settings/setting_problem.h"
#include "settings/size_text.h"
#include "util/value_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <type_traits>

namespace cnnvis {

namespace {

std::string flagOf(const SettingEntry& entry)
{
    return "--" + std::string(entry.key);
}

std::string boundText(const SettingEntry& entry, double bound)
{
    if (!isWholeNumber(entry))
        return numberText(bound);
    // The largest 64-bit number is no double: the bound in the table is the double above it.
    constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
    const bool isBeyond = bound >= static_cast<double>(kLargest);
    return std::to_string(isBeyond ? kLargest : static_cast<std::int64_t>(bound));
}

template <typename Number>
std::string numberProblem(const SettingEntry& entry, Number value)
{
    const auto real = static_cast<double>(value);
    if (real >= entry.minimum && real <= entry.maximum) // false for NaN
        return {};
    std::string text;
    if constexpr (std::is_floating_point_v<Number>)
        text = numberText(value);
    else
        text = std::to_string(value);
    return flagOf(entry) + " is " + text + ", but must lie " + rangeText(entry);
}

std::string textProblem(const SettingEntry& entry, const std::string& text)
{
    const auto isControl = [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; };
    if (std::any_of(text.begin(), text.end(), isControl)) {
        return flagOf(entry) + " is " + quotedText(text)
            + ": take out the control character (such as a line break) in it";
    }
    if (text.empty() && entry.textKind == TextKind::OutputFile)
        return flagOf(entry) + " is empty: name the file to write, such as out.png";
    if (text.empty() && entry.textKind == TextKind::LayerName)
        return flagOf(entry) + " is empty: name a layer of the network, such as inception_4d/3x3_reduce";
    if (entry.textKind == TextKind::PictureSize || entry.textKind == TextKind::Colour) {
        try {
            if (entry.textKind == TextKind::Colour)
                parseColourText(std::string(entry.key), text);
            else
                parseSizeText(std::string(entry.key), text);
        } catch (const SettingsError& error) {
            return error.what();
        }
    }
    return {};
}

template <typename Value>
std::string valueProblem(const SettingEntry& entry, const Value& value)
{
    if constexpr (std::is_same_v<Value, bool>) {
        return {};
    } else if constexpr (std::is_arithmetic_v<Value>) {
        return numberProblem(entry, value);
    } else if constexpr (std::is_same_v<Value, std::string>) {
        return textProblem(entry, value);
    } else if constexpr (std::is_same_v<Value, IterBehavior>) {
        const bool isKnown = (value.bits >> entry.choices.size()) == 0;
        return isKnown ? std::string() : flagOf(entry) + " has bits that have no meaning";
    } else {
        const auto index = static_cast<std::size_t>(value);
        return index < entry.choices.size() ? std::string() : flagOf(entry) + " is none of its choices";
    }
}

/// Rules across fields, told at the field that the user would change.
std::string crossFieldProblem(const RunSettings& settings, const SettingEntry& entry)
{
    if (entry.key == "output_file" && !settings.initialImage.empty()) {
        const auto normalPath = [](const std::string& path) {
            return std::filesystem::path(expandEnvironment(path)).lexically_normal();
        };
        if (normalPath(settings.outputFile) == normalPath(settings.initialImage)) {
            return flagOf(entry) + " is the start image " + quotedText(settings.initialImage)
                + " itself, which the run would overwrite: give another name";
        }
    }
    return {};
}

} // namespace

bool isWholeNumber(const SettingEntry& entry)
{
    return std::holds_alternative<int RunSettings::*>(entry.field)
        || std::holds_alternative<std::int64_t RunSettings::*>(entry.field);
}

std::string rangeText(const SettingEntry& entry)
{
    const std::string maximum = boundText(entry, entry.maximum);
    if (!entry.lowestName.empty()) {
        return "between " + boundText(entry, entry.minimum + 1.0) + " and " + maximum + ", or "
            + std::string(entry.lowestName);
    }
    return "between " + boundText(entry, entry.minimum) + " and " + maximum;
}

std::string settingProblem(const RunSettings& settings, const SettingEntry& entry)
{
    return std::visit([&](auto field) { return valueProblem(entry, settings.*field); }, entry.field);
}

std::vector<SettingsProblem> validate(const RunSettings& settings)
{
    std::vector<SettingsProblem> problems;
    for (const SettingEntry& entry : settingsSchema()) {
        std::string message = settingProblem(settings, entry);
        if (message.empty())
            message = crossFieldProblem(settings, entry);
        if (!message.empty())
            problems.push_back({std::string(entry.key), std::move(message)});
    }
    return problems;
}

} // namespace cnnvis
