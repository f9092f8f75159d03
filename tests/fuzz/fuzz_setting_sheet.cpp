// SPDX-License-Identifier: GPL-3.0-or-later
// What --sheet and job lists say of a sheet.
#include "input.h"

#include "cnnvis/error.h"
#include "cnnvis/setting_sheet.h"

#include <optional>

using namespace cnnvis;

namespace {

std::optional<SettingSheet> read(std::string_view text)
{
    try {
        return sheetFromText(text);
    } catch (const SettingsError&) {
        return std::nullopt;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::optional<SettingSheet> sheet = read(fuzz::textOf(data, size));
    if (!sheet)
        return 0;
    fuzz::require(sheet->width() >= 1 && sheet->width() * sheet->height() <= kMostSheetCells, "a sheet has its cells");
    for (std::size_t row = 0; row < sheet->height(); ++row) {
        for (std::size_t column = 0; column < sheet->width(); ++column) {
            RunSettings settings;
            applyChange(settings, sheet->changeAt(row, column)); // whatever was read can be set
        }
    }
    return 0;
}
