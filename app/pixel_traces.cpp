// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixel_traces.h"

#include "cnnvis/error.h"
#include "cnnvis/output_file.h"
#include "number_text.h"

namespace cnnvis::render {

namespace {

struct Point {
    int row;
    int column;
};
constexpr std::array<Point, 4> kPoints{{{100, 100}, {200, 200}, {100, 200}, {200, 100}}};

/// @param reason  empty when there is nothing to refuse.
void refuse(const std::string& path, const std::string& reason)
{
    if (!reason.empty()) {
        throw Error("Cannot write the pixel traces '" + path + "': " + reason
            + "; free the name or the disk, or take plot_pix out of --iter_behavior");
    }
}

} // namespace

void PixelTraces::record(int size, int step, const PixelReader& pixelAt)
{
    for (const Point point : kPoints) {
        const std::optional<std::array<double, 3>> pixel = pixelAt(point.row, point.column);
        if (!pixel) {
            continue;
        }
        m_csv += std::to_string(size) + "," + std::to_string(step) + "," + std::to_string(point.row) + ","
            + std::to_string(point.column);
        for (const double value : *pixel) {
            m_csv += "," + exactText(value);
        }
        m_csv += "\n";
    }
}

void PixelTraces::write(const std::string& path) const
{
    refuse(path, replaceFile(path, m_csv));
}

void PixelTraces::checkWritable(const std::string& path)
{
    refuse(path, whyNotWritable(path));
}

} // namespace cnnvis::render
