// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "picture/real_image.h"

namespace cnnvis {

/// How grey levels become values of a picture.
enum class ToneMapping {
    Classic, ///< 1.2 · value + mean, cut off at black and white
    Rescaled, ///< the smallest value becomes black, the largest white
};

/// Knows the mean and the original's factor of 1.2.
/// @{
/// RGB with 8 bits to BGR less the mean.
RealImage toRealImage(const Picture& picture, double mean);
/// BGR less the mean to RGB, truncated towards zero as in the original.
/// @param bitsPerChannel  8 or 16.
Picture toPicture(const RealImage& image, double mean, ToneMapping mapping, int bitsPerChannel);
/// @}

} // namespace cnnvis
