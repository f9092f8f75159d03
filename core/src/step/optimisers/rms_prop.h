// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "step/optimisers/memory_planes.h"

#include <cstddef>
#include <cstdint>

namespace cnnvis {

/// RMSProp: memory = decay · memory + (1 - decay) · g², step = -learningRate · g / √(memory + 1e-8).
///
/// Source: cnn_vis.py. Deviation: the memory is kept in single precision, at most its largest number, and where there
/// is room in a second plane what that leaves out, which together are as good as double precision; a step is taken with
/// what it is before it is rounded.
struct RmsProp {
    double learningRate = 1.0; ///< grey levels
    double decay = 0.95; ///< in [0, 1)

    /// Floats that it remembers for each value of a picture of so many pixels: two up to a megapixel, where a dream is
    /// the original's to the last bit. In larger pictures these 12 bytes a pixel are better spent on pixels.
    static int planes(std::int64_t pixels);

    /// @param gradient  of `count` values; becomes the step.
    /// @param memory    at first 0; updated.
    /// @param rates     by which each value's step is multiplied; nullptr: 1.
    void step(double* gradient, MemoryPlanes memory, const double* rates, std::size_t count) const;
};

} // namespace cnnvis
