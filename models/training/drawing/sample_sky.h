// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>

#include <cstdint>

namespace cnnvis {

/// Clouds in the evening: large soft shapes in clear colours, which leave a dream the most room.
///
/// Always the same for the same arguments.
/// @param height, width  pixels, 64..4096.
/// @return  8 bits a channel, BGR (CV_8UC3).
/// @throws std::out_of_range  when a side is outside its range.
cv::Mat drawSampleSky(int height, int width, std::uint64_t seed);

/// @{ With these it is the program's other sample picture, resources/pictures/sky.png.
constexpr int kSkyHeight = 640;
constexpr int kSkyWidth = 1024;
constexpr std::uint64_t kSkySeed = 6;
/// @}

} // namespace cnnvis
