// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/picture_canvas.h"

#include <QKeyEvent>

#include <algorithm>

namespace cnnvis::ui {
namespace {

constexpr double kWipeStep = 0.02;
constexpr int kFastNudge = 10;

QPoint directionOf(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, -1};
    case Qt::Key_Down:
        return {0, 1};
    default:
        return {};
    }
}

} // namespace

bool PictureCanvas::isOwnKey(const QKeyEvent& event) const
{
    if (event.modifiers() != Qt::NoModifier || m_scene.picture.isEmpty())
        return false;
    return event.key() == Qt::Key_B || event.key() == Qt::Key_Space
        || (m_tool == CanvasTool::Trace && event.key() == Qt::Key_Delete);
}

void PictureCanvas::keyPressEvent(QKeyEvent* event)
{
    if (m_scene.picture.isEmpty() || (!pressCommandKey(event) && !pressArrow(event)))
        QWidget::keyPressEvent(event);
}

bool PictureCanvas::pressCommandKey(QKeyEvent* event)
{
    const bool isTracing = m_tool == CanvasTool::Trace;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomIn();
        return true;
    case Qt::Key_Minus:
        zoomOut();
        return true;
    case Qt::Key_0:
        fit();
        return true;
    case Qt::Key_1:
        actualSize();
        return true;
    case Qt::Key_B:
        setFlipped(true);
        return true;
    case Qt::Key_Space:
        m_isSpaceHeld = true;
        updateCursor();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        pressReturn();
        return m_tool != CanvasTool::Pan;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        chooseNextPoint(event->key() == Qt::Key_PageUp ? -1 : 1);
        return isTracing;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (isTracing)
            removePoint(m_scene.currentPoint);
        return isTracing;
    default:
        return false;
    }
}

bool PictureCanvas::pressArrow(const QKeyEvent* event)
{
    const QPoint direction = directionOf(event->key());
    if (direction.isNull())
        return false;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (!m_scene.showsWipe() || direction.x() == 0)
            return false;
        setWipe(m_scene.wipe + direction.x() * kWipeStep);
        return true;
    }
    nudge(direction * (event->modifiers().testFlag(Qt::ShiftModifier) ? kFastNudge : 1));
    return true;
}

void PictureCanvas::pressReturn()
{
    const QSize size = m_scene.picture.size();
    const QPoint middle = pixelAt(m_scene.view.centre(), size);
    if (m_tool == CanvasTool::Probe)
        probeAt(m_scene.probe ? pixelAt(*m_scene.probe, size) : middle);
    else if (m_tool == CanvasTool::Trace)
        placePoint(middle);
}

void PictureCanvas::nudge(QPoint direction)
{
    const QSize size = m_scene.picture.size();
    const auto moved = [&](QPointF position) {
        const QPoint pixel = pixelAt(position, size) + direction;
        return QPoint(std::clamp(pixel.x(), 0, size.width() - 1), std::clamp(pixel.y(), 0, size.height() - 1));
    };
    if (m_tool == CanvasTool::Pan) {
        m_scene.view.panBy(QPointF(-direction) * em() * 2.0);
        updateView();
    } else if (m_tool == CanvasTool::Probe) {
        probeAt(moved(m_scene.probe.value_or(m_scene.view.centre())));
    } else if (TracePoint* point = m_drag == Drag::None ? pointOf(m_scene.currentPoint) : nullptr) {
        point->position = positionOf(moved(point->position), size);
        update();
        Q_EMIT tracePointMoved(*point);
    }
}

void PictureCanvas::keyReleaseEvent(QKeyEvent* event)
{
    if (event->isAutoRepeat())
        return;
    if (event->key() == Qt::Key_B)
        setFlipped(false);
    else if (event->key() == Qt::Key_Space)
        m_isSpaceHeld = false;
    else
        return QWidget::keyReleaseEvent(event);
    updateCursor();
}

} // namespace cnnvis::ui
