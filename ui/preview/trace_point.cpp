// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/trace_point.h"

#include <algorithm>
#include <array>

namespace cnnvis::ui {

QPoint pixelAt(QPointF position, QSize size)
{
    return {std::clamp(static_cast<int>(position.x() * size.width()), 0, std::max(0, size.width() - 1)),
        std::clamp(static_cast<int>(position.y() * size.height()), 0, std::max(0, size.height() - 1))};
}

QPointF positionOf(QPoint pixel, QSize size)
{
    return {(pixel.x() + 0.5) / size.width(), (pixel.y() + 0.5) / size.height()};
}

TracePoint nextTracePoint(const QVector<TracePoint>& points, QPointF position)
{
    // Told apart on dreams of any colour, and in a plot on a dark or light ground.
    static constexpr std::array<QRgb, 8> kColours{
        0xff5aa9f0, 0xfff0b840, 0xffee6a66, 0xff48c08a, 0xffb78af0, 0xff3fc4cf, 0xffe87fb8, 0xffa3b548};
    TracePoint point;
    const auto isTaken = [&](const TracePoint& other) { return other.index == point.index; };
    while (std::any_of(points.begin(), points.end(), isTaken))
        ++point.index;
    point.position = position;
    point.colour = QColor(kColours[static_cast<std::size_t>(point.index) % kColours.size()]);
    return point;
}

} // namespace cnnvis::ui
