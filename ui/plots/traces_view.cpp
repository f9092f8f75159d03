// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/traces_view.h"

#include "plots/plot_colours.h"

#include <QComboBox>

#include <algorithm>

namespace cnnvis::ui {

TracesView::TracesView(const PlotMarks& marks, QWidget* parent)
    : PlotView(QStringLiteral("traces"), tr("Pixel traces"), tr("grey levels less the mean"), ValueScale::Linear, marks,
        parent)
    , m_channelBox(new QComboBox(this))
{
    m_channelBox->setObjectName(QStringLiteral("traceChannel"));
    m_channelBox->setAccessibleName(tr("Channel of the pixel traces"));
    m_channelBox->setToolTip(tr("Which values of the traced pixels are plotted"));
    m_channelBox->addItem(tr("Brightness"), static_cast<int>(Channel::Brightness));
    m_channelBox->addItem(tr("Red"), static_cast<int>(Channel::Red));
    m_channelBox->addItem(tr("Green"), static_cast<int>(Channel::Green));
    m_channelBox->addItem(tr("Blue"), static_cast<int>(Channel::Blue));
    m_channelBox->addItem(tr("Red, green, blue"), static_cast<int>(Channel::All));
    m_channelBox->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    addTool(m_channelBox);
    connect(m_channelBox, &QComboBox::currentIndexChanged, this,
        [this] { setChannel(static_cast<Channel>(m_channelBox->currentData().toInt())); });
}

QString TracesView::keyOf(int point)
{
    return QStringLiteral("trace.%1").arg(point);
}

void TracesView::setPoints(const QVector<TracePoint>& points)
{
    const auto isGone = [&points](int id) {
        return std::none_of(points.cbegin(), points.cend(), [id](const TracePoint& point) { return point.id == id; });
    };
    for (auto curves = m_curves.begin(); curves != m_curves.end();) {
        if (isGone(curves->first)) {
            removeSeries(keyOf(curves->first));
            curves = m_curves.erase(curves);
        } else {
            ++curves;
        }
    }
    for (const TracePoint& point : points) {
        if (m_curves.count(point.id) == 0) {
            addPoint(point);
        }
        for (PlotSeries* curve : m_curves[point.id]) {
            curve->name = point.name;
            curve->colour = point.colour.isValid() ? point.colour : series_colours::at(point.id);
        }
    }
    selectCurves();
}

void TracesView::addPoint(const TracePoint& point)
{
    PlotSeries series;
    series.key = keyOf(point.id);
    series.name = point.name;
    series.colour = point.colour.isValid() ? point.colour : series_colours::at(point.id);
    Curves& curves = m_curves[point.id];
    const std::array<QString, 4> details{QString(), tr("red"), tr("green"), tr("blue")};
    for (std::size_t i = 0; i < curves.size(); ++i) {
        series.detail = details[i];
        curves[i] = addSeries(series);
    }
}

TracesView::Curves& TracesView::curvesOf(int point)
{
    if (m_curves.count(point) == 0) {
        addPoint({point, tr("Point %1").arg(point + 1), QColor()});
        selectCurves();
    }
    return m_curves[point];
}

void TracesView::addSamples(qint64 step, const QVector<TraceSample>& samples)
{
    for (const TraceSample& sample : samples) {
        const Curves& curves = curvesOf(sample.point);
        const std::array<double, 4> values{sample.brightness(), sample.red, sample.green, sample.blue};
        for (std::size_t i = 0; i < curves.size(); ++i) {
            curves[i]->data.append(step, values[i]);
        }
    }
}

void TracesView::setChannel(Channel channel)
{
    m_channel = channel;
    m_channelBox->setCurrentIndex(m_channelBox->findData(static_cast<int>(channel)));
    selectCurves();
    refresh();
}

void TracesView::selectCurves()
{
    constexpr std::array<Qt::PenStyle, 4> kTellApart{Qt::SolidLine, Qt::SolidLine, Qt::DashLine, Qt::DotLine};
    const bool isAll = m_channel == Channel::All;
    for (const auto& [point, curves] : m_curves) {
        for (std::size_t i = 0; i < curves.size(); ++i) {
            curves[i]->isSelected = isAll ? i > 0 : i == static_cast<std::size_t>(m_channel);
            curves[i]->lineStyle = isAll ? kTellApart[i] : Qt::SolidLine;
        }
    }
}

} // namespace cnnvis::ui
