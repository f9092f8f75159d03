// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <cstddef>

namespace cnnvis {

struct RmsProp {
    double learningRate = 1.0; ///< grey levels
    double decay = 0.95; ///< in [0, 1)
};

/// The mean of the squared gradients so far: in single precision, and where there is memory for it what that leaves
/// out, which together are as good as double precision.
struct RmsCache {
    float* values = nullptr;
    float* tails = nullptr; ///< nullptr: left out

    RmsCache from(std::size_t first) const { return {values + first, tails != nullptr ? tails + first : nullptr}; }
};

/// Whether the caches of a picture have tails: up to a megapixel, where a dream is the original's to the last bit. In
/// larger pictures these 12 bytes a pixel are better spent on pixels.
bool hasTails(PictureSize size);

/// One RMSProp step: cache = decay · cache + (1 - decay) · g², step = -learningRate · g / √(cache + 1e-8).
///
/// Source: cnn_vis.py. Deviation: the cache is kept as RmsCache says, at most the largest number of single precision; a
/// step is taken with what it is before it is rounded.
/// @param gradient  of `count` values; becomes the step.
/// @param cache     at first 0; updated.
/// @param rates     by which each value's step is multiplied; nullptr: 1.
void takeRmsStep(const RmsProp& optimiser, double* gradient, RmsCache cache, const double* rates, std::size_t count);

} // namespace cnnvis
