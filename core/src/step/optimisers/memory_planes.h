// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace cnnvis {

/// What an optimiser remembers of each value, as floats in planes of the picture's or the tile's shape. Belongs to
/// others.
struct MemoryPlanes {
    static constexpr int kMost = 3;
    std::array<float*, kMost> planes{}; ///< nullptr: there is none

    MemoryPlanes from(std::size_t first) const
    {
        MemoryPlanes rest;
        for (std::size_t plane = 0; plane < planes.size(); ++plane)
            rest.planes[plane] = planes[plane] != nullptr ? planes[plane] + first : nullptr;
        return rest;
    }
};

} // namespace cnnvis
