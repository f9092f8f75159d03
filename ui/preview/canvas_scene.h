// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preview/picture_pyramid.h"
#include "preview/tile_rects.h"
#include "preview/trace_point.h"
#include "preview/view_transform.h"

#include <QString>

#include <optional>

namespace cnnvis::ui {

/// All that is seen on the canvas, as plain values: the canvas changes them, the painter shows them.
struct CanvasScene {
    ViewTransform view;
    PicturePyramid picture;
    PicturePyramid before;

    bool isComparing = false;
    bool isFlipped = false; ///< the picture before is shown whole
    double wipe = 0.5; ///< where the wipe line stands, 0 to 1 of the visible picture's width
    bool isWipeHovered = false;
    QString beforeText; ///< what the picture before is, e.g. "start"
    QString afterText; ///< what the picture is, e.g. "step 12/20"

    bool isShowingTiles = false;
    TileRects tiles;
    QVector<QRect> activeTiles;

    QVector<TracePoint> tracePoints;
    int currentPoint = -1; ///< index of the trace point that the keys act on; -1: none
    bool isEditingPoints = false;
    bool isShowingPoints = false; ///< also while they are not edited
    std::optional<QPointF> probe; ///< relative position

    QString statusText;
    QSize nextSize;
    bool isDropTarget = false;

    bool showsPoints() const { return isShowingPoints || isEditingPoints; }
    bool hasBefore() const { return !before.isEmpty() && !picture.isEmpty(); }
    bool showsWipe() const { return isComparing && !isFlipped && hasBefore(); }
    bool showsOnlyBefore() const { return isFlipped && hasBefore(); }
    /// In the view, across.
    double wipeX() const
    {
        const QRectF visible = view.visibleRect();
        return visible.left() + wipe * visible.width();
    }
    /// The middle of a relative position's pixel, in the view.
    QPointF toView(QPointF position) const { return view.pixelCentre(pixelAt(position, view.pictureSize())); }
};

} // namespace cnnvis::ui
