// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "plots/plot_view.h"

#include <functional>
#include <optional>
#include <vector>

namespace cnnvis::ui {

/// The plots of what the steps report: gradients, objective, step and image. Makes the views and feeds their curves;
/// the views belong to the parent.
class ReportPlots {
public:
    ReportPlots(const PlotMarks& marks, QWidget* parent);

    PlotView* gradients() const { return m_gradients; }
    PlotView* objective() const { return m_objective; }
    PlotView* step() const { return m_step; }
    PlotView* image() const { return m_image; }

    void add(qint64 globalStep, const StepReport& report);

private:
    using Value = std::function<std::optional<double>(const StepReport& report)>;
    struct Curve {
        PlotSeries* series;
        Value value;
    };
    void addGradients();
    void addObjective();
    void addStep();
    void addImage();
    PlotSeries* addCurve(PlotView* view, const QString& key, const QString& name, const QColor& colour, Value value,
        bool isRight = false);

    PlotView* m_gradients;
    PlotView* m_objective;
    PlotView* m_step;
    PlotView* m_image;
    std::vector<Curve> m_curves;
};

} // namespace cnnvis::ui
