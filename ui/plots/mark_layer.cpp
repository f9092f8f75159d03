// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/mark_layer.h"

#include <algorithm>

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

int MarkLayer::labelHeight() const
{
    return QFontMetrics(m_font).height();
}

QRect MarkLayer::clipRect() const
{
    return mParentPlot->axisRect()->rect().adjusted(0, -labelHeight() - 1, 0, 0);
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
    for (const PlotMark::Kind kind : {PlotMark::Kind::Size, PlotMark::Kind::Change})
        drawLines(painter, kind);
    QVector<QRectF> taken;
    for (const PlotMark::Kind kind : {PlotMark::Kind::Change, PlotMark::Kind::Size})
        drawLabels(painter, kind, taken);
}

void MarkLayer::drawLines(QCPPainter* painter, PlotMark::Kind kind) const
{
    const QRect area = mParentPlot->axisRect()->rect();
    const bool isChange = kind == PlotMark::Kind::Change;
    QPen pen(isChange ? m_colours.accent : m_colours.boundary, 1.0);
    if (isChange)
        pen.setDashPattern({4.0, 3.0});
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

void MarkLayer::drawLabels(QCPPainter* painter, PlotMark::Kind kind, QVector<QRectF>& taken) const
{
    const QRectF area = mParentPlot->axisRect()->rect();
    const QFontMetricsF metrics(m_font);
    const double gap = metrics.height() / 2.0;
    painter->setFont(m_font);
    painter->setPen(kind == PlotMark::Kind::Change ? m_colours.accent : m_colours.mutedText);
    for (const PlotMark& mark : visibleMarks()) {
        if (mark.kind != kind)
            continue;
        const double width = metrics.horizontalAdvance(mark.text) + 1.0;
        const double left = std::max(area.left(), std::min(pixel(mark), area.right() - width));
        const QRectF place(left, area.top() - labelHeight(), width, labelHeight());
        const QRectF around = place.adjusted(-gap, 0.0, gap, 0.0);
        const auto isCrossed = [&around](const QRectF& other) { return other.intersects(around); };
        if (std::any_of(taken.cbegin(), taken.cend(), isCrossed))
            continue;
        painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter, mark.text);
        taken.append(place);
    }
}

} // namespace cnnvis::ui
