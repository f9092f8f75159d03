// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preview/canvas_scene.h"

#include <QCoreApplication>
#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QFontMetricsF;
class QPainter;
class QPainterPath;
class QWidget;
QT_END_NAMESPACE

namespace cnnvis::ui {

/// How many pixels of the screen a pixel of the picture takes before it is shown as a square, and then with a grid.
inline constexpr double kSquarePixelsFrom = 4.0;
inline constexpr double kPixelGridFrom = 8.0;

/// "720 × 405 · 125 % · step 37/100".
QString badgeText(const CanvasScene& scene);
/// The same in as many lines as the width asks for. They end between parts, of which one may be wider all the same.
QStringList badgeLines(const CanvasScene& scene, const QFontMetricsF& metrics, double width);

/// Paints a scene, the picture first and everything else as lightly as can be. Lengths follow the font.
class CanvasPainter {
    Q_DECLARE_TR_FUNCTIONS(cnnvis::ui::CanvasPainter)

public:
    CanvasPainter(QPainter& painter, CanvasScene& scene, const QWidget& widget);

    void paint();

private:
    void paintBackground();
    void paintPicture(PicturePyramid& pyramid, const QRectF& clip);
    void paintPixelGrid();
    void paintTiles();
    void paintTileBorders(const QVector<QRect>& tiles, QColor colour, bool isDashed);
    void paintWipe();
    void paintWipeHandle(QPointF centre);
    void paintCompareLabels();
    void paintTracePoint(const TracePoint& point);
    void paintProbe();
    void paintBadge();
    void paintEmptyState();
    void paintDropTarget();

    /// Strokes so that it is seen on pictures of any colour.
    void strokeWithHalo(const QPainterPath& path, QColor colour, double width);
    /// @param text  may have several lines.
    QSizeF pillSize(const QString& text) const;
    enum class Anchor { Left, Right };
    /// A text on a dark pill, its top left or top right corner at that place.
    void paintPill(const QString& text, QPointF corner, Anchor anchor);
    QRectF tileRect(const QRect& tile) const;

    QPainter& m_painter;
    CanvasScene& m_scene;
    QPalette m_palette;
    QFont m_font;
    QRectF m_bounds;
    double m_em; ///< the height of a line of text
    double m_line; ///< the width of a thin line
};

} // namespace cnnvis::ui
