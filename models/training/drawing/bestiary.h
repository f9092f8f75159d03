// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cnnvis {

/// The bestiary: what the small network of ours learns to tell apart, so that its dreams are full of it.
///
/// Every picture is drawn from nothing but its class, side and seed. Thread-safe.

/// The names of the classes; a class index is a place in this list.
const std::vector<std::string>& bestiaryClassNames();

/// A picture of a class: always the same one for the same arguments.
/// @param classIndex  0 .. bestiaryClassNames().size() - 1.
/// @param side  pixels, 64..512; the same seed shows the same scene at each.
/// @return  side × side, 8 bits a channel, BGR (CV_8UC3).
/// @throws std::out_of_range  when the class or the side is outside its range.
cv::Mat drawSample(int classIndex, int side, std::uint64_t seed);

} // namespace cnnvis
