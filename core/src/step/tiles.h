// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <array>
#include <optional>
#include <vector>

namespace cnnvis {

/// Where a tile's top left pixel lies.
struct TileOrigin {
    int row = 0;
    int column = 0;
    friend bool operator==(TileOrigin a, TileOrigin b) { return a.row == b.row && a.column == b.column; }
};

/// The starts of the fewest evenly spaced tiles that cover an axis, each rounded half away from zero, distinct, and
/// with no tile reaching its second neighbour. Source: cnn_vis.py, as Python 2 rounds.
/// @return  nothing when there are none, e.g. where the axis is shorter than a tile.
std::optional<std::vector<int>> tileStarts(int length, int tileLength);

/// The tiles of a picture. A step does the even ones first, then the odd ones.
struct TileCover {
    PictureSize tileSize;
    /// Even tiles (the indices of column and row have the same parity), and odd ones; columns outer, rows inner.
    std::array<std::vector<TileOrigin>, 2> halves;
    /// For each tile of a half, how many of the half must have been looked at before it may be changed: up to the last
    /// one that shares a pixel with it, or with a tile before it. Never falls from tile to tile.
    std::array<std::vector<int>, 2> seenBefore;
    std::vector<int> rowStarts, columnStarts;

    int tileCount() const { return static_cast<int>(halves[0].size() + halves[1].size()); }
};

/// @return  nothing when the picture cannot be covered.
std::optional<TileCover> coverWithTiles(PictureSize size, PictureSize tileSize);

/// For each position of an axis, in how many tiles it lies. A pixel lies in the product of its row's and its column's.
std::vector<int> tilesOver(int length, const std::vector<int>& starts, int tileLength);

} // namespace cnnvis
