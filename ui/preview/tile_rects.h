// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSize>
#include <QVector>

namespace cnnvis::ui {

/// The tiles in which the engine steps a picture, in the picture's pixels.
struct TileRects {
    QVector<QRect> even; ///< stepped first
    QVector<QRect> odd;
};

/// @return  none when a side of the picture is shorter than a tile.
TileRects tileRects(QSize picture, QSize tile);

} // namespace cnnvis::ui
