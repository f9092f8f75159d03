// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/canvas_painter.h"

#include "widgets/scaled_font.h"
#include "widgets/window_words.h"

#include <QPainter>
#include <QPainterPath>
#include <QRegularExpression>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {
namespace {

// What lies on the picture is white on dark glass in every theme: the picture knows no theme.
const QColor kGlass(12, 14, 18, 190);
const QColor kGlassText(240, 242, 245);
const QColor kHalo(0, 0, 0, 150);

constexpr double kPillPadding = 0.55; // left and right of a pill's text, in ems

QString betweenParts()
{
    return QStringLiteral("  ·  ");
}

QColor withAlpha(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

/// The accent as it is seen on pictures: the light theme's is made for a light ground.
QColor accentOnPicture(const QPalette& palette)
{
    constexpr float kLightnessOnPicture = 0.58F;
    const QColor accent = palette.color(QPalette::Highlight).toHsl();
    return QColor::fromHslF(
        accent.hslHueF(), accent.hslSaturationF(), std::max(accent.lightnessF(), kLightnessOnPicture));
}

QString percentText(double zoom)
{
    const double percent = zoom * 100.0;
    return QString::number(percent, 'f', percent < 9.95 ? 1 : 0);
}

} // namespace

QString badgeText(const CanvasScene& scene)
{
    QStringList parts;
    const QSize size = scene.picture.size();
    parts << (scene.nextSize.isEmpty() || scene.nextSize == size
            ? sizeText(size)
            : QStringLiteral("%1 → %2").arg(sizeText(size), sizeText(scene.nextSize)));
    parts << QStringLiteral("%1 %").arg(percentText(scene.view.zoom()));
    if (!scene.statusText.isEmpty())
        parts << scene.statusText;
    return parts.join(betweenParts());
}

QStringList badgeLines(const CanvasScene& scene, const QFontMetricsF& metrics, double width)
{
    const QString text = badgeText(scene);
    if (metrics.horizontalAdvance(text) <= width)
        return {text};
    // The status has parts, too, which are closer together.
    static const QRegularExpression between(QStringLiteral("\\s+·\\s+"));
    QStringList lines;
    for (const QString& part : text.split(between)) {
        const QString longer = lines.isEmpty() ? part : lines.constLast() + betweenParts() + part;
        if (!lines.isEmpty() && metrics.horizontalAdvance(longer) <= width)
            lines.last() = longer;
        else
            lines.append(part);
    }
    return lines;
}

CanvasPainter::CanvasPainter(QPainter& painter, CanvasScene& scene, const QWidget& widget)
    : m_painter(painter)
    , m_scene(scene)
    , m_palette(widget.palette())
    , m_font(widget.font())
    , m_bounds(widget.rect())
    , m_em(QFontMetricsF(widget.font()).height())
    , m_line(std::max(1.0, m_em / 14.0))
{ }

void CanvasPainter::paint()
{
    paintBackground();
    if (m_scene.picture.isEmpty()) {
        paintEmptyState();
    } else {
        const QRectF visible = m_scene.view.visibleRect();
        QRectF after = visible;
        if (m_scene.showsWipe())
            after.setLeft(m_scene.wipeX());
        if (m_scene.showsWipe() || m_scene.showsOnlyBefore())
            paintPicture(m_scene.before, visible);
        if (!m_scene.showsOnlyBefore())
            paintPicture(m_scene.picture, after);
        paintPixelGrid();
        m_painter.setRenderHint(QPainter::Antialiasing);
        paintTiles();
        if (m_scene.showsWipe())
            paintWipe();
        if (m_scene.showsPoints()) {
            for (const TracePoint& point : std::as_const(m_scene.tracePoints))
                paintTracePoint(point);
        }
        paintProbe();
        paintCompareLabels();
        paintBadge();
    }
    if (m_scene.isDropTarget)
        paintDropTarget();
}

void CanvasPainter::paintBackground()
{
    // A step away from the panels, so that the picture stands in a well.
    const QColor window = m_palette.color(QPalette::Window);
    m_painter.fillRect(m_bounds, window.lightnessF() < 0.5 ? window.darker(150) : window.darker(107));
}

void CanvasPainter::paintPicture(PicturePyramid& pyramid, const QRectF& clip)
{
    const QRectF whole = m_scene.view.pictureRect();
    const double zoom = whole.width() * m_scene.view.devicePixelRatio() / pyramid.size().width();
    const QImage& image = pyramid.levelFor(zoom);
    const double perColumn = whole.width() / image.width();
    const double perRow = whole.height() / image.height();
    // Only what is seen, out to whole pixels: coordinates far outside the view are beyond the raster engine.
    const QRectF seen((clip.left() - whole.left()) / perColumn, (clip.top() - whole.top()) / perRow,
        clip.width() / perColumn, clip.height() / perRow);
    const QRect source = seen.toAlignedRect().adjusted(-1, -1, 1, 1) & image.rect();
    if (source.isEmpty() || clip.isEmpty())
        return;
    const QRectF target(whole.left() + source.left() * perColumn, whole.top() + source.top() * perRow,
        source.width() * perColumn, source.height() * perRow);
    m_painter.save();
    m_painter.setClipRect(clip);
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom < kSquarePixelsFrom && zoom != 1.0);
    m_painter.drawImage(target, image, source);
    m_painter.restore();
}

void CanvasPainter::paintPixelGrid()
{
    const double zoom = m_scene.view.zoom();
    if (zoom < kPixelGridFrom)
        return;
    const QRectF visible = m_scene.view.visibleRect();
    const QPointF first = m_scene.view.toPicture(visible.topLeft());
    const QPointF last = m_scene.view.toPicture(visible.bottomRight());
    QVector<QLineF> lines;
    for (int column = static_cast<int>(std::ceil(first.x())); column < last.x(); ++column) {
        const double x = m_scene.view.toView({static_cast<double>(column), 0.0}).x();
        lines.append(QLineF(x, visible.top(), x, visible.bottom()));
    }
    for (int row = static_cast<int>(std::ceil(first.y())); row < last.y(); ++row) {
        const double y = m_scene.view.toView({0.0, static_cast<double>(row)}).y();
        lines.append(QLineF(visible.left(), y, visible.right(), y));
    }
    // It comes in gently: a small first size is often fitted at 8 or 10 times.
    const int alpha = std::clamp(static_cast<int>(20.0 * zoom / kPixelGridFrom), 20, 70);
    m_painter.setPen(QPen(QColor(128, 128, 128, alpha), 1.0 / m_scene.view.devicePixelRatio()));
    m_painter.drawLines(lines);
}

void CanvasPainter::strokeWithHalo(const QPainterPath& path, QColor colour, double width)
{
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(kHalo, width + 2.0 * m_line, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.drawPath(path);
    m_painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.drawPath(path);
}

QRectF CanvasPainter::tileRect(const QRect& tile) const
{
    return {m_scene.view.toView(tile.topLeft()),
        m_scene.view.toView(QPointF(tile.topLeft()) + QPointF(tile.width(), tile.height()))};
}

void CanvasPainter::paintTiles()
{
    if (!m_scene.isShowingTiles)
        return;
    const QColor accent = accentOnPicture(m_palette);
    m_painter.save();
    m_painter.setClipRect(m_scene.view.visibleRect());
    paintTileBorders(m_scene.tiles.even, withAlpha(accent, 210), false);
    paintTileBorders(m_scene.tiles.odd, QColor(255, 255, 255, 210), true);
    for (const QRect& tile : std::as_const(m_scene.activeTiles)) {
        const QRectF rect = tileRect(tile);
        m_painter.fillRect(rect, withAlpha(accent, 40));
        QPainterPath path;
        path.addRect(rect.adjusted(m_line, m_line, -m_line, -m_line));
        strokeWithHalo(path, accent, 2.0 * m_line);
    }
    m_painter.restore();
}

void CanvasPainter::paintTileBorders(const QVector<QRect>& tiles, QColor colour, bool isDashed)
{
    for (const QRect& tile : tiles) {
        // A little inside, so that the borders of overlapping neighbours stay apart.
        const double inset = m_line * (isDashed ? 2.5 : 1.0);
        const QRectF rect = tileRect(tile).adjusted(inset, inset, -inset, -inset);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(withAlpha(Qt::black, 110), m_line * 2.0));
        m_painter.drawRect(rect);
        QPen pen(colour, m_line);
        if (isDashed)
            pen.setDashPattern({5.0, 4.0});
        m_painter.setPen(pen);
        m_painter.drawRect(rect);
    }
}

void CanvasPainter::paintWipe()
{
    const QRectF visible = m_scene.view.visibleRect();
    const double x = m_scene.wipeX();
    m_painter.setPen(QPen(QColor(0, 0, 0, 70), m_line * 4.0, Qt::SolidLine, Qt::FlatCap));
    m_painter.drawLine(QLineF(x, visible.top(), x, visible.bottom()));
    m_painter.setPen(QPen(QColor(255, 255, 255, 235), m_line * (m_scene.isWipeHovered ? 2.2 : 1.5)));
    m_painter.drawLine(QLineF(x, visible.top(), x, visible.bottom()));
    paintWipeHandle({x, visible.center().y()});
}

void CanvasPainter::paintWipeHandle(QPointF centre)
{
    const double radius = m_em * 0.85;
    m_painter.setPen(QPen(QColor(0, 0, 0, 70), m_line * 2.0));
    m_painter.setBrush(m_scene.isWipeHovered ? m_palette.color(QPalette::Highlight) : QColor(255, 255, 255, 240));
    m_painter.drawEllipse(centre, radius, radius);
    const double tip = radius * 0.62;
    const double back = radius * 0.26;
    const double half = radius * 0.34;
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(QColor(30, 33, 40));
    for (const double side : {-1.0, 1.0}) {
        const QPolygonF arrow{{centre + QPointF(side * tip, 0.0), centre + QPointF(side * back, -half),
            centre + QPointF(side * back, half)}};
        m_painter.drawPolygon(arrow);
    }
}

QSizeF CanvasPainter::pillSize(const QString& text) const
{
    const QFontMetricsF metrics(m_font);
    const QStringList lines = text.split(QLatin1Char('\n'));
    double width = 0.0;
    for (const QString& line : lines)
        width = std::max(width, metrics.horizontalAdvance(line));
    const double height = m_em + metrics.lineSpacing() * static_cast<double>(lines.size() - 1);
    return {width + 2.0 * kPillPadding * m_em, height + m_em * 0.5};
}

void CanvasPainter::paintPill(const QString& text, QPointF corner, Anchor anchor)
{
    const QSizeF size = pillSize(text);
    const QRectF pill(anchor == Anchor::Left ? corner : corner - QPointF(size.width(), 0.0), size);
    m_painter.setFont(m_font);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(kGlass);
    m_painter.drawRoundedRect(pill, m_em * 0.35, m_em * 0.35);
    m_painter.setPen(kGlassText);
    m_painter.drawText(pill, Qt::AlignCenter, text);
}

void CanvasPainter::paintCompareLabels()
{
    const QRectF visible = m_scene.view.visibleRect();
    const double gap = m_em * 0.6;
    const QString before = m_scene.beforeText.isEmpty() ? tr("before") : m_scene.beforeText;
    const QString after = m_scene.afterText.isEmpty() ? tr("after") : m_scene.afterText;
    if (m_scene.showsOnlyBefore())
        return paintPill(before, visible.topLeft() + QPointF(gap, gap), Anchor::Left);
    if (!m_scene.showsWipe())
        return;
    // Each keeps to its side of the line, and goes when the side is too narrow for it.
    const double x = m_scene.wipeX();
    if (x - visible.left() > pillSize(before).width() + 2.0 * gap)
        paintPill(before, {x - gap, visible.top() + gap}, Anchor::Right);
    if (visible.right() - x > pillSize(after).width() + 2.0 * gap)
        paintPill(after, {x + gap, visible.top() + gap}, Anchor::Left);
}

void CanvasPainter::paintTracePoint(const TracePoint& point)
{
    const QPointF centre = m_scene.toView(point.position);
    const bool isCurrent = m_scene.isEditingPoints && point.index == m_scene.currentPoint;
    const double radius = m_em * (isCurrent ? 0.5 : 0.38);
    QPainterPath ring;
    ring.addEllipse(centre, radius, radius);
    strokeWithHalo(ring, point.colour, m_line * 2.6);
    if (isCurrent) {
        QPainterPath dot;
        dot.addEllipse(centre, m_line, m_line);
        m_painter.fillPath(dot, Qt::white);
    }
    if (!m_scene.isEditingPoints)
        return;
    QFont font = m_font;
    font.setBold(true);
    QPainterPath number;
    number.addText(centre + QPointF(radius + m_em * 0.25, -radius * 0.4), font, QString::number(point.index + 1));
    m_painter.strokePath(number, QPen(kHalo, m_line * 2.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.fillPath(number, point.colour);
}

void CanvasPainter::paintProbe()
{
    if (!m_scene.probe)
        return;
    const QPointF centre = m_scene.toView(*m_scene.probe);
    const double inner = m_em * 0.4;
    const double outer = m_em * 0.95;
    QPainterPath cross;
    for (const QPointF direction : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
        cross.moveTo(centre + direction * inner);
        cross.lineTo(centre + direction * outer);
    }
    cross.addEllipse(centre, inner, inner);
    strokeWithHalo(cross, accentOnPicture(m_palette), m_line * 1.8);
}

void CanvasPainter::paintBadge()
{
    const double gap = m_em * 0.7;
    const double around = 2.0 * (gap + kPillPadding * m_em);
    const QFontMetricsF metrics(m_font);
    const QRectF visible = m_scene.view.visibleRect();
    QStringList lines = badgeLines(m_scene, metrics, visible.width() - around);
    QSizeF size = pillSize(lines.join(QLatin1Char('\n')));
    // In the picture's corner; a picture that is too small for it has it below, as far as there is room.
    const bool hasRoom = visible.width() >= size.width() + 2.0 * gap && visible.height() >= 3.0 * size.height();
    if (!hasRoom) {
        lines = badgeLines(m_scene, metrics, m_bounds.width() - around);
        for (QString& line : lines)
            line = metrics.elidedText(line, Qt::ElideRight, m_bounds.width() - around);
        size = pillSize(lines.join(QLatin1Char('\n')));
    }
    const double left = hasRoom ? visible.left() + gap : visible.center().x() - size.width() / 2.0;
    const double top = hasRoom ? visible.bottom() - gap - size.height() : visible.bottom() + gap;
    const QPointF corner(std::clamp(left, gap, std::max(gap, m_bounds.width() - gap - size.width())),
        std::min(top, m_bounds.height() - gap - size.height()));
    paintPill(lines.join(QLatin1Char('\n')), corner, Anchor::Left);
}

void CanvasPainter::paintEmptyState()
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    const QColor text = m_palette.color(QPalette::WindowText);
    const QPointF centre = m_bounds.center() - QPointF(0.0, m_em * 1.2);
    QRectF frame(0.0, 0.0, m_em * 5.2, m_em * 3.8);
    frame.moveCenter(centre - QPointF(0.0, m_em * 1.4));
    m_painter.setPen(QPen(withAlpha(text, 80), m_line * 1.5));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(frame, m_em * 0.5, m_em * 0.5);
    const auto at = [&](double x, double y) {
        return QPointF(frame.left() + x * frame.width(), frame.top() + y * frame.height());
    };
    m_painter.drawEllipse(at(0.72, 0.32), m_em * 0.42, m_em * 0.42);
    m_painter.drawPolyline(QPolygonF{{at(0.08, 0.82), at(0.34, 0.46), at(0.52, 0.68), at(0.64, 0.56), at(0.92, 0.84)}});

    m_painter.setFont(scaledFont(m_font, 1.25));
    m_painter.setPen(withAlpha(text, 200));
    QRectF line(m_bounds.left(), centre.y() + m_em * 1.2, m_bounds.width(), m_em * 1.8);
    m_painter.drawText(line, Qt::AlignCenter, tr("Drop a picture here"));
    m_painter.setFont(m_font);
    m_painter.setPen(withAlpha(text, 130));
    line.translate(0.0, m_em * 1.6);
    m_painter.drawText(line, Qt::AlignCenter, tr("or a preset, or a network's folder; Start begins with noise"));
}

void CanvasPainter::paintDropTarget()
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    const QColor accent = m_palette.color(QPalette::Highlight);
    const double inset = m_em * 0.5;
    const QRectF area = m_bounds.adjusted(inset, inset, -inset, -inset);
    m_painter.setPen(QPen(accent, m_line * 2.0, Qt::DashLine));
    m_painter.setBrush(withAlpha(accent, 38));
    m_painter.drawRoundedRect(area, m_em * 0.6, m_em * 0.6);
    if (m_scene.picture.isEmpty())
        return;
    const QString text = tr("Drop to open");
    const QSizeF size = pillSize(text);
    paintPill(text, area.center() - QPointF(size.width(), size.height()) / 2.0, Anchor::Left);
}

} // namespace cnnvis::ui
