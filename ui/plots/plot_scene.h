// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/mark_layer.h"
#include "plots/plot_series.h"

#include <limits>
#include <optional>

namespace cnnvis::ui {

/// Draws curves and marks into a QCustomPlot, in our look. Owned by a PlotCanvas; the plot, the curves and the marks
/// outlive it.
class PlotScene {
public:
    PlotScene(QCustomPlot* plot, ValueScale scale, const PlotSeriesList& series, const PlotMarks& marks);

    void setStyle(const PlotColours& colours, const QFont& font);
    /// Brings curves and axes up to date, and asks for a repaint.
    void draw(double firstStep, double lastStep);

    /// Keeps the values' axes as people have set them, or fits them to the curves again.
    void setFittingValues(bool isFitting) { m_isFitting = isFitting; }
    bool isFittingValues() const { return m_isFitting; }
    void zoomValues(double factor, double atPixel);
    void panValues(double pixels);

    bool isLogarithmic() const { return m_scale == ValueScale::Logarithmic; }
    QRect area() const;
    double stepAt(double pixel) const;
    double stepsPerPixel() const;
    /// Where a point of a curve lies; nothing when it has no place on a logarithmic axis.
    std::optional<QPointF> pixelOf(const PlotSeries& series, const SeriesPoint& point) const;

    /// The picture on the screen at twice its size, with a legend and names for its axes.
    /// @param unit  of the values.
    QByteArray png(const QString& unit);
    /// The same as lines, dark on white, on a page of its size.
    QByteArray pdf(const QString& unit);

private:
    struct Span {
        double lowest = std::numeric_limits<double>::infinity();
        double highest = -std::numeric_limits<double>::infinity();
        void include(double value);
        bool isEmpty() const { return lowest > highest; }
    };
    void setUpAxis(QCPAxis* axis, bool isForValues);
    void styleAxis(QCPAxis* axis, const QColor& labels);
    void styleLegend();
    void updateGraphs(double firstStep, double lastStep, Span& left, Span& right);
    void thinDenseCurves();
    QVector<QCPGraphData> graphData(const PlotSeries& series, double first, double last, Span& span) const;
    bool hasPlace(const SeriesPoint& point) const;
    bool isInGap(const QVector<SeriesPoint>& points, int i) const;
    /// What stands around the plot on the screen, a picture of it has to say itself.
    void addLabels(const QString& unit);
    void removeLabels();
    void fit(QCPAxis* axis, const Span& span) const;
    QCPRange fittingRange(const Span& span) const;
    QCPAxis* valueAxis(const PlotSeries& series) const;

    QCustomPlot* m_plot;
    ValueScale m_scale;
    const PlotSeriesList& m_series;
    MarkLayer* m_markLayer;
    PlotColours m_colours;
    QFont m_font;
    bool m_isFitting = true;
};

} // namespace cnnvis::ui
