// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/tile_rects.h"

#include "cnnvis/tile_grid.h"

namespace cnnvis::ui {
namespace {

QVector<QRect> rectsOf(const std::vector<TileRectangle>& tiles)
{
    QVector<QRect> rects;
    for (const TileRectangle& tile : tiles)
        rects.append(QRect(tile.column, tile.row, tile.size.width, tile.size.height));
    return rects;
}

} // namespace

TileRects tileRects(QSize picture, QSize tile)
{
    const TileGrid grid = tileGrid({picture.height(), picture.width()}, {tile.height(), tile.width()});
    return {rectsOf(grid.even), rectsOf(grid.odd)};
}

} // namespace cnnvis::ui
