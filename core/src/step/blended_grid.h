// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "step/tiles.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cnnvis {

/// Tiles that cover a picture, laid anew for each step, and how much each of them counts where they overlap.
///
/// The room that a row of tiles has to spare is shared out at random among its overlaps, so that borders lie elsewhere
/// in each step; in an overlap the weight goes over from one tile to the next. At each pixel, weights add up to 1.
class BlendedGrid {
public:
    BlendedGrid() = default;
    /// @param size  at least a tile's.
    /// @param step  of which the grid is; the same numbers give the same grid.
    BlendedGrid(PictureSize size, PictureSize tileSize, std::uint64_t seed, std::uint64_t step);

    /// Columns outer, rows inner.
    const std::vector<TileOrigin>& tiles() const { return m_tiles; }

    /// Adds rows of a tile's values, weighted, to a picture's. @param tile  three values a pixel. @param picture
    /// likewise.
    void addRows(std::size_t tile, int firstRow, int endRow, const float* values, float* picture) const;

    /// How many tiles lie along an axis: the fewest whose overlaps leave room to go over.
    static int tilesAlong(int length, int tileLength);

private:
    /// The tiles along an axis.
    struct Axis {
        std::vector<int> starts;
        std::vector<std::vector<float>> weights; ///< of each tile, along its length
    };
    static Axis layAxis(int length, int tileLength, std::uint64_t seed, std::uint64_t stream);

    PictureSize m_size, m_tileSize;
    Axis m_rows, m_columns;
    std::vector<TileOrigin> m_tiles;
};

} // namespace cnnvis
