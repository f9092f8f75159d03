// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/picture_canvas.h"

#include "preview/canvas_painter.h"

#include <QPainter>

#include <algorithm>

namespace cnnvis::ui {
namespace {

constexpr double kZoomStep = 1.25;

} // namespace

PictureCanvas::PictureCanvas(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("pictureCanvas"));
    setAccessibleName(tr("Picture"));
    setToolTip(
        tr("The picture: the wheel zooms, dragging moves it. Drop a picture, a preset or a network's folder here. "
           "Its size at the foot is width × height."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    grabGesture(Qt::PinchGesture);
    updateCursor();
}

QSize PictureCanvas::sizeHint() const
{
    return QSizeF(em() * 56.0, em() * 36.0).toSize();
}

QSize PictureCanvas::minimumSizeHint() const
{
    return QSizeF(em() * 16.0, em() * 10.0).toSize();
}

double PictureCanvas::em() const
{
    return QFontMetricsF(font()).height();
}

void PictureCanvas::setPicture(const QImage& picture)
{
    const QSize before = m_scene.picture.size();
    m_scene.picture.setPicture(picture);
    if (picture.size() != before) {
        m_scene.view.setPictureSize(picture.size());
        if (picture.isNull()) {
            m_drag = Drag::None;
            clearProbe();
        }
        updateTiles();
        updateCursor();
        updateView();
    }
    update();
}

void PictureCanvas::setBefore(const QImage& picture)
{
    m_scene.before.setPicture(picture);
    update();
}

void PictureCanvas::setTool(CanvasTool tool)
{
    m_tool = tool;
    m_scene.isEditingPoints = tool == CanvasTool::Trace;
    updateCursor();
    update();
}

void PictureCanvas::setCompare(bool isComparing)
{
    m_scene.isComparing = isComparing;
    if (!isComparing)
        m_scene.isWipeHovered = false;
    updateCursor();
    update();
}

void PictureCanvas::setFlipped(bool isFlipped)
{
    m_scene.isFlipped = isFlipped;
    update();
}

void PictureCanvas::setCompareTexts(const QString& before, const QString& after)
{
    m_scene.beforeText = before;
    m_scene.afterText = after;
    if (m_scene.showsWipe() || m_scene.showsOnlyBefore())
        update();
}

void PictureCanvas::setWipe(double wipe)
{
    m_scene.wipe = std::clamp(wipe, 0.0, 1.0);
    update();
}

void PictureCanvas::setTileSize(QSize size)
{
    m_tileSize = size;
    updateTiles();
    update();
}

void PictureCanvas::updateTiles()
{
    m_scene.tiles = tileRects(m_scene.picture.size(), m_tileSize);
    m_scene.activeTiles.clear();
}

void PictureCanvas::setShowTiles(bool isShowing)
{
    m_scene.isShowingTiles = isShowing;
    update();
}

void PictureCanvas::setActiveTiles(const QVector<QRect>& tiles)
{
    m_scene.activeTiles = tiles;
    if (m_scene.isShowingTiles)
        update();
}

void PictureCanvas::setActiveTile(const QRect& tile)
{
    setActiveTiles(tile.isEmpty() ? QVector<QRect>() : QVector<QRect>{tile});
}

void PictureCanvas::setTracePoints(const QVector<TracePoint>& points)
{
    if (m_drag == Drag::Point)
        m_drag = Drag::None;
    m_scene.tracePoints = points;
    if (pointOf(m_scene.currentPoint) == nullptr)
        m_scene.currentPoint = points.isEmpty() ? -1 : points.last().index;
    update();
}

void PictureCanvas::setShowTracePoints(bool isShowing)
{
    m_scene.isShowingPoints = isShowing;
    update();
}

void PictureCanvas::clearProbe()
{
    m_scene.probe.reset();
    update();
}

void PictureCanvas::setNextSize(QSize size)
{
    m_scene.nextSize = size;
    update();
}

void PictureCanvas::setStatusText(const QString& text)
{
    m_scene.statusText = text;
    update();
}

void PictureCanvas::zoomIn()
{
    zoomTo(zoom() * kZoomStep, m_scene.view.viewCentre());
}

void PictureCanvas::zoomOut()
{
    zoomTo(zoom() / kZoomStep, m_scene.view.viewCentre());
}

void PictureCanvas::actualSize()
{
    zoomTo(1.0, m_scene.view.viewCentre());
}

void PictureCanvas::fit()
{
    m_scene.view.fit();
    updateView();
}

void PictureCanvas::zoomTo(double zoom, QPointF anchor)
{
    m_scene.view.setZoom(zoom, anchor);
    updateView();
}

void PictureCanvas::updateView()
{
    m_scene.view.setView(size(), devicePixelRatioF());
    if (zoom() != m_lastZoom || m_scene.view.isFit() != m_wasFit) {
        m_lastZoom = zoom();
        m_wasFit = m_scene.view.isFit();
        Q_EMIT zoomChanged(m_lastZoom, m_wasFit);
    }
    update();
}

void PictureCanvas::paintEvent(QPaintEvent* /*event*/)
{
    // The window may have moved to a display with another ratio; no event tells of it in Qt 6.4.
    if (m_scene.view.devicePixelRatio() != devicePixelRatioF())
        updateView();
    QPainter painter(this);
    CanvasPainter(painter, m_scene, *this).paint();
}

void PictureCanvas::resizeEvent(QResizeEvent* /*event*/)
{
    updateView();
}

} // namespace cnnvis::ui
