// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>

#include <string>
#include <vector>

namespace cnnvis::training {

/// Picture files side by side, each under its name without folder and ending, as large as the first at most.
/// @param columns  pictures in a row, at least 1.
/// @return  8 bits a channel, BGR.
/// @throws cnnvis::PictureError  when one cannot be read.
cv::Mat drawContactSheet(const std::vector<std::string>& paths, int columns);

} // namespace cnnvis::training
