// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plot_view.h"

#include "plots/plot_canvas.h"
#include "plots/plot_csv.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace cnnvis::ui {

PlotView::PlotView(const QString& key, const QString& title, const QString& unit, ValueScale scale,
    const PlotMarks& marks, QWidget* parent)
    : QWidget(parent)
    , m_key(key)
    , m_title(title)
    , m_marks(marks)
    , m_header(new QHBoxLayout)
    , m_unit(new QLabel(unit, this))
    , m_legend(new LegendBar(this))
    , m_canvas(new PlotCanvas(scale, m_series, marks, this))
{
    setObjectName(QStringLiteral("plot.") + key);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_unit->setProperty("role", QStringLiteral("quiet"));
    m_unit->setToolTip(tr("The unit of the values"));
    m_header->addWidget(m_legend, 1);
    m_header->addWidget(m_unit);
    m_header->setSpacing(fontMetrics().height() / 2);
    auto* layout = new QVBoxLayout(this);
    const int margin = fontMetrics().height() / 3;
    m_header->setContentsMargins(margin, margin, 2 * margin, 0);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_header);
    layout->addWidget(m_canvas, 1);
    m_canvas->setObjectName(QStringLiteral("canvas.") + key);
    m_canvas->setAccessibleName(tr("Plot: %1").arg(title));
    connect(m_canvas, &PlotCanvas::followingChanged, this, &PlotView::followingChanged);
    connect(m_legend, &LegendBar::toggled, this, &PlotView::setSeriesShown);
}

void PlotView::addTool(QWidget* tool)
{
    m_header->addWidget(tool);
}

PlotSeries* PlotView::addSeries(const PlotSeries& series)
{
    m_series.push_back(std::make_unique<PlotSeries>(series));
    m_series.back()->isSwitchedOn = isSeriesShown(series.key);
    updateLegend();
    return m_series.back().get();
}

void PlotView::removeSeries(const QString& key)
{
    m_series.erase(std::remove_if(m_series.begin(), m_series.end(),
                       [&key](const std::unique_ptr<PlotSeries>& series) { return series->key == key; }),
        m_series.end());
    updateLegend();
}

void PlotView::clearData()
{
    for (const auto& series : m_series)
        series->data.clear();
    m_canvas->reset();
}

void PlotView::refresh()
{
    updateLegend();
    m_canvas->refresh();
}

void PlotView::updateLegend()
{
    m_legend->setEntries(legend());
    giveLegendRoom();
}

void PlotView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    giveLegendRoom();
}

void PlotView::giveLegendRoom()
{
    const QMargins margins = m_header->contentsMargins();
    int needed = margins.left() + margins.right() + m_legend->sizeHint().width();
    for (int i = 1; i < m_header->count(); ++i)
        needed += m_header->spacing() + m_header->itemAt(i)->widget()->sizeHint().width();
    m_unit->setVisible(needed <= width());
}

QVector<LegendEntry> PlotView::legend() const
{
    QVector<LegendEntry> entries;
    for (const auto& series : m_series) {
        const bool isKnown = std::any_of(
            entries.cbegin(), entries.cend(), [&series](const LegendEntry& entry) { return entry.key == series->key; });
        if (!isKnown && !(series->isOptional && series->data.isEmpty()))
            entries.append({series->key, series->name, series->colour, series->isSwitchedOn});
    }
    return entries;
}

void PlotView::setSeriesShown(const QString& key, bool isShown)
{
    if (isShown)
        m_hidden.remove(key);
    else
        m_hidden.insert(key);
    for (const auto& series : m_series) {
        if (series->key == key)
            series->isSwitchedOn = isShown;
    }
    refresh();
}

void PlotView::setFollowing(bool isFollowing)
{
    m_canvas->setFollowing(isFollowing);
}

bool PlotView::isFollowing() const
{
    return m_canvas->isFollowing();
}

QByteArray PlotView::csv() const
{
    return plotCsv(m_series, m_marks);
}

QByteArray PlotView::png()
{
    return m_canvas->png(m_unit->text());
}

QByteArray PlotView::pdf()
{
    return m_canvas->pdf(m_unit->text());
}

} // namespace cnnvis::ui
