// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/trace_presenter.h"

#include "plots/plots_panel.h"
#include "preview/picture_canvas.h"
#include "run/run_controller.h"

#include <vector>

namespace cnnvis::ui {

TracePresenter::TracePresenter(PictureCanvas& canvas, RunController& controller, PlotsPanel& plots, QObject* parent)
    : QObject(parent)
    , m_canvas(canvas)
    , m_controller(controller)
    , m_plots(plots)
{
    const auto takeOver = [this] { setPoints(m_canvas.tracePoints()); };
    connect(&canvas, &PictureCanvas::tracePointPlaced, this, takeOver);
    connect(&canvas, &PictureCanvas::tracePointMoved, this, takeOver);
    connect(&canvas, &PictureCanvas::tracePointRemoved, this, takeOver);
}

void TracePresenter::setPoints(const QVector<TracePoint>& points)
{
    m_points = points;
    if (m_canvas.tracePoints() != m_points)
        m_canvas.setTracePoints(m_points);
    tellRun();
    tellPlots();
}

QVector<TracePoint> TracePresenter::defaultPoints()
{
    constexpr double kFirst = 1.0 / 3.0;
    constexpr double kSecond = 2.0 / 3.0;
    return pointsAt({{kFirst, kFirst}, {kSecond, kFirst}, {kFirst, kSecond}, {kSecond, kSecond}});
}

QVector<TracePoint> TracePresenter::pointsAt(const QVector<QPointF>& positions)
{
    QVector<TracePoint> points;
    for (const QPointF& position : positions)
        points.append(nextTracePoint(points, position));
    return points;
}

void TracePresenter::setSize(int sizeIndex, PictureSize size)
{
    m_sizeIndex = sizeIndex;
    m_size = size;
    tellRun();
}

void TracePresenter::tellRun()
{
    if (m_size == PictureSize())
        return;
    std::vector<TracedPixel> pixels;
    for (const TracePoint& point : m_points) {
        const QPoint pixel = pixelAt(point.position, {m_size.width, m_size.height});
        pixels.push_back({point.index, m_sizeIndex, pixel.y(), pixel.x()});
    }
    m_controller.setTracePoints(std::move(pixels));
}

void TracePresenter::tellPlots()
{
    QVector<PlottedPoint> plotted;
    for (const TracePoint& point : m_points)
        plotted.append({point.index, tr("Point %1").arg(point.index + 1), point.colour});
    m_plots.setTracePoints(plotted);
}

} // namespace cnnvis::ui
