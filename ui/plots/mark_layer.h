// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/plot_colours.h"
#include "plots/plot_marks.h"

#include <qcustomplot.h>

namespace cnnvis::ui {

/// Draws the marks of a run behind the curves: where a knob was turned as a dashed line with its label, where another
/// size began as a faint one. Labels that would lie on one another are left out.
class MarkLayer : public QCPLayerable {
public:
    MarkLayer(QCustomPlot* plot, const PlotMarks& marks);
    void setStyle(const PlotColours& colours, const QFont& font);

protected:
    QRect clipRect() const override;
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    void drawLines(QCPPainter* painter, PlotMark::Kind kind) const;
    void drawLabels(QCPPainter* painter, PlotMark::Kind kind) const;
    PlotMarks::Range visibleMarks() const;
    double pixel(const PlotMark& mark) const;

    const PlotMarks& m_marks;
    PlotColours m_colours;
    QFont m_font;
};

} // namespace cnnvis::ui
