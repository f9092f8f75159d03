// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>

#include <cstdint>

namespace cnnvis {

/// All classes of the bestiary at a glance: for each a row of four samples under its name.
/// @param columns  blocks side by side.
/// @param side  of one sample in pixels, 64..512.
/// @return  8 bits a channel, BGR.
cv::Mat drawClassSheet(int columns, int side, std::uint64_t seed);

} // namespace cnnvis
