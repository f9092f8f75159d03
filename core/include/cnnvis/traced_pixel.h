// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace cnnvis {

/// A pixel whose course is recorded, in the picture of one size.
struct TracedPixel {
    int id = 0; ///< as the caller likes, to know the point's samples by
    int sizeIndex = 0; ///< from 0; the pixel is sampled in this size alone
    int row = 0;
    int column = 0;
};

/// A traced pixel before a step.
struct PixelSample {
    TracedPixel pixel;
    int step = 0; ///< that was about to be taken, from 1
    std::array<double, 3> value{}; ///< blue, green, red in grey levels less the mean
};

} // namespace cnnvis
