// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/plot_colours.h"
#include "plots/plot_marks.h"

#include <qcustomplot.h>

namespace cnnvis::ui {

/// Draws the marks of a run: where a knob was turned as a dashed line, where another size began as a faint one. Their
/// labels stand in a strip above the curves; those that would lie on one another are left out, those of sizes first.
class MarkLayer : public QCPLayerable {
public:
    MarkLayer(QCustomPlot* plot, const PlotMarks& marks);
    void setStyle(const PlotColours& colours, const QFont& font);
    /// Height of the strip for the labels, which the plot has to leave free above its axes' rectangle.
    int labelHeight() const;

protected:
    QRect clipRect() const override;
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    void drawLines(QCPPainter* painter, PlotMark::Kind kind) const;
    /// @param taken  where labels stand already; those drawn are added.
    void drawLabels(QCPPainter* painter, PlotMark::Kind kind, QVector<QRectF>& taken) const;
    PlotMarks::Range visibleMarks() const;
    double pixel(const PlotMark& mark) const;

    const PlotMarks& m_marks;
    PlotColours m_colours;
    QFont m_font;
};

} // namespace cnnvis::ui
