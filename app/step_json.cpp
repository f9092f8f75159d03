// SPDX-License-Identifier: GPL-3.0-or-later
#include "step_json.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace cnnvis::render {

namespace {

using Json = nlohmann::ordered_json;

Json optionalNumber(const std::optional<double>& value)
{
    return value ? Json(*value) : Json();
}

} // namespace

std::string stepJson(const StepReport& report, const Progress& progress, double fractionDone)
{
    Json json;
    json["size"] = report.sizeIndex + 1;
    json["sizes"] = progress.sizes;
    json["height"] = report.size.height;
    json["width"] = report.size.width;
    json["step"] = report.step;
    json["steps"] = progress.steps;
    json["fraction_done"] = fractionDone;
    json["steps_per_second"] = optionalNumber(progress.stepsPerSecond);
    json["seconds_left"] = optionalNumber(progress.secondsLeft);
    json["learning_rate"] = report.learningRate;
    json["tv_strength"] = report.tvStrength;
    json["objective"] = report.objective;
    for (const TermFigures& term : report.terms) {
        if (!term.info.lossName.empty())
            json[std::string(term.info.lossName)] = term.loss;
    }
    for (const TermFigures& term : report.terms)
        json["mean_" + std::string(term.info.gradientName)] = term.meanGradient;
    json["mean_cnn_grad"] = report.meanNetworkGradient;
    json["step_mean"] = report.meanStep;
    json["step_median"] = report.medianStep;
    json["mean_step_ratio"] = report.meanStepRatio;
    json["image_mean"] = report.imageMean;
    json["image_std"] = report.imageDeviation;
    json["mean_neuron_val"] = optionalNumber(report.neuronMean);
    return json.dump(); // which writes NaN and infinities as null
}

} // namespace cnnvis::render
