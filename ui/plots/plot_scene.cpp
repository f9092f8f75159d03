// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plot_scene.h"

#include "plots/axis_tickers.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPdfWriter>

#include <cmath>

namespace cnnvis::ui {

namespace {

constexpr double kLineWidth = 1.5;
constexpr double kDenseLineWidth = 1.2; // where a wide line would be a blot
constexpr double kDenseTravel = 8.0; // up and down, in pixels for each pixel to the right
constexpr double kRoomAround = 0.08; // of the values' span, above and below
constexpr double kShrinkBelow = 0.55; // of the axis filled, so that it does not jump at every step

QCPRange emptyRange(ValueScale scale)
{
    return scale == ValueScale::Logarithmic ? QCPRange(0.1, 1e4) : QCPRange(0.0, 1.0);
}

} // namespace

void PlotScene::Span::include(double value)
{
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
}

PlotScene::PlotScene(QCustomPlot* plot, ValueScale scale, const PlotSeriesList& series, const PlotMarks& marks)
    : m_plot(plot)
    , m_scale(scale)
    , m_series(series)
    , m_markLayer(new MarkLayer(plot, marks))
{
    m_plot->setInteractions(QCP::Interactions());
    m_plot->setNoAntialiasingOnDrag(false);
    // Lines of dense curves as wide polylines take seconds, one by one milliseconds.
    m_plot->setPlottingHint(QCP::phFastPolylines);
    setUpAxis(m_plot->xAxis, false);
    setUpAxis(m_plot->yAxis, true);
    setUpAxis(m_plot->yAxis2, true);
    m_plot->yAxis2->grid()->setVisible(false);
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->setAutoAddPlottableToLegend(false);
}

void PlotScene::setUpAxis(QCPAxis* axis, bool isForValues)
{
    const bool isLogarithmic = isForValues && m_scale == ValueScale::Logarithmic;
    axis->setScaleType(isLogarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (isLogarithmic)
        axis->setTicker(QSharedPointer<LogTicker>::create());
    else
        axis->setTicker(QSharedPointer<LinearTicker>::create(!isForValues));
    axis->setSubTicks(false);
    axis->setTickLength(0, 0);
    axis->setTickLabelPadding(isForValues ? 6 : 3);
    axis->setBasePen(Qt::NoPen);
    axis->setTickPen(Qt::NoPen);
    if (isForValues)
        axis->setRange(emptyRange(m_scale));
}

void PlotScene::setStyle(const PlotColours& colours, const QFont& font)
{
    m_colours = colours;
    m_font = font;
    m_plot->setBackground(QBrush(colours.background));
    m_markLayer->setStyle(colours, font);
    const QFontMetrics metrics(font);
    const int line = metrics.height(); // a wide enough margin, so that the plot does not shift as labels change
    m_plot->axisRect()->setMinimumMargins(
        QMargins(metrics.horizontalAdvance(QStringLiteral("-0.000")), m_markLayer->labelHeight() + 2, line, line));
    styleAxis(m_plot->xAxis, colours.mutedText);
    styleAxis(m_plot->yAxis, colours.mutedText);
    styleLegend();
}

void PlotScene::styleAxis(QCPAxis* axis, const QColor& labels)
{
    axis->setTickLabelFont(m_font);
    axis->setTickLabelColor(labels);
    axis->setLabelFont(m_font);
    axis->setLabelColor(labels);
    axis->grid()->setPen(QPen(m_colours.grid, 1.0));
    axis->grid()->setZeroLinePen(QPen(m_colours.boundary, 1.0));
}

void PlotScene::styleLegend()
{
    QCPLegend* legend = m_plot->legend;
    legend->setFont(m_font);
    legend->setTextColor(m_colours.text);
    legend->setBrush(m_colours.background);
    legend->setBorderPen(Qt::NoPen);
    legend->setIconSize(16, 8);
}

QCPAxis* PlotScene::valueAxis(const PlotSeries& series) const
{
    return series.usesRightAxis ? m_plot->yAxis2 : m_plot->yAxis;
}

void PlotScene::draw(double firstStep, double lastStep)
{
    m_plot->xAxis->setRange(firstStep, lastStep);
    Span left;
    Span right;
    updateGraphs(firstStep, lastStep, left, right);
    if (m_isFitting) {
        fit(m_plot->yAxis, left);
        fit(m_plot->yAxis2, right);
    }
    thinDenseCurves();
    m_plot->replot(QCustomPlot::rpQueuedRefresh);
}

void PlotScene::thinDenseCurves()
{
    for (int i = 0; i < m_plot->graphCount(); ++i) {
        QCPGraph* graph = m_plot->graph(i);
        const QCPAxis* axis = graph->valueAxis();
        double travel = 0.0;
        double before = std::numeric_limits<double>::quiet_NaN();
        for (const QCPGraphData& point : *graph->data()) {
            const double pixel = axis->coordToPixel(point.value);
            travel += std::isfinite(pixel - before) ? std::abs(pixel - before) : 0.0;
            before = pixel;
        }
        if (travel > kDenseTravel * area().width()) {
            QPen pen = graph->pen();
            pen.setWidthF(kDenseLineWidth);
            graph->setPen(pen);
        }
    }
}

void PlotScene::updateGraphs(double firstStep, double lastStep, Span& left, Span& right)
{
    while (m_plot->graphCount() > static_cast<int>(m_series.size()))
        m_plot->removeGraph(m_plot->graphCount() - 1);
    bool usesRightAxis = false;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const PlotSeries& series = *m_series[i];
        const int index = static_cast<int>(i);
        QCPGraph* graph = index < m_plot->graphCount() ? m_plot->graph(index) : m_plot->addGraph();
        const QColor colour = legibleOn(m_colours.background, series.colour);
        graph->setValueAxis(valueAxis(series));
        graph->setName(series.fullName());
        graph->setVisible(series.isDrawn());
        if (!series.isDrawn())
            continue;
        if (series.usesRightAxis) {
            usesRightAxis = true;
            styleAxis(m_plot->yAxis2, colour);
        }
        const QVector<QCPGraphData> data = graphData(series, firstStep, lastStep, series.usesRightAxis ? right : left);
        graph->setPen(QPen(colour, kLineWidth, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
        graph->data()->set(data, true);
    }
    m_plot->yAxis2->setVisible(usesRightAxis);
}

bool PlotScene::hasPlace(const SeriesPoint& point) const
{
    return std::isfinite(point.value) && (m_scale == ValueScale::Linear || point.value > 0.0);
}

/// Zeros on a logarithmic axis break a curve where they follow one another only: one that touches zero now and then
/// would be nothing but gaps.
bool PlotScene::isInGap(const QVector<SeriesPoint>& points, int i) const
{
    return (i == 0 || !hasPlace(points[i - 1])) && (i + 1 == points.size() || !hasPlace(points[i + 1]));
}

QVector<QCPGraphData> PlotScene::graphData(const PlotSeries& series, double first, double last, Span& span) const
{
    const QVector<SeriesPoint> points = series.data.points(first, last);
    QVector<QCPGraphData> data;
    data.reserve(points.size());
    for (int i = 0; i < points.size(); ++i) {
        const SeriesPoint& point = points[i];
        if (hasPlace(point)) {
            data.append(QCPGraphData(point.step, point.value));
            if (point.step >= first && point.step <= last)
                span.include(point.value);
        } else if (std::isnan(point.value) || isInGap(points, i)) {
            data.append(QCPGraphData(point.step, std::numeric_limits<double>::quiet_NaN()));
        }
    }
    return data;
}

void PlotScene::fit(QCPAxis* axis, const Span& span) const
{
    if (span.isEmpty())
        return;
    const QCPRange fitting = fittingRange(span);
    const QCPRange now = axis->range();
    const bool isLogarithmic = m_scale == ValueScale::Logarithmic;
    const double share = isLogarithmic ? std::log(fitting.upper / fitting.lower) / std::log(now.upper / now.lower)
                                       : fitting.size() / now.size();
    if (span.lowest < now.lower || span.highest > now.upper || !(share >= kShrinkBelow))
        axis->setRange(fitting);
}

QCPRange PlotScene::fittingRange(const Span& span) const
{
    if (m_scale == ValueScale::Logarithmic) {
        const double lower = std::floor(std::log10(span.lowest) - 0.05);
        const double upper = std::ceil(std::log10(span.highest) + 0.05);
        return {std::pow(10.0, std::max(lower, -200.0)), std::pow(10.0, std::min(upper, 200.0))};
    }
    const double least = std::max(1e-9, 1e-3 * std::max(std::abs(span.lowest), std::abs(span.highest)));
    const double room = std::max(kRoomAround * (span.highest - span.lowest), least / 2.0);
    return {span.lowest - room, span.highest + room};
}

void PlotScene::zoomValues(double factor, double atPixel)
{
    m_isFitting = false;
    for (QCPAxis* axis : {m_plot->yAxis, m_plot->yAxis2}) {
        const QCPRange before = axis->range();
        axis->scaleRange(factor, axis->pixelToCoord(atPixel));
        if (!(axis->range().size() > 1e-12) || !QCPRange::validRange(axis->range()))
            axis->setRange(before);
    }
}

void PlotScene::panValues(double pixels)
{
    m_isFitting = false;
    for (QCPAxis* axis : {m_plot->yAxis, m_plot->yAxis2}) {
        const double from = axis->pixelToCoord(0.0);
        const double to = axis->pixelToCoord(pixels);
        if (m_scale == ValueScale::Logarithmic) {
            const QCPRange moved(axis->range().lower * from / to, axis->range().upper * from / to);
            axis->setRange(QCPRange::validRange(moved) ? moved : axis->range());
        } else {
            axis->moveRange(from - to);
        }
    }
}

QRect PlotScene::area() const
{
    return m_plot->axisRect()->rect();
}

double PlotScene::stepAt(double pixel) const
{
    return m_plot->xAxis->pixelToCoord(pixel);
}

double PlotScene::stepsPerPixel() const
{
    return m_plot->xAxis->range().size() / std::max(1, area().width());
}

std::optional<QPointF> PlotScene::pixelOf(const PlotSeries& series, const SeriesPoint& point) const
{
    if (!hasPlace(point))
        return std::nullopt;
    return QPointF(m_plot->xAxis->coordToPixel(point.step), valueAxis(series)->coordToPixel(point.value));
}

void PlotScene::addLabels(const QString& unit)
{
    QCPLegend* legend = m_plot->legend;
    for (int i = 0; i < m_plot->graphCount(); ++i) {
        if (m_plot->graph(i)->visible() && !m_plot->graph(i)->data()->isEmpty())
            m_plot->graph(i)->addToLegend();
    }
    // A row of its own, as it would lie on the curves else.
    m_plot->plotLayout()->insertRow(0);
    m_plot->plotLayout()->addElement(0, 0, legend);
    m_plot->plotLayout()->setRowStretchFactor(0, 0.001);
    legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    legend->setVisible(true);
    m_plot->xAxis->setLabel(QCoreApplication::translate("cnnvis::ui::PlotScene", "step"));
    m_plot->yAxis->setLabel(unit);
}

void PlotScene::removeLabels()
{
    QCPLegend* legend = m_plot->legend;
    legend->clearItems();
    legend->setVisible(false);
    m_plot->axisRect()->insetLayout()->addElement(legend, Qt::AlignRight | Qt::AlignTop);
    m_plot->plotLayout()->simplify();
    m_plot->xAxis->setLabel({});
    m_plot->yAxis->setLabel({});
}

QByteArray PlotScene::png(const QString& unit)
{
    constexpr double kScale = 2.0;
    addLabels(unit);
    const QPixmap picture = m_plot->toPixmap(m_plot->width(), m_plot->height(), kScale);
    removeLabels();
    m_plot->replot(QCustomPlot::rpQueuedRefresh);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    return picture.save(&buffer, "PNG") ? bytes : QByteArray();
}

QByteArray PlotScene::pdf(const QString& unit)
{
    constexpr int kDotsPerInch = 72;
    const PlotColours onScreen = m_colours;
    const QFont font = m_font;
    const QCPRange steps = m_plot->xAxis->range();
    QByteArray bytes;
    {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter writer(&buffer);
        writer.setResolution(kDotsPerInch);
        writer.setPageSize(QPageSize(QSizeF(m_plot->size()), QPageSize::Point));
        writer.setPageMargins(QMarginsF());
        QCPPainter painter;
        painter.begin(&writer);
        painter.setMode(QCPPainter::pmVectorized);
        painter.setMode(QCPPainter::pmNoCaching);
        setStyle(PlotColours::forPaper(), font);
        draw(steps.lower, steps.upper);
        addLabels(unit);
        m_plot->toPainter(&painter, m_plot->width(), m_plot->height());
        painter.end();
    }
    removeLabels();
    setStyle(onScreen, font);
    draw(steps.lower, steps.upper);
    return bytes;
}

} // namespace cnnvis::ui
