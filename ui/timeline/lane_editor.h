// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "timeline/timeline_scene.h"

#include <QObject>
#include <QPoint>
#include <QRect>

#include <functional>

class QKeyEvent;
class QMenu;
class QMouseEvent;
class QPainter;
class QWidget;

namespace cnnvis::ui {

/// Where a timeline shows its lanes of settings.
struct LaneGeometry {
    std::function<QRect(int index)> rect; ///< of a lane's course
    std::function<double(double step)> xOf;
    std::function<int(double x)> stepAt; ///< up to the run's last step
    std::function<int()> count; ///< of lanes that are shown
    std::function<int()> playhead; ///< the step that is looked at, or the present one
};

/// Edits the points of a timeline's lanes, by mouse and by keys: what is wanted is told, and comes back with the next
/// scene. A point is dragged; upwards the value rises, however high the lane is. Double click adds one, Delete takes it
/// away; with Shift, it is dragged as the end of a ramp.
///
/// Keys: up and down choose a lane, Ctrl with left and right a point, Alt with the arrows moves it, Insert adds one at
/// the playhead, L and E make the way to it a ramp, evenly or eased, and H a jump.
class LaneEditor : public QObject {
    Q_OBJECT

public:
    /// @param view  whose lanes they are; outlives this.
    LaneEditor(QWidget& view, LaneGeometry geometry);

    /// @param scene  outlives this, or the next one.
    void setScene(const TimelineScene& scene);
    /// Each answers whether the event was for a lane.
    /// @{
    bool press(const QMouseEvent& event);
    bool move(const QMouseEvent& event);
    bool release(const QMouseEvent& event);
    bool doubleClick(const QMouseEvent& event);
    bool key(const QKeyEvent& event);
    /// @}
    /// Whether key() would take it for one that edits.
    bool isKey(const QKeyEvent& event) const;
    /// What can be done there. @param place  nothing: where the keys are.
    void fillMenu(QMenu& menu, const QPoint* place);
    void paint(QPainter& painter, int lane) const;
    /// Says what the point there is; empty where none is.
    QString textAt(QPoint place) const;

Q_SIGNALS:
    /// The lane is to have these points. @param isDrag  more of the same may follow; finished() ends it.
    void edited(const QString& key, const QVector<cnnvis::ui::TimelinePoint>& points, bool isDrag);
    void finished();
    /// A setting that was never turned is to have a lane.
    void laneWanted(const QString& key);

private:
    struct Place {
        int lane = -1;
        int point = -1; ///< -1: none is near
    };
    Place find(QPoint place) const;
    QPointF centreOf(int lane, int point) const;
    bool isPoint(const Place& place) const;
    int laneOf(const QString& key) const;
    void select(const Place& place);
    QVector<TimelinePoint> pointsOf(int lane) const;
    void moveSelected(int step, double value, bool isRamp, bool isDrag);
    void add(int lane, int step);
    void remove();
    void shape(TimelineShape shape);
    bool chooseByKey(const QKeyEvent& event);
    bool moveByKey(const QKeyEvent& event);
    void say(QPoint where) const;

    QWidget& m_view;
    LaneGeometry m_geometry;
    const TimelineScene* m_scene = nullptr;
    Place m_selected;
    QString m_selectedKey; ///< of its lane, which may lie elsewhere in the next scene
    bool m_isDragging = false;
    QPoint m_grabbed;
    double m_grabbedValue = 0.0;
};

} // namespace cnnvis::ui
