// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter_picture.h"

#include <ATen/core/grad_mode.h>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cnnvis::training {
namespace {

/// (3, height, width) weights from -1 to 1 as a picture.
cv::Mat toPicture(const at::Tensor& weight)
{
    constexpr float kMiddle = 127.5F;
    const at::Tensor values = weight.permute({1, 2, 0}).contiguous();
    cv::Mat picture(static_cast<int>(values.size(0)), static_cast<int>(values.size(1)), CV_8UC3);
    const float* const from = values.data_ptr<float>();
    std::transform(from, from + values.numel(), picture.data,
        [](float value) { return cv::saturate_cast<std::uint8_t>(kMiddle + kMiddle * value); });
    return picture;
}

} // namespace

cv::Mat drawFilters(const at::Tensor& weight)
{
    constexpr int kMagnification = 10;
    constexpr int kGap = 8;
    const at::NoGradGuard constant;
    const int count = static_cast<int>(weight.size(0));
    const int columns = static_cast<int>(std::ceil(std::sqrt(2.0 * count)));
    const int rows = (count + columns - 1) / columns;
    const int height = kMagnification * static_cast<int>(weight.size(2));
    const int width = kMagnification * static_cast<int>(weight.size(3));
    cv::Mat sheet(kGap + rows * (height + kGap), kGap + columns * (width + kGap), CV_8UC3, cv::Scalar::all(32));
    for (int i = 0; i < count; ++i) {
        const at::Tensor filter = weight[i];
        const float largest = std::max(filter.abs().max().item<float>(), 1e-12F);
        const cv::Rect place(kGap + i % columns * (width + kGap), kGap + i / columns * (height + kGap), width, height);
        cv::Mat target = sheet(place);
        cv::resize(toPicture(filter.div(largest)), target, place.size(), 0.0, 0.0, cv::INTER_NEAREST);
    }
    return sheet;
}

} // namespace cnnvis::training
