// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/picture_canvas.h"

#include <QDragEnterEvent>
#include <QFocusEvent>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cnnvis::ui {
namespace {

constexpr double kUnitsOfANotch = 120.0;
constexpr double kZoomOfANotch = 1.25;

QStringList localPaths(const QMimeData& data)
{
    QStringList paths;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

double distance(QPointF left, QPointF right)
{
    return std::hypot(left.x() - right.x(), left.y() - right.y());
}

} // namespace

void PictureCanvas::mousePressEvent(QMouseEvent* event)
{
    m_pointer = event->position();
    if (m_scene.picture.isEmpty() || m_drag != Drag::None)
        return;
    m_dragButton = event->button();
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_isSpaceHeld))
        m_drag = Drag::Pan;
    else if (event->button() == Qt::LeftButton)
        pressLeft(event->position());
    else if (event->button() == Qt::RightButton && m_tool == CanvasTool::Trace)
        removePoint(pointAt(event->position()));
    updateCursor();
}

void PictureCanvas::pressLeft(QPointF position)
{
    const std::optional<QPoint> pixel = m_scene.view.pixelAt(position);
    if (isOnWipe(position)) {
        m_drag = Drag::Wipe;
    } else if (m_tool == CanvasTool::Pan) {
        m_drag = Drag::Pan;
    } else if (m_tool == CanvasTool::Probe && pixel) {
        probeAt(*pixel);
    } else if (m_tool == CanvasTool::Trace) {
        const int hit = pointAt(position);
        if (hit >= 0)
            m_scene.currentPoint = hit;
        else if (pixel)
            placePoint(*pixel);
        else
            return;
        m_pointBeforeDrag = pointOf(m_scene.currentPoint)->position;
        m_drag = Drag::Point;
        update();
    }
}

void PictureCanvas::mouseMoveEvent(QMouseEvent* event)
{
    dragTo(event->position());
    m_pointer = event->position();
    const bool isWipeHovered = m_drag == Drag::Wipe || (m_drag == Drag::None && isOnWipe(m_pointer));
    if (isWipeHovered != m_scene.isWipeHovered) {
        m_scene.isWipeHovered = isWipeHovered;
        update();
    }
    updateCursor();
}

void PictureCanvas::dragTo(QPointF position)
{
    if (m_drag == Drag::Pan) {
        m_scene.view.panBy(position - m_pointer);
        updateView();
    } else if (m_drag == Drag::Wipe) {
        wipeTo(position.x());
    } else if (TracePoint* point = m_drag == Drag::Point ? pointOf(m_scene.currentPoint) : nullptr) {
        const QSize size = m_scene.picture.size();
        const QPointF inside = m_scene.view.toPicture(position);
        const QPoint pixel(std::clamp(static_cast<int>(std::floor(inside.x())), 0, size.width() - 1),
            std::clamp(static_cast<int>(std::floor(inside.y())), 0, size.height() - 1));
        if (pixel != pixelAt(point->position, size))
            point->position = positionOf(pixel, size);
        update();
    }
}

void PictureCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == m_dragButton)
        endDrag();
    updateCursor();
}

void PictureCanvas::endDrag()
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    if (drag != Drag::Point)
        return;
    const TracePoint* point = pointOf(m_scene.currentPoint);
    if (point != nullptr && point->position != m_pointBeforeDrag)
        Q_EMIT tracePointMoved(*point);
}

void PictureCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    // Two quick clicks are two clicks to the tools, and fit the picture with the hand.
    if (m_tool == CanvasTool::Pan && event->button() == Qt::LeftButton && !isOnWipe(event->position()))
        fit();
    else
        mousePressEvent(event);
}

void PictureCanvas::leaveEvent(QEvent* /*event*/)
{
    m_scene.isWipeHovered = false;
    update();
}

void PictureCanvas::wheelEvent(QWheelEvent* event)
{
    if (m_scene.picture.isEmpty())
        return event->ignore();
    const QPoint turned = event->angleDelta();
    if (std::abs(turned.x()) > std::abs(turned.y())) {
        m_scene.view.panBy({turned.x() / kUnitsOfANotch * em() * 3.0, 0.0});
        updateView();
    } else {
        zoomTo(zoom() * std::pow(kZoomOfANotch, turned.y() / kUnitsOfANotch), event->position());
    }
    event->accept();
}

bool PictureCanvas::isOnWipe(QPointF position) const
{
    if (!m_scene.showsWipe() || !m_scene.view.visibleRect().contains(position))
        return false;
    const double fromLine = std::abs(position.x() - m_scene.wipeX());
    // Tools act close to the line too: for them only the handle is to be grabbed.
    if (m_tool != CanvasTool::Pan)
        return distance(position, {m_scene.wipeX(), m_scene.view.visibleRect().center().y()}) <= em();
    return fromLine <= em() * 0.5;
}

void PictureCanvas::wipeTo(double x)
{
    const QRectF visible = m_scene.view.visibleRect();
    setWipe((x - visible.left()) / std::max(1.0, visible.width()));
}

void PictureCanvas::probeAt(QPoint pixel)
{
    m_scene.probe = positionOf(pixel, m_scene.picture.size());
    update();
    Q_EMIT probed(pixel);
}

TracePoint* PictureCanvas::pointOf(int index)
{
    const auto found = std::find_if(m_scene.tracePoints.begin(), m_scene.tracePoints.end(),
        [index](const TracePoint& point) { return point.index == index; });
    return found == m_scene.tracePoints.end() ? nullptr : &*found;
}

int PictureCanvas::pointAt(QPointF position) const
{
    double nearest = em() * 0.8;
    int index = -1;
    for (const TracePoint& point : m_scene.tracePoints) {
        const double away = distance(position, m_scene.toView(point.position));
        if (away <= nearest) {
            nearest = away;
            index = point.index;
        }
    }
    return index;
}

void PictureCanvas::placePoint(QPoint pixel)
{
    const TracePoint point = nextTracePoint(m_scene.tracePoints, positionOf(pixel, m_scene.picture.size()));
    m_scene.tracePoints.append(point);
    m_scene.currentPoint = point.index;
    update();
    Q_EMIT tracePointPlaced(point);
}

void PictureCanvas::removePoint(int index)
{
    if (pointOf(index) == nullptr)
        return;
    endDrag();
    m_scene.tracePoints.erase(std::remove_if(m_scene.tracePoints.begin(), m_scene.tracePoints.end(),
                                  [index](const TracePoint& point) { return point.index == index; }),
        m_scene.tracePoints.end());
    if (m_scene.currentPoint == index)
        m_scene.currentPoint = m_scene.tracePoints.isEmpty() ? -1 : m_scene.tracePoints.last().index;
    update();
    Q_EMIT tracePointRemoved(index);
}

void PictureCanvas::chooseNextPoint(int direction)
{
    const int count = static_cast<int>(m_scene.tracePoints.size());
    if (count == 0)
        return;
    const TracePoint* current = pointOf(m_scene.currentPoint);
    const int at = current == nullptr ? 0 : static_cast<int>(current - m_scene.tracePoints.data());
    m_scene.currentPoint = m_scene.tracePoints[(at + direction + count) % count].index;
    update();
}

void PictureCanvas::focusOutEvent(QFocusEvent* event)
{
    // The release of a held key goes elsewhere now.
    m_isSpaceHeld = false;
    setFlipped(false);
    updateCursor();
    QWidget::focusOutEvent(event);
}

bool PictureCanvas::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::ToolTip:
        // It would lie on the picture.
        return !m_scene.picture.isEmpty() || QWidget::event(event);
    case QEvent::ShortcutOverride:
        // Single keys that the window may have for something else; here they are the canvas's.
        if (isOwnKey(*static_cast<QKeyEvent*>(event)))
            event->accept();
        return QWidget::event(event);
    case QEvent::Gesture:
        return handleGesture(static_cast<QGestureEvent*>(event));
    case QEvent::NativeGesture:
        return handleNativeGesture(static_cast<QNativeGestureEvent*>(event)) || QWidget::event(event);
    default:
        return QWidget::event(event);
    }
}

bool PictureCanvas::handleGesture(QGestureEvent* event)
{
    const auto* pinch = static_cast<QPinchGesture*>(event->gesture(Qt::PinchGesture));
    if (pinch == nullptr)
        return false;
    if (pinch->changeFlags().testFlag(QPinchGesture::ScaleFactorChanged))
        zoomTo(zoom() * pinch->scaleFactor(), mapFromGlobal(pinch->centerPoint()));
    return true;
}

bool PictureCanvas::handleNativeGesture(QNativeGestureEvent* event)
{
    if (event->gestureType() != Qt::ZoomNativeGesture)
        return false;
    zoomTo(zoom() * (1.0 + event->value()), event->position());
    return true;
}

void PictureCanvas::dragEnterEvent(QDragEnterEvent* event)
{
    if (localPaths(*event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_scene.isDropTarget = true;
    update();
}

void PictureCanvas::dragLeaveEvent(QDragLeaveEvent* /*event*/)
{
    m_scene.isDropTarget = false;
    update();
}

void PictureCanvas::dropEvent(QDropEvent* event)
{
    m_scene.isDropTarget = false;
    update();
    event->acceptProposedAction();
    Q_EMIT dropped(localPaths(*event->mimeData()));
}

void PictureCanvas::updateCursor()
{
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (m_scene.picture.isEmpty())
        shape = Qt::ArrowCursor;
    else if (m_drag == Drag::Pan)
        shape = Qt::ClosedHandCursor;
    else if (m_drag == Drag::Wipe || (m_drag == Drag::None && isOnWipe(m_pointer)))
        shape = Qt::SplitHCursor;
    else if (m_isSpaceHeld || m_tool == CanvasTool::Pan)
        shape = Qt::OpenHandCursor;
    else if (m_tool == CanvasTool::Trace && (m_drag == Drag::Point || pointAt(m_pointer) >= 0))
        shape = Qt::SizeAllCursor;
    else
        shape = Qt::CrossCursor;
    if (cursor().shape() != shape)
        setCursor(shape);
}

} // namespace cnnvis::ui
