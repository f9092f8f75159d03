// SPDX-License-Identifier: GPL-3.0-or-later
#include "contact_sheet.h"

#include "cnnvis/picture_file.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <filesystem>

namespace cnnvis::training {
namespace {

constexpr int kTitleHeight = 18;
constexpr int kGap = 6;

cv::Mat3b readBgr(const std::string& path)
{
    const Picture picture = readPicture(path);
    // Only read; Mat takes no const pointer.
    auto* const pixels = const_cast<std::uint8_t*>(picture.pixels8());
    cv::Mat3b result;
    cv::cvtColor(cv::Mat(picture.height(), picture.width(), CV_8UC3, pixels), result, cv::COLOR_RGB2BGR);
    return result;
}

/// The picture as large as fits into the frame, in its proportions.
cv::Mat3b fitted(const cv::Mat3b& picture, cv::Size frame)
{
    const double factor = std::min(
        {1.0, static_cast<double>(frame.width) / picture.cols, static_cast<double>(frame.height) / picture.rows});
    cv::Mat3b result;
    const cv::Size size(std::max(1, cvFloor(picture.cols * factor)), std::max(1, cvFloor(picture.rows * factor)));
    cv::resize(picture, result, size, 0.0, 0.0, cv::INTER_AREA);
    return result;
}

} // namespace

cv::Mat drawContactSheet(const std::vector<std::string>& paths, int columns)
{
    const int count = static_cast<int>(paths.size());
    const int rows = (count + columns - 1) / columns;
    const cv::Size frame = paths.empty() ? cv::Size() : readBgr(paths.front()).size();
    const cv::Size block(frame.width + kGap, frame.height + kTitleHeight + kGap);
    cv::Mat3b sheet(rows * block.height + kGap, columns * block.width + kGap, cv::Vec3b(30, 28, 26));
    for (int i = 0; i < count; ++i) {
        const std::string& path = paths[static_cast<std::size_t>(i)];
        const cv::Point corner(kGap + i % columns * block.width, kGap + i / columns * block.height);
        cv::putText(sheet, std::filesystem::path(path).stem().string(), corner + cv::Point(1, kTitleHeight - 6),
            cv::FONT_HERSHEY_SIMPLEX, 0.42, cv::Scalar(220, 225, 230), 1, cv::LINE_AA);
        const cv::Mat3b picture = fitted(readBgr(path), frame);
        picture.copyTo(sheet(cv::Rect(corner + cv::Point(0, kTitleHeight), picture.size())));
    }
    return sheet;
}

} // namespace cnnvis::training
