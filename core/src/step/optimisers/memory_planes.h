// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

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

/// An optimiser's memory of all values, plane by plane.
using OptimiserMemory = std::vector<std::vector<float>>;

/// At first it remembers nothing.
inline OptimiserMemory emptyMemory(int planes, std::size_t values)
{
    return OptimiserMemory(static_cast<std::size_t>(planes), std::vector<float>(values));
}

inline MemoryPlanes planesIn(OptimiserMemory& memory)
{
    MemoryPlanes view;
    for (std::size_t plane = 0; plane < memory.size(); ++plane)
        view.planes[plane] = memory[plane].data();
    return view;
}

inline bool isOfShape(const OptimiserMemory& memory, int planes, std::size_t values)
{
    return memory.size() == static_cast<std::size_t>(planes)
        && std::all_of(
            memory.begin(), memory.end(), [values](const std::vector<float>& plane) { return plane.size() == values; });
}

} // namespace cnnvis
