// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPoint>
#include <QPointF>
#include <QSize>
#include <QVector>

namespace cnnvis::ui {

/// A place of the picture whose value is traced over the steps. It keeps its relative place while the picture grows.
struct TracePoint {
    int index = 0; ///< what it is known by, from 0; shown from 1
    QPointF position; ///< 0 to 1 of the picture's width and height
    QColor colour;

    friend bool operator==(const TracePoint& left, const TracePoint& right)
    {
        return left.index == right.index && left.position == right.position && left.colour == right.colour;
    }
};

/// The pixel of a picture of that size that lies at the relative position, as (column, row).
QPoint pixelAt(QPointF position, QSize size);

/// The relative position of a pixel's middle.
QPointF positionOf(QPoint pixel, QSize size);

/// A point at that position with the smallest index that is free, and its colour.
TracePoint nextTracePoint(const QVector<TracePoint>& points, QPointF position);

} // namespace cnnvis::ui
