// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/report_plots.h"

#include "plots/plot_colours.h"

#include <QCoreApplication>

#include <iterator>
#include <limits>

namespace cnnvis::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cnnvis::ui::ReportPlots", text);
}

} // namespace

ReportPlots::ReportPlots(const PlotMarks& marks, QWidget* parent)
    : m_gradients(new PlotView(QStringLiteral("gradients"), tr("Gradients"), tr("mean magnitude, 1 / grey level"),
        ValueScale::Logarithmic, marks, parent))
    , m_objective(new PlotView(
          QStringLiteral("objective"), tr("Objective"), tr("mean over the target"), ValueScale::Linear, marks, parent))
    , m_step(new PlotView(
          QStringLiteral("step"), tr("Step"), tr("grey levels; ratio at the right"), ValueScale::Linear, marks, parent))
    , m_image(new PlotView(
          QStringLiteral("image"), tr("Image"), tr("grey levels less the mean"), ValueScale::Linear, marks, parent))
{
    addGradients();
    addObjective();
    addStep();
    addImage();
}

PlotSeries* ReportPlots::addCurve(
    PlotView* view, const QString& key, const QString& name, const QColor& colour, Value value, bool isRight)
{
    PlotSeries series;
    series.key = key;
    series.name = name;
    series.colour = colour;
    series.usesRightAxis = isRight;
    m_curves.push_back({view->addSeries(series), value});
    return m_curves.back().series;
}

void ReportPlots::addGradients()
{
    using namespace series_colours;
    const auto add = [this](const char* key, const QString& name, const QColor& colour, Value value) {
        addCurve(m_gradients, QLatin1String(key), name, colour, value);
    };
    add("network", tr("network"), kBlue, [](const StepReport& r) { return std::optional(r.meanNetworkGradient); });
    const QColor colours[] = {kYellow, kRed, kGreen, kViolet, kCyan};
    std::size_t index = 0;
    for (const TermInfo& info : stepTerms()) {
        add(info.key.data(), tr(info.label.data()), colours[index++ % std::size(colours)],
            [key = info.key](const StepReport& r) { return std::optional(r.term(key).meanGradient); });
    }
}

void ReportPlots::addObjective()
{
    addCurve(m_objective, QStringLiteral("objective"), tr("objective"), series_colours::kBlue,
        [](const StepReport& report) { return std::optional(report.objective); });
    PlotSeries* neuron = addCurve(m_objective, QStringLiteral("neuron"), tr("neuron's mean"), series_colours::kYellow,
        [](const StepReport& report) { return report.neuronMean; });
    neuron->isOptional = true;
}

void ReportPlots::addStep()
{
    addCurve(m_step, QStringLiteral("mean"), tr("mean"), series_colours::kBlue,
        [](const StepReport& report) { return std::optional(report.meanStep); });
    addCurve(m_step, QStringLiteral("median"), tr("median"), series_colours::kGreen,
        [](const StepReport& report) { return std::optional(report.medianStep); });
    addCurve(
        m_step, QStringLiteral("ratio"), tr("step / value"), series_colours::kYellow,
        [](const StepReport& report) { return std::optional(report.meanStepRatio); }, true);
}

void ReportPlots::addImage()
{
    addCurve(m_image, QStringLiteral("mean"), tr("mean"), series_colours::kBlue,
        [](const StepReport& report) { return std::optional(report.imageMean); });
    addCurve(m_image, QStringLiteral("deviation"), tr("deviation"), series_colours::kYellow,
        [](const StepReport& report) { return std::optional(report.imageDeviation); });
}

void ReportPlots::add(qint64 globalStep, const StepReport& report)
{
    for (const Curve& curve : m_curves) {
        const std::optional<double> value = curve.value(report);
        if (value || !curve.series->data.isEmpty())
            curve.series->data.append(globalStep, value.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
}

} // namespace cnnvis::ui
