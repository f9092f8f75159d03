// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics_text.h"

#include "number_text.h"

#include <cstddef>

namespace cnnvis::render {

namespace {

constexpr int kDigits = 9; // a float's
constexpr std::size_t kValueColumn = 20;

std::string line(const std::string& name, const std::string& value)
{
    const std::string start = "  " + name + ":";
    return start + std::string(kValueColumn + 2 - start.size(), ' ') + value + "\n";
}

std::string line(const std::string& name, double value)
{
    return line(name, roundedText(value, kDigits));
}

std::string line(const std::string& name, double first, double second)
{
    return line(name, roundedText(first, kDigits) + ", " + roundedText(second, kDigits));
}

} // namespace

std::string statisticsText(const StepReport& report, int sizes)
{
    const std::string size = std::to_string(report.sizeIndex + 1) + "/" + std::to_string(sizes) + " ("
        + std::to_string(report.size.height) + "x" + std::to_string(report.size.width) + ")";
    std::string text = "iteration: " + std::to_string(report.step) + "\n";
    text += line("size", size);
    for (const TermFigures& term : report.terms) {
        if (!term.info.lossName.empty())
            text += line(std::string(term.info.lossName), term.loss);
    }
    for (const TermFigures& term : report.terms)
        text += line("mean " + std::string(term.info.gradientName), term.meanGradient);
    text += line("mean cnn_grad", report.meanNetworkGradient);
    text += line("step mean, median", report.meanStep, report.medianStep);
    text += line("image mean, std", report.imageMean, report.imageDeviation);
    text += line("mean step / val", report.meanStepRatio);
    if (report.neuronMean)
        text += line("mean neuron val", *report.neuronMean);
    return text;
}

} // namespace cnnvis::render
