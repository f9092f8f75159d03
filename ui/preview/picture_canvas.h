// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preview/canvas_scene.h"

#include <QImage>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QGestureEvent;
class QNativeGestureEvent;
QT_END_NAMESPACE

namespace cnnvis::ui {

/// What the left button does on the canvas.
enum class CanvasTool { Pan, Probe, Trace };

/// The picture, live: zoomed, panned, compared with the one before, and marked with tiles, trace points and a probe.
///
/// Pictures are shared, not copied, and only those that are painted are converted, so that setPicture() may be called
/// for every step. Positions of trace points are relative: they stay where they are while the picture grows.
///
/// Keys, with the focus: + and - zoom, 0 fits, 1 is one to one, B held shows the picture before, space held pans with
/// any tool, arrows pan or move the probe or the current trace point by a pixel (with shift: by ten), Ctrl with left
/// and right moves the wipe line, Return probes or places, page up and down choose a trace point, Delete removes it.
class PictureCanvas : public QWidget {
    Q_OBJECT

public:
    explicit PictureCanvas(QWidget* parent = nullptr);

    /// The current picture; a null one empties the canvas. One of the same shape but another size is seen at the same
    /// place and as large as before.
    void setPicture(const QImage& picture);
    QImage picture() const { return m_scene.picture.picture(); }
    /// What to compare with, of any size; stretched over the picture.
    void setBefore(const QImage& picture);

    void setTool(CanvasTool tool);
    CanvasTool tool() const { return m_tool; }

    const ViewTransform& view() const { return m_scene.view; }
    double zoom() const { return m_scene.view.zoom(); }

    /// Before and after, on two sides of a line that is dragged. Nothing is seen of it before setBefore().
    void setCompare(bool isComparing);
    bool isComparing() const { return m_scene.isComparing; }
    /// Shows only the picture before; for a key that is held.
    void setFlipped(bool isFlipped);
    bool isFlipped() const { return m_scene.isFlipped; }
    /// What the two pictures are, for the labels at their sides; empty: "before" and "after".
    void setCompareTexts(const QString& before, const QString& after);
    const QString& beforeText() const { return m_scene.beforeText; }
    QImage before() const { return m_scene.before.picture(); }
    const QString& afterText() const { return m_scene.afterText; }
    /// Where the wipe line stands, 0 to 1 of the visible picture's width.
    void setWipe(double wipe);
    double wipe() const { return m_scene.wipe; }

    /// The network's input size; the canvas works out the tiles of each picture size. Empty: no tiles.
    void setTileSize(QSize size);
    void setShowTiles(bool isShowing);
    bool isShowingTiles() const { return m_scene.isShowingTiles; }
    const TileRects& tiles() const { return m_scene.tiles; }
    /// The tiles being stepped, in pixels of the picture; seen with the tiles.
    void setActiveTiles(const QVector<QRect>& tiles);
    void setActiveTile(const QRect& tile);

    void setTracePoints(const QVector<TracePoint>& points);
    /// Whether the points are seen with other tools than Trace, with which they always are.
    void setShowTracePoints(bool isShowing);
    bool isShowingTracePoints() const { return m_scene.showsPoints(); }
    const QVector<TracePoint>& tracePoints() const { return m_scene.tracePoints; }

    /// Takes the probe's marker away.
    void clearProbe();

    /// The size that comes after this one, for the badge; empty: none.
    void setNextSize(QSize size);
    /// What the badge says after size and zoom, e.g. "step 37/100".
    void setStatusText(const QString& text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void zoomIn();
    void zoomOut();
    void fit();
    void actualSize();

Q_SIGNALS:
    void zoomChanged(double zoom, bool isFit);
    /// @param pixel  (column, row) of the current picture.
    void probed(QPoint pixel);
    void tracePointPlaced(const TracePoint& point);
    /// Once at the end of a drag, or for each press of an arrow key.
    void tracePointMoved(const TracePoint& point);
    void tracePointRemoved(int index);
    /// Local files and folders.
    void dropped(const QStringList& paths);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum class Drag { None, Pan, Wipe, Point };

    void pressLeft(QPointF position);
    void dragTo(QPointF position);
    void endDrag();
    bool isOnWipe(QPointF position) const;
    void wipeTo(double x);

    void probeAt(QPoint pixel);
    TracePoint* pointOf(int index);
    /// The index of the trace point under the pointer; -1: none.
    int pointAt(QPointF position) const;
    void placePoint(QPoint pixel);
    void removePoint(int index);
    void chooseNextPoint(int direction);

    bool isOwnKey(const QKeyEvent& event) const;
    bool pressCommandKey(QKeyEvent* event);
    bool pressArrow(const QKeyEvent* event);
    void pressReturn();
    void nudge(QPoint direction);

    void zoomTo(double zoom, QPointF anchor);
    void updateView();
    void updateTiles();
    void updateCursor();
    bool handleGesture(QGestureEvent* event);
    bool handleNativeGesture(QNativeGestureEvent* event);
    double em() const;

    CanvasScene m_scene;
    CanvasTool m_tool = CanvasTool::Pan;
    QSize m_tileSize;

    Drag m_drag = Drag::None;
    Qt::MouseButton m_dragButton = Qt::NoButton;
    QPointF m_pointer;
    QPointF m_pointBeforeDrag;
    bool m_isSpaceHeld = false;
    double m_lastZoom = 0.0;
    bool m_wasFit = true;
};

} // namespace cnnvis::ui
