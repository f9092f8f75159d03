// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cnnvis {

struct RmsProp {
    double learningRate = 1.0; ///< grey levels
    double decay = 0.95; ///< in [0, 1)
};

/// One RMSProp step: cache = decay · cache + (1 - decay) · g², step = -learningRate · g / √(cache + 1e-8).
///
/// Source: cnn_vis.py. Deviation: the cache is kept in single precision, at most its largest number, which takes half
/// the memory; a step is taken with what it is before it is rounded.
/// @param gradient  of `count` values; becomes the step.
/// @param cache     mean of the squared gradients so far, at first 0; updated.
/// @param rates     by which each value's step is multiplied; nullptr: 1.
void takeRmsStep(const RmsProp& optimiser, double* gradient, float* cache, const double* rates, std::size_t count);

} // namespace cnnvis
