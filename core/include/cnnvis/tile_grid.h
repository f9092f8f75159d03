// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <vector>

namespace cnnvis {

/// A tile's place in a picture, in pixels from the top left.
struct TileRectangle {
    int row = 0;
    int column = 0;
    PictureSize size;
};

/// The tiles of a picture: a step does the even ones first, then the odd ones.
struct TileGrid {
    std::vector<TileRectangle> even, odd; ///< in the order in which they are stepped
};

/// The tiles in which a picture of that size is stepped.
/// @param tileSize  the network's input size.
/// @return  none when the picture cannot be covered, e.g. where it is shorter than a tile.
TileGrid tileGrid(PictureSize size, PictureSize tileSize);

} // namespace cnnvis
