// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timeline_view.h"

#include "timeline/timeline_measures.h"

#include "timeline/lane_editor.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLineF>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cnnvis::ui {
TimelineView::TimelineView(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Timeline"));
    m_lanes = new LaneEditor(*this,
        {[this](int index) { return knobRect(index); }, [this](double step) { return xOf(step); },
            [this](double x) { return stepOfRun(x); }, [this] { return knobsShown(); },
            [this] { return m_playhead < 0 ? m_scene.done : m_playhead; }});
    connect(m_lanes, &LaneEditor::edited, this, &TimelineView::laneEdited);
    connect(m_lanes, &LaneEditor::finished, this, &TimelineView::laneEditFinished);
    connect(m_lanes, &LaneEditor::laneWanted, this, &TimelineView::laneWanted);
    hide();
}

QString TimelineView::stepText(int step) const
{
    int size = 0;
    while (size + 1 < m_scene.sizeStarts.size() && m_scene.sizeStarts[size + 1] < step)
        ++size;
    const int start = m_scene.sizeStarts.isEmpty() ? 0 : m_scene.sizeStarts[size];
    return tr("size %1 · step %2").arg(size + 1).arg(step - start);
}

void TimelineView::setScene(TimelineScene scene, const Film* film)
{
    const int height = sizeHint().height();
    const auto chosenOf = [](const TimelineScene& of) {
        const auto chosen =
            std::find_if(of.lanes.begin(), of.lanes.end(), [](const TimelineLane& lane) { return lane.isChosen; });
        return chosen == of.lanes.end() ? 0 : chosen->id;
    };
    if (chosenOf(scene) != chosenOf(m_scene))
        m_firstLane = -1;
    m_scene = std::move(scene);
    m_film = film;
    m_lanes->setScene(m_scene);
    setVisible(m_scene.steps > 0);
    if (sizeHint().height() != height)
        updateGeometry();
    update();
}

void TimelineView::setPlayhead(int step)
{
    m_playhead = step;
    update();
}

QSize TimelineView::sizeHint() const
{
    const int line = fontMetrics().height() + kGap;
    return {2 * kLabelWidth, kMargin + kFilmHeight + line + (knobsShown() + lanesShown()) * line + kMargin / 2};
}

int TimelineView::knobsShown() const
{
    return std::min(static_cast<int>(m_scene.knobs.size()), kMostKnobs);
}

/// A run without branches needs no row of its own.
int TimelineView::lanesShown() const
{
    return m_scene.lanes.size() < 2 ? 0 : std::min(static_cast<int>(m_scene.lanes.size()), kMostLanes);
}

/// Of many, those around the one that is seen.
int TimelineView::firstLane() const
{
    const auto chosen = std::find_if(
        m_scene.lanes.begin(), m_scene.lanes.end(), [](const TimelineLane& lane) { return lane.isChosen; });
    const int index = static_cast<int>(chosen - m_scene.lanes.begin());
    const int first = m_firstLane >= 0 ? m_firstLane : index - kMostLanes / 2;
    return std::clamp(first, 0, static_cast<int>(m_scene.lanes.size()) - lanesShown());
}

QRect TimelineView::filmRect() const
{
    return {kLabelWidth, kMargin / 2, std::max(1, width() - kLabelWidth - kMargin), kFilmHeight};
}

QRect TimelineView::knobRect(int index) const
{
    const int line = fontMetrics().height() + kGap;
    const QRect film = filmRect();
    return {film.left(), film.bottom() + 1 + line * (index + 1), film.width(), line - kGap};
}

QRect TimelineView::laneRect(int index) const
{
    return knobRect(knobsShown() + index);
}

double TimelineView::xOf(double step) const
{
    const QRect film = filmRect();
    return film.left() + film.width() * step / std::max(1, m_scene.steps);
}

int TimelineView::stepAt(double x) const
{
    return std::min(stepOfRun(x), m_scene.done);
}

/// Those that are still to come, too.
int TimelineView::stepOfRun(double x) const
{
    const QRect film = filmRect();
    const double step = (x - film.left()) / film.width() * m_scene.steps;
    return std::clamp(static_cast<int>(std::lround(step)), 0, m_scene.steps);
}

int TimelineView::laneAt(QPoint place) const
{
    for (int i = 0; i < lanesShown(); ++i) {
        const QRect rect = laneRect(i);
        if (place.y() >= rect.top() && place.y() <= rect.bottom())
            return firstLane() + i;
    }
    return -1;
}

QPointF TimelineView::centreOf(const TimelineMark& mark) const
{
    return {xOf(mark.step), filmRect().top() + 5.0};
}

/// The last one that a pointer there means; nullptr: none.
const TimelineMark* TimelineView::markAt(QPointF place) const
{
    const auto found = std::find_if(m_scene.snapshots.rbegin(), m_scene.snapshots.rend(),
        [&](const TimelineMark& mark) { return QLineF(centreOf(mark), place).length() < 2.0 * kMarkRadius; });
    return found == m_scene.snapshots.rend() ? nullptr : &*found;
}

void TimelineView::moveTo(int step)
{
    const int within = std::clamp(step, 0, m_scene.done);
    if (within == std::exchange(m_playhead, within))
        return;
    update();
    Q_EMIT scrubbed(within);
}

void TimelineView::rest()
{
    if (m_playhead >= 0)
        Q_EMIT stayed(m_playhead);
}

void TimelineView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_lanes->press(*event))
        return;
    const QPoint place = event->position().toPoint();
    if (const int lane = laneAt(place); lane >= 0) {
        Q_EMIT laneChosen(m_scene.lanes[lane].id);
        return;
    }
    if (const TimelineMark* const mark = markAt(event->position())) {
        Q_EMIT markChosen(mark->id);
        return;
    }
    if (place.x() < filmRect().left() && place.y() <= filmRect().bottom()) {
        Q_EMIT presentWanted();
        return;
    }
    m_isDragging = true;
    moveTo(stepAt(event->position().x()));
}

void TimelineView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_lanes->move(*event) && m_isDragging)
        moveTo(stepAt(event->position().x()));
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_lanes->release(*event) && event->button() == Qt::LeftButton && std::exchange(m_isDragging, false))
        rest();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!m_lanes->doubleClick(*event))
        QWidget::mouseDoubleClickEvent(event);
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    if (m_lanes->key(*event))
        return;
    const int stride = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    const int from = m_playhead < 0 ? m_scene.done : m_playhead;
    switch (event->key()) {
    case Qt::Key_Left:
        moveTo(from - stride);
        break;
    case Qt::Key_Right:
        moveTo(from + stride);
        break;
    case Qt::Key_Home:
        moveTo(0);
        break;
    case Qt::Key_End:
    case Qt::Key_Escape:
        Q_EMIT presentWanted();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT branchWanted();
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    rest();
}

/// Over the lanes of branches, of which there may be more than are shown.
void TimelineView::wheelEvent(QWheelEvent* event)
{
    const bool isOverLanes = laneAt(event->position().toPoint()) >= 0;
    if (!isOverLanes || static_cast<int>(m_scene.lanes.size()) <= lanesShown()) {
        event->ignore();
        return;
    }
    const int last = static_cast<int>(m_scene.lanes.size()) - lanesShown();
    m_firstLane = std::clamp(firstLane() + (event->angleDelta().y() > 0 ? -1 : 1), 0, last);
    update();
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    menu.setToolTipsVisible(true);
    if (const int index = laneAt(event->pos()); index >= 0)
        fillLaneMenu(menu, m_scene.lanes[index]);
    else
        fillMenu(menu);
    if (laneAt(event->pos()) < 0) {
        const QPoint place = event->pos();
        m_lanes->fillMenu(menu, event->reason() == QContextMenuEvent::Keyboard ? nullptr : &place);
    }
    menu.exec(event->globalPos());
}

void TimelineView::fillLaneMenu(QMenu& menu, const TimelineLane& lane)
{
    menu.addAction(
        lane.isStarred ? tr("Take the star away") : tr("Star"), this, [this, id = lane.id] { Q_EMIT starToggled(id); });
    menu.addAction(tr("Rename…"), this, [this, id = lane.id] { Q_EMIT renameWanted(id); });
    QAction* const compare =
        menu.addAction(tr("Compare with what is seen"), this, [this, id = lane.id] { Q_EMIT compareWanted(id); });
    compare->setToolTip(tr("Shows the end of this branch beside the branch that is seen, with a line to drag"));
    compare->setEnabled(!lane.isChosen);
    menu.addAction(tr("Make a film…"), this, [this, id = lane.id] { Q_EMIT filmWanted(id); });
    menu.addSeparator();
    QAction* const remove =
        menu.addAction(tr("Delete the branch"), this, [this, id = lane.id] { Q_EMIT deleteWanted(id); });
    remove->setEnabled(!lane.isLast);
}

void TimelineView::fillMenu(QMenu& menu)
{
    menu.addAction(
        m_playhead < 0 ? tr("Go on from the end") : tr("Go on from the playhead"), this, &TimelineView::branchWanted);
    menu.addAction(tr("Back to now"), this, &TimelineView::presentWanted);
    if (m_scene.isEdited)
        menu.addAction(tr("Replay from where it was edited"), this, &TimelineView::replayWanted);
    const auto chosen = std::find_if(
        m_scene.lanes.begin(), m_scene.lanes.end(), [](const TimelineLane& lane) { return lane.isChosen; });
    if (chosen != m_scene.lanes.end())
        menu.addAction(tr("Make a film…"), this, [this, id = chosen->id] { Q_EMIT filmWanted(id); });
}

QString TimelineView::textAt(QPoint place) const
{
    if (const QString text = m_lanes->textAt(place); !text.isEmpty())
        return text;
    if (const int lane = laneAt(place); lane >= 0) {
        const QString text = tr("%1: steps %2 to %3. Click to see it.")
                                 .arg(m_scene.lanes[lane].name)
                                 .arg(m_scene.lanes[lane].from)
                                 .arg(m_scene.lanes[lane].to);
        return m_scene.lanes.size() > lanesShown() ? text + tr(" The wheel leads to the others.") : text;
    }
    if (const TimelineMark* const mark = markAt(place))
        return tr("%1: click to see it.").arg(mark->text);
    const int step = stepAt(place.x());
    for (int i = 0; i < knobsShown(); ++i) {
        const TimelineKnob& knob = m_scene.knobs[i];
        if (!knobRect(i).adjusted(-kLabelWidth, 0, 0, 0).contains(place))
            continue;
        int at = 0;
        while (at + 1 < knob.points.size() && knob.points[at + 1].step <= step)
            ++at;
        return tr("%1: %2 from step %3 on").arg(knob.label, knob.points[at].text).arg(knob.points[at].step);
    }
    return stepText(step);
}

bool TimelineView::event(QEvent* event)
{
    // These keys are the lanes' here, whatever they are elsewhere.
    if (event->type() == QEvent::ShortcutOverride && m_lanes->isKey(*static_cast<QKeyEvent*>(event)))
        event->accept();
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), textAt(help->pos()), this);
    return true;
}

} // namespace cnnvis::ui
