// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/legend_bar.h"
#include "plots/plot_marks.h"
#include "plots/plot_series.h"

#include <QSet>
#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace cnnvis::ui {

class PlotCanvas;

/// One plot of the panel: its curves, their legend and their drawing. It draws when refresh() is called, or when
/// somebody acts upon it.
class PlotView : public QWidget {
    Q_OBJECT

public:
    /// @param key   of the plot, for object and file names, e.g. "gradients".
    /// @param unit  of the values, shown beside the legend.
    /// @param marks  outlive the view.
    PlotView(const QString& key, const QString& title, const QString& unit, ValueScale scale, const PlotMarks& marks,
        QWidget* parent = nullptr);

    const QString& key() const { return m_key; }
    const QString& title() const { return m_title; }

    /// Adds a curve; a key that was switched off stays so. @return  it, owned by the view.
    PlotSeries* addSeries(const PlotSeries& series);
    void removeSeries(const QString& key);
    const PlotSeriesList& series() const { return m_series; }

    /// Empties the curves for a new run; which ones are on stays.
    void clearData();
    /// Draws what has been added since the last time.
    void refresh();

    QVector<LegendEntry> legend() const;
    void setSeriesShown(const QString& key, bool isShown);
    bool isSeriesShown(const QString& key) const { return !m_hidden.contains(key); }

    void setFollowing(bool isFollowing);
    bool isFollowing() const;

    QByteArray csv() const;
    QByteArray png();
    QByteArray pdf();

Q_SIGNALS:
    void followingChanged(bool isFollowing);

protected:
    void resizeEvent(QResizeEvent* event) override;
    /// Puts a control at the right of the legend.
    void addTool(QWidget* tool);

private:
    void updateLegend();
    /// Where the legend needs the room, the unit goes.
    void giveLegendRoom();

    QString m_key;
    QString m_title;
    const PlotMarks& m_marks;
    PlotSeriesList m_series;
    QSet<QString> m_hidden;
    QHBoxLayout* m_header;
    QLabel* m_unit;
    LegendBar* m_legend;
    PlotCanvas* m_canvas;
};

} // namespace cnnvis::ui
