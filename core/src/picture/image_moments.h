// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "picture/real_image.h"

namespace cnnvis {

/// Over all values of an image.
struct ImageMoments {
    double mean = 0.0;
    double deviation = 0.0;
};

/// Shares the rows out among LibTorch's threads; the same bits whatever their number. @param image  not empty.
ImageMoments momentsOf(const RealImage& image);

} // namespace cnnvis
