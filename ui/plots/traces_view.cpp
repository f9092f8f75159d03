// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/traces_view.h"

#include "plots/plot_colours.h"

#include <QComboBox>

#include <algorithm>

namespace cnnvis::ui {

namespace {

constexpr double kChannelShare = 0.6; // of the channel's colour in that of its curve

} // namespace

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

void TracesView::setPoints(const QVector<PlottedPoint>& points)
{
    const auto isGone = [&points](int id) {
        return std::none_of(points.cbegin(), points.cend(), [id](const PlottedPoint& point) { return point.id == id; });
    };
    for (auto trace = m_traces.begin(); trace != m_traces.end();) {
        if (isGone(trace->first)) {
            removeSeries(keyOf(trace->first));
            trace = m_traces.erase(trace);
        } else {
            ++trace;
        }
    }
    for (const PlottedPoint& point : points)
        traceOf(point.id).point = point;
    styleCurves();
}

TracesView::Trace& TracesView::traceOf(int id)
{
    const auto known = m_traces.find(id);
    if (known != m_traces.end())
        return known->second;
    Trace& trace = m_traces[id];
    trace.point = {id, tr("Point %1").arg(id + 1), QColor()};
    const std::array<QString, 4> details{QString(), tr("red"), tr("green"), tr("blue")};
    for (std::size_t i = 0; i < trace.curves.size(); ++i) {
        PlotSeries curve;
        curve.key = keyOf(id);
        curve.detail = details[i];
        trace.curves[i] = addSeries(curve);
    }
    styleCurves();
    return trace;
}

void TracesView::addSamples(qint64 step, const QVector<TraceSample>& samples)
{
    for (const TraceSample& sample : samples) {
        const Trace& trace = traceOf(sample.point);
        const std::array<double, 4> values{sample.brightness(), sample.red, sample.green, sample.blue};
        for (std::size_t i = 0; i < values.size(); ++i)
            trace.curves[i]->data.append(step, values[i]);
    }
}

void TracesView::setChannel(Channel channel)
{
    m_channel = channel;
    m_channelBox->setCurrentIndex(m_channelBox->findData(static_cast<int>(channel)));
    styleCurves();
    refresh();
}

void TracesView::styleCurves()
{
    // Where all channels of a point are drawn, each leans towards its own colour.
    const std::array<QColor, 4> channels{QColor(), series_colours::kRed, series_colours::kGreen, series_colours::kBlue};
    const bool isAll = m_channel == Channel::All;
    for (const auto& [id, trace] : m_traces) {
        const QColor own = trace.point.colour.isValid() ? trace.point.colour : series_colours::at(id);
        for (std::size_t i = 0; i < trace.curves.size(); ++i) {
            PlotSeries& curve = *trace.curves[i];
            curve.name = trace.point.name;
            curve.colour = isAll && i > 0 ? mixed(own, channels[i], kChannelShare) : own;
            curve.isSelected = isAll ? i > 0 : i == static_cast<std::size_t>(m_channel);
        }
    }
}

} // namespace cnnvis::ui
