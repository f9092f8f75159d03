// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timeline_view.h"

#include "timeline/lane_editor.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLineF>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cnnvis::ui {
namespace {

constexpr int kFilmHeight = kIconHeight / 2;
constexpr int kLabelWidth = 140;
constexpr int kMargin = 8;
constexpr int kGap = 3;
constexpr int kMostLanes = 3;
constexpr double kMarkRadius = 3.5;
constexpr int kMostIconWidth = 28; ///< of a lane's last picture

QString stepText(const TimelineScene& scene, int step)
{
    int size = 0;
    while (size + 1 < scene.sizeStarts.size() && scene.sizeStarts[size + 1] < step)
        ++size;
    const int start = scene.sizeStarts.isEmpty() ? 0 : scene.sizeStarts[size];
    return TimelineView::tr("size %1 · step %2").arg(size + 1).arg(step - start);
}

} // namespace

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

void TimelineView::setScene(TimelineScene scene, const Film* film)
{
    const int height = sizeHint().height();
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
    return std::clamp(index - kMostLanes / 2, 0, static_cast<int>(m_scene.lanes.size()) - lanesShown());
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

void TimelineView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFilm(painter);
    paintSizes(painter);
    for (int i = 0; i < knobsShown(); ++i)
        paintKnob(painter, i);
    for (int i = 0; i < lanesShown(); ++i)
        paintLane(painter, i);
    paintPlayhead(painter);
}

/// As many frames side by side as have room, each of the step that its middle stands for.
void TimelineView::paintFilm(QPainter& painter) const
{
    const QRect film = filmRect();
    painter.fillRect(film, palette().color(QPalette::Base));
    const QImage first = m_film == nullptr ? QImage() : m_film->iconAt(0, m_scene.steps);
    if (!first.isNull()) {
        const double width = static_cast<double>(first.width()) * kFilmHeight / first.height();
        const double end = xOf(m_scene.done);
        const int farthest = std::max(2, static_cast<int>(m_scene.steps * width / film.width()));
        painter.save();
        painter.setClipRect(QRectF(film.left(), film.top(), end - film.left(), film.height()));
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        for (double x = film.left(); x < end; x += width) {
            const QImage icon = m_film->iconAt(stepAt(std::min(end, x + width / 2)), farthest);
            if (!icon.isNull())
                painter.drawImage(QRectF(x, film.top(), width, film.height()), icon);
        }
        painter.restore();
    }
    painter.setPen(palette().color(QPalette::Highlight));
    for (const int step : m_scene.states)
        painter.drawLine(QPointF(xOf(step), film.bottom() - 2), QPointF(xOf(step), film.bottom() + 1));
    painter.setBrush(palette().color(QPalette::Highlight));
    for (const TimelineMark& mark : m_scene.snapshots)
        painter.drawEllipse(centreOf(mark), kMarkRadius, kMarkRadius);
}

void TimelineView::paintSizes(QPainter& painter) const
{
    const QRect film = filmRect();
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const int baseline = film.bottom() + 1 + fontMetrics().ascent();
    for (int i = 0; i < m_scene.sizeStarts.size(); ++i) {
        const double left = xOf(m_scene.sizeStarts[i]);
        const double right = xOf(i + 1 < m_scene.sizeStarts.size() ? m_scene.sizeStarts[i + 1] : m_scene.steps);
        if (i > 0)
            painter.drawLine(QPointF(left, film.top()), QPointF(left, film.bottom() + fontMetrics().height()));
        const QString text = fontMetrics().elidedText(
            tr("size %1").arg(i + 1), Qt::ElideRight, static_cast<int>(right - left) - 2 * kGap);
        painter.drawText(QPointF(left + kGap, baseline), text);
    }
    painter.setPen(palette().color(QPalette::WindowText));
    const QString place = m_playhead < 0 ? tr("now") : stepText(m_scene, m_playhead);
    painter.drawText(QRect(kMargin, film.top(), kLabelWidth - 2 * kMargin, film.height()), Qt::AlignVCenter, place);
}

void TimelineView::paintKnob(QPainter& painter, int index) const
{
    const TimelineKnob& knob = m_scene.knobs[index];
    const QRect rect = knobRect(index);
    painter.setPen(palette().color(QPalette::WindowText));
    const QRect label(kMargin, rect.top(), kLabelWidth - 2 * kMargin, rect.height());
    painter.drawText(label, Qt::AlignVCenter, fontMetrics().elidedText(knob.label, Qt::ElideRight, label.width()));
    m_lanes->paint(painter, index);
}

void TimelineView::paintLane(QPainter& painter, int index) const
{
    const TimelineLane& lane = m_scene.lanes[firstLane() + index];
    const QRect rect = laneRect(index);
    QRect label(kMargin, rect.top(), kLabelWidth - 2 * kMargin, rect.height());
    if (!lane.icon.isNull()) {
        const QSize size = lane.icon.size().scaled(kMostIconWidth, rect.height(), Qt::KeepAspectRatio);
        painter.drawImage(QRect(label.topLeft() + QPoint(0, (rect.height() - size.height()) / 2), size), lane.icon);
    }
    label.setLeft(label.left() + kMostIconWidth + kGap);
    painter.setPen(palette().color(lane.isChosen ? QPalette::Highlight : QPalette::WindowText));
    const QString name = (lane.isStarred ? QStringLiteral("★ ") : QString()) + lane.name;
    painter.drawText(label, Qt::AlignVCenter, fontMetrics().elidedText(name, Qt::ElideRight, label.width()));
    QColor colour = palette().color(lane.isChosen ? QPalette::Highlight : QPalette::Mid);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const double left = xOf(lane.from);
    painter.drawRoundedRect(QRectF(left, rect.center().y() - 2.0, std::max(3.0, xOf(lane.to) - left), 5.0), 2.0, 2.0);
}

void TimelineView::paintPlayhead(QPainter& painter) const
{
    const QRect film = filmRect();
    const double x = xOf(m_playhead < 0 ? m_scene.done : m_playhead);
    painter.setPen(QPen(palette().color(QPalette::WindowText), m_playhead < 0 ? 1.0 : 2.0));
    painter.drawLine(QPointF(x, film.top() - kGap), QPointF(x, film.bottom() + kGap));
    if (m_playhead < 0 && !hasFocus())
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(hasFocus() ? QPalette::Highlight : QPalette::WindowText));
    painter.drawPolygon(QPolygonF({{x - 5, film.top() - 4.0}, {x + 5, film.top() - 4.0}, {x, film.top() + 3.0}}));
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
    if (const int lane = laneAt(place); lane >= 0)
        return tr("%1: steps %2 to %3. Click to see it.")
            .arg(m_scene.lanes[lane].name)
            .arg(m_scene.lanes[lane].from)
            .arg(m_scene.lanes[lane].to);
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
    return stepText(m_scene, step);
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
