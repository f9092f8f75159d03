// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "timeline/film.h"
#include "timeline/timeline_scene.h"

#include <QWidget>

class QMenu;

namespace cnnvis::ui {

class LaneEditor;

/// The course of a run: small pictures of its steps, the sizes, the knobs that were turned, the branches. The playhead
/// is dragged, or moved by keys: arrows go a step, with Shift ten, Home and End to the ends, Escape to the present;
/// Return goes on from there.
class TimelineView : public QWidget {
    Q_OBJECT

public:
    explicit TimelineView(QWidget* parent = nullptr);

    /// @param film  of the chosen lane; outlives the view, or the next scene.
    void setScene(TimelineScene scene, const Film* film);
    const TimelineScene& scene() const { return m_scene; }
    /// @param step  that is looked at; -1: the present.
    void setPlayhead(int step);
    int playhead() const { return m_playhead; }
    /// Where a setting's course is drawn.
    QRect knobRect(int index) const;
    QString stepText(int step) const;
    double xOf(double step) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// The playhead is at that step of the past, and may go on moving.
    void scrubbed(int step);
    /// It came to rest there.
    void stayed(int step);
    void presentWanted();
    /// The run is to go on from where the playhead is.
    void branchWanted();
    void laneChosen(int id);
    void starToggled(int id);
    void renameWanted(int id);
    void deleteWanted(int id);
    void filmWanted(int id);
    /// What is marked there is to be seen.
    void markChosen(int id);
    void compareWanted(int id);
    /// A setting's course is to have these points, see LaneEditor.
    void laneEdited(const QString& key, const QVector<cnnvis::ui::TimelinePoint>& points, bool isDrag);
    void laneEditFinished();
    void laneWanted(const QString& key);
    /// The run is to be dreamt anew from where its lanes were edited.
    void replayWanted();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    int stepAt(double x) const;
    int stepOfRun(double x) const;
    QRect filmRect() const;
    QRect laneRect(int index) const;
    int knobsShown() const;
    int lanesShown() const;
    int firstLane() const;
    int laneAt(QPoint place) const;
    QPointF centreOf(const TimelineMark& mark) const;
    const TimelineMark* markAt(QPointF place) const;
    void fillLaneMenu(QMenu& menu, const TimelineLane& lane);
    void fillMenu(QMenu& menu);
    void moveTo(int step);
    void rest();
    QString textAt(QPoint place) const;

    void paintFilm(QPainter& painter) const;
    void paintSizes(QPainter& painter) const;
    void paintKnob(QPainter& painter, int index) const;
    void paintLane(QPainter& painter, int index) const;
    void paintPlayhead(QPainter& painter) const;

    TimelineScene m_scene;
    LaneEditor* m_lanes;
    const Film* m_film = nullptr;
    int m_firstLane = -1; ///< that is shown of many; -1: so that the chosen one is
    int m_playhead = -1;
    bool m_isDragging = false;
};

} // namespace cnnvis::ui
