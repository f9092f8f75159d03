// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/tile_grid.h"

#include "step/tiles.h"

namespace cnnvis {
namespace {

std::vector<TileRectangle> rectangles(const std::vector<TileOrigin>& origins, PictureSize tileSize)
{
    std::vector<TileRectangle> tiles;
    tiles.reserve(origins.size());
    for (const TileOrigin origin : origins)
        tiles.push_back({origin.row, origin.column, tileSize});
    return tiles;
}

} // namespace

TileGrid tileGrid(PictureSize size, PictureSize tileSize)
{
    if (tileSize.height <= 0 || tileSize.width <= 0)
        return {};
    const std::optional<TileCover> cover = coverWithTiles(size, tileSize);
    if (!cover)
        return {};
    return {rectangles(cover->halves[0], tileSize), rectangles(cover->halves[1], tileSize)};
}

} // namespace cnnvis
