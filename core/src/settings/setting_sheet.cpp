// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/setting_sheet.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "settings/setting_problem.h"
#include "util/value_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <optional>

namespace cnnvis {
namespace {

constexpr std::size_t kLongestSheet = 64 * 1024;

[[noreturn]] void refuse(const std::string& message)
{
    throw SettingsError("sheet", "--sheet: " + message);
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> parts(std::string_view text, char separator)
{
    std::vector<std::string_view> found;
    while (true) {
        const std::size_t end = text.find(separator);
        found.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos)
            return found;
        text.remove_prefix(end + 1);
    }
}

bool isNumber(const SettingEntry& entry)
{
    return isWholeNumber(entry) || std::holds_alternative<double RunSettings::*>(entry.field);
}

/// Few digits, as people would write it.
std::string shortText(double value, bool isWhole)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return isWhole ? std::to_string(std::llround(value)) : numberText(parseReal(text).value_or(value));
}

/// "FROM..TO", with "/COUNT" or "*COUNT" behind it.
struct Range {
    double from = 0.0;
    double to = 0.0;
    bool isByRatio = false;
    std::optional<std::int64_t> count; ///< nothing: each whole number
};

std::optional<Range> rangeOf(std::string_view text, const SettingEntry& entry)
{
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos || !isNumber(entry))
        return std::nullopt;
    Range range;
    std::string_view last = text.substr(dots + 2);
    if (const std::size_t mark = last.find_first_of("/*"); mark != std::string_view::npos) {
        range.isByRatio = last[mark] == '*';
        range.count = parseInteger(last.substr(mark + 1));
        if (!range.count || *range.count < 2 || *range.count > static_cast<std::int64_t>(kMostSheetCells))
            refuse(quotedText(text) + " must have a whole number from 2 to 1000 at its end: that many values");
        last = last.substr(0, mark);
    }
    const std::optional<double> from = parseReal(text.substr(0, dots));
    const std::optional<double> to = parseReal(last);
    if (!from || !to)
        refuse(
            quotedText(text) + " is no range: write 1..5, 1..9/5 (at equal distances) or 1..100*3 (at equal ratios)");
    range.from = *from;
    range.to = *to;
    if (range.isByRatio && !(range.from > 0.0 && range.to > 0.0))
        refuse(quotedText(text) + " has equal ratios, which need numbers above 0: use / in place of *");
    if (!range.count && !isWholeNumber(entry))
        refuse(quotedText(text) + " does not say how many values: write " + std::string(text) + "/5");
    return range;
}

std::vector<std::string> valuesOf(const Range& range, const SettingEntry& entry)
{
    const double distance = range.to - range.from;
    if (!range.count && std::abs(distance) >= static_cast<double>(kMostSheetCells))
        refuse("--" + std::string(entry.key) + " has more than 1000 values: write e.g. 1..9000/5 for five of them");
    const auto steps = range.count ? *range.count - 1 : std::llround(std::abs(distance));
    std::vector<std::string> values;
    for (std::int64_t i = 0; i <= steps; ++i) {
        const double part = steps == 0 ? 0.0 : static_cast<double>(i) / static_cast<double>(steps);
        const double value = i == steps && steps > 0 ? range.to
            : range.isByRatio                        ? range.from * std::pow(range.to / range.from, part)
                                                     : range.from + part * distance;
        values.push_back(shortText(value, isWholeNumber(entry)));
    }
    return values;
}

/// Adds a value in its usual spelling, unless it is there.
void addValue(SheetAxis& axis, const SettingEntry& entry, std::string_view text)
{
    RunSettings settings;
    setSettingText(settings, entry, text);
    std::string value = settingText(settings, entry);
    if (std::find(axis.values.begin(), axis.values.end(), value) == axis.values.end())
        axis.values.push_back(std::move(value));
}

SheetAxis axisOf(std::string_view text)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos)
        refuse(quotedText(text) + " has no '=': write SETTING=VALUE,VALUE,…");
    std::string_view name = trimmed(text.substr(0, equals));
    if (name.substr(0, 2) == "--")
        name.remove_prefix(2);
    const SettingEntry& entry = requireSetting(name);
    SheetAxis axis;
    axis.key = std::string(entry.key);
    if (isAboutMachine(entry.key) || !entry.shapesDream)
        refuse("--" + axis.key + " makes no other dream: vary a setting that does");
    std::size_t given = 0; // with those that come twice, as reading takes time
    for (const std::string_view value : parts(text.substr(equals + 1), ',')) {
        if (value.empty())
            refuse("a value of --" + axis.key + " is missing: write " + axis.key + "=VALUE,VALUE,…");
        const std::optional<Range> range = rangeOf(value, entry);
        const std::vector<std::string> values =
            range ? valuesOf(*range, entry) : std::vector<std::string>{std::string(value)};
        given += values.size();
        if (given > kMostSheetCells)
            refuse("--" + axis.key + " has more than 1000 values: give fewer");
        for (const std::string& one : values)
            addValue(axis, entry, one);
    }
    return axis;
}

} // namespace

SettingsChange SettingSheet::changeAt(std::size_t row, std::size_t column) const
{
    SettingsChange change{{columns.key, columns.values.at(column)}};
    if (!rows.values.empty())
        change.push_back({rows.key, rows.values.at(row)});
    return change;
}

SettingSheet sheetFromText(std::string_view text)
{
    if (text.size() > kLongestSheet)
        refuse("the text is longer than 64 KiB: give ranges, e.g. 1..9/5");
    std::vector<std::string_view> axes = parts(text, ';');
    if (axes.size() > 1 && axes.back().empty())
        axes.pop_back();
    if (axes.size() > 2)
        refuse("there are " + std::to_string(axes.size()) + " settings: vary one or two");
    SettingSheet sheet;
    sheet.columns = axisOf(axes.front());
    if (axes.size() == 2)
        sheet.rows = axisOf(axes.back());
    if (sheet.columns.key == sheet.rows.key)
        refuse("--" + sheet.columns.key + " comes twice: give all of its values in one place");
    if (sheet.width() * sheet.height() > kMostSheetCells) {
        refuse("it would have " + std::to_string(sheet.width() * sheet.height()) + " cells, more than 1000: give fewer "
            + "values");
    }
    return sheet;
}

} // namespace cnnvis
