// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/mark_layer.h"

namespace cnnvis::ui {

MarkLayer::MarkLayer(QCustomPlot* plot, const PlotMarks& marks)
    : QCPLayerable(plot, QStringLiteral("grid"))
    , m_marks(marks)
{ }

void MarkLayer::setStyle(const PlotColours& colours, const QFont& font)
{
    m_colours = colours;
    m_font = font;
}

QRect MarkLayer::clipRect() const
{
    return mParentPlot->axisRect()->rect();
}

void MarkLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const
{
    painter->setAntialiasing(false);
}

PlotMarks::Range MarkLayer::visibleMarks() const
{
    const QCPRange steps = mParentPlot->xAxis->range();
    return m_marks.between(steps.lower, steps.upper);
}

double MarkLayer::pixel(const PlotMark& mark) const
{
    return std::round(mParentPlot->xAxis->coordToPixel(static_cast<double>(mark.step)));
}

void MarkLayer::draw(QCPPainter* painter)
{
    for (const PlotMark::Kind kind : {PlotMark::Kind::Size, PlotMark::Kind::Change}) {
        drawLines(painter, kind);
        drawLabels(painter, kind);
    }
}

void MarkLayer::drawLines(QCPPainter* painter, PlotMark::Kind kind) const
{
    const QRect area = clipRect();
    const bool isChange = kind == PlotMark::Kind::Change;
    QPen pen(isChange ? m_colours.accent : m_colours.boundary, 1.0);
    if (isChange) {
        pen.setDashPattern({4.0, 3.0});
    }
    painter->setPen(pen);
    double lastPixel = -1.0;
    for (const PlotMark& mark : visibleMarks()) {
        const double x = pixel(mark);
        if (mark.kind == kind && x != lastPixel) {
            painter->drawLine(QLineF(x, area.top(), x, area.bottom()));
            lastPixel = x;
        }
    }
}

void MarkLayer::drawLabels(QCPPainter* painter, PlotMark::Kind kind) const
{
    const QRect area = clipRect();
    const QFontMetricsF metrics(m_font);
    const double gap = metrics.height() / 3.0;
    const bool isChange = kind == PlotMark::Kind::Change;
    const double top = isChange ? area.top() : area.bottom() - metrics.height();
    painter->setFont(m_font);
    painter->setPen(isChange ? m_colours.accent : m_colours.mutedText);
    QColor ground = m_colours.background; // keeps the lines behind from crossing the text
    ground.setAlphaF(0.9F);
    double freeFrom = area.left();
    for (const PlotMark& mark : visibleMarks()) {
        const double x = pixel(mark);
        const double width = metrics.horizontalAdvance(mark.text);
        if (mark.kind != kind || x < freeFrom) {
            continue;
        }
        const bool fitsRight = x + gap + width <= area.right();
        const double left = fitsRight ? x + gap : x - gap - width;
        if (left >= freeFrom) {
            painter->fillRect(QRectF(left, top, width, metrics.height()), ground);
            painter->drawText(QRectF(left, top, width + 1.0, metrics.height()), Qt::AlignLeft, mark.text);
            freeFrom = left + width + gap;
        }
    }
}

} // namespace cnnvis::ui
