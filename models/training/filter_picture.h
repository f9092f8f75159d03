// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <opencv2/core.hpp>

namespace cnnvis::training {

/// Filters that look at a picture, as pictures: side by side, each with its largest weight as black or white.
/// @param weight  (filters, 3, height, width) float32 on the processor, BGR.
/// @return  8 bits a channel, BGR.
cv::Mat drawFilters(const at::Tensor& weight);

} // namespace cnnvis::training
