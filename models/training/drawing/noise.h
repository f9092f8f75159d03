// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>

#include <cstdint>

namespace cnnvis::drawing {

/// Fractal noise at a point, about -1..1 with mean 0; the coarsest bumps are about 1 unit wide. Repeats every 8 units.
/// Read from a table that is built once, so that it costs as much as one texture look-up. Thread-safe.
float fractalNoise(float x, float y);
inline float fractalNoise(cv::Point2f point)
{
    return fractalNoise(point.x, point.y);
}

/// Mountain ridges: 0 in the valleys, 1 on sharp crests.
float ridgedNoise(cv::Point2f point);

/// The irregular cell (Voronoi) that a point lies in.
struct Cell {
    float distance; ///< to the centre of the cell
    float edge; ///< how much farther the next centre is: 0 on the edge
    float shade; ///< 0..1, random for each cell
    cv::Point2f centre;
};

/// Cells about 1 unit wide.
/// @param jitter  0: a square lattice; 1: as irregular as it gets.
Cell cellNoise(cv::Point2f point, float jitter = 0.9F, std::uint32_t seed = 0);

/// A random number in 0..1 for a lattice point.
float latticeNoise(int x, int y, std::uint32_t seed = 0);

} // namespace cnnvis::drawing
