// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>

#include <cstdint>

namespace cnnvis {

/// A landscape in the late afternoon, as if painted: what newcomers see dreaming first.
///
/// Sky, clouds, mountains, a lake that mirrors them, meadows, rocks and trees, with detail at every scale for a network
/// to find things in. Always the same for the same arguments.
/// @param height, width  pixels, 64..4096.
/// @return  8 bits a channel, BGR (CV_8UC3).
/// @throws std::out_of_range  when a side is outside its range.
cv::Mat drawSampleLandscape(int height, int width, std::uint64_t seed);

/// @{ With these it is the sample picture of the program, resources/pictures/landscape.png.
constexpr int kSampleHeight = 800;
constexpr int kSampleWidth = 1280;
constexpr std::uint64_t kSampleSeed = 3;
/// @}

} // namespace cnnvis
