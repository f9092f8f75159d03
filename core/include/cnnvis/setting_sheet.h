// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cnnvis {

/// A setting, and the values that it takes along a side of a sheet.
struct SheetAxis {
    std::string key; ///< in its usual spelling
    std::vector<std::string> values; ///< as settingText() writes them
};

/// The same dream with one or two settings varied. A plain value.
struct SettingSheet {
    SheetAxis columns; ///< from left to right
    SheetAxis rows; ///< from the top; without key and values where one setting alone is varied

    std::size_t height() const { return rows.values.empty() ? 1 : rows.values.size(); }
    std::size_t width() const { return columns.values.size(); }
    /// What is set in that cell. @param row, column  from 0.
    SettingsChange changeAt(std::size_t row, std::size_t column) const;
};

inline constexpr std::size_t kMostSheetCells = 1000;

/// Reads "learning_rate=1,3,9; target_layer=conv1,conv2": one or two settings, the first from left to right. Values are
/// given one by one, or as ranges:
///
/// - `1..5`     whole numbers, each of them
/// - `1..9/5`   five numbers at equal distances
/// - `1..100*3` three numbers at equal ratios: 1, 10, 100
///
/// Values that come twice are taken once.
/// @throws SettingsError  when a setting is unknown (with the nearest), is none of the dream, a value does not fit, or
///                        there are more than kMostSheetCells cells, or as many values of one setting, counting those
///                        that come twice.
SettingSheet sheetFromText(std::string_view text);

} // namespace cnnvis
