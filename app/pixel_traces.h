// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

namespace cnnvis::render {

/// How four single pixels change in the course of a run: their values before every step, as a table in CSV.
///
/// They are the original's: (row, column) = (100, 100), (200, 200), (100, 200), (200, 100).
class PixelTraces {
public:
    /// Blue, green and red of the pixel at row and column; nothing outside the picture.
    using PixelReader = std::function<std::optional<std::array<double, 3>>(int row, int column)>;

    /// Adds the pixels that lie in the picture.
    /// @param size  from 1.
    /// @param step  that is about to be taken, from 1.
    void record(int size, int step, const PixelReader& pixelAt);

    /// The table so far, with the columns size, step, row, column, blue, green, red; grey levels less the mean.
    const std::string& csv() const { return m_csv; }

    /// Writes the table, whole or not at all.
    /// @throws Error  when it cannot be written; a file that was there before is then unchanged.
    void write(const std::string& path) const;
    /// Finds out whether write() can write there; leaves nothing behind. @throws Error  when it cannot.
    static void checkWritable(const std::string& path);

private:
    std::string m_csv = "size,step,row,column,blue,green,red\n";
};

} // namespace cnnvis::render
