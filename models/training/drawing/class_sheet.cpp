// SPDX-License-Identifier: GPL-3.0-or-later
#include "class_sheet.h"

#include "bestiary.h"

#include <opencv2/imgproc.hpp>

#include <stdexcept>

namespace cnnvis {

cv::Mat drawClassSheet(int columns, int side, std::uint64_t seed)
{
    if (columns < 1)
        throw std::out_of_range("drawClassSheet: there must be at least one column");
    constexpr int samples = 4;
    constexpr int titleHeight = 16;
    constexpr int gap = 6;
    const auto& names = bestiaryClassNames();
    const int count = static_cast<int>(names.size());
    const int rows = (count + columns - 1) / columns;
    const cv::Size block(samples * side + gap, side + titleHeight + gap);
    cv::Mat3b sheet(rows * block.height + gap, columns * block.width + gap, cv::Vec3b(30, 28, 26));
    for (int index = 0; index < count; ++index) {
        const cv::Point corner(gap + index % columns * block.width, gap + index / columns * block.height);
        cv::putText(sheet, names[static_cast<std::size_t>(index)], corner + cv::Point(1, titleHeight - 5),
            cv::FONT_HERSHEY_SIMPLEX, 0.42, cv::Scalar(220, 225, 230), 1, cv::LINE_AA);
        for (int sample = 0; sample < samples; ++sample) {
            const cv::Rect frame(corner + cv::Point(sample * side, titleHeight), cv::Size(side, side));
            drawSample(index, side, seed + static_cast<std::uint64_t>(sample)).copyTo(sheet(frame));
        }
    }
    return sheet;
}

} // namespace cnnvis
