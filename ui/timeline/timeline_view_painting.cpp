// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timeline_view.h"

#include "timeline/lane_editor.h"
#include "timeline/timeline_measures.h"

#include <QPainter>

#include <algorithm>

namespace cnnvis::ui {

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
    const QString place = m_playhead < 0 ? tr("now") : stepText(m_playhead);
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
    // Where there are more, the rows at the ends say how many.
    const int above = index == 0 ? firstLane() : 0;
    const int below =
        index + 1 == lanesShown() ? static_cast<int>(m_scene.lanes.size()) - firstLane() - lanesShown() : 0;
    if (above + below > 0) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(QRect(rect.left() + kGap, rect.top(), rect.width(), rect.height()), Qt::AlignVCenter,
            (above > 0 ? QStringLiteral("▲ %1") : QStringLiteral("▼ %1")).arg(above + below));
    }
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

} // namespace cnnvis::ui
