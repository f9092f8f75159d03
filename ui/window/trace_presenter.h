// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_plan.h"
#include "preview/trace_point.h"

#include <QObject>

namespace cnnvis::ui {

class PictureCanvas;
class PlotsPanel;
class RunController;

/// Keeps the trace points on the picture, in the run and in the plots the same. Lives on the ui thread.
class TracePresenter : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given.
    TracePresenter(PictureCanvas& canvas, RunController& controller, PlotsPanel& plots, QObject* parent);

    const QVector<TracePoint>& points() const { return m_points; }
    void setPoints(const QVector<TracePoint>& points);
    /// The four points that a newcomer finds, at the thirds of the picture.
    static QVector<TracePoint> defaultPoints();
    /// The same at other places, for the session.
    static QVector<TracePoint> pointsAt(const QVector<QPointF>& positions);

    /// The run is at that size now: the points lie on other pixels.
    void setSize(int sizeIndex, PictureSize size);

private:
    void tellRun();
    void tellPlots();

    PictureCanvas& m_canvas;
    RunController& m_controller;
    PlotsPanel& m_plots;
    QVector<TracePoint> m_points;
    int m_sizeIndex = 0;
    PictureSize m_size;
};

} // namespace cnnvis::ui
