// SPDX-License-Identifier: GPL-3.0-or-later
#include "objective/objective.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/zeros_like.h>

namespace cnnvis {

at::Tensor objectiveGradient(const at::Tensor& activation, const RunSettings& settings)
{
    if (settings.imageType == ImageType::AmplifyNeuron) {
        at::Tensor gradient = at::zeros_like(activation);
        gradient.select(1, settings.targetNeuron).fill_(-1.0);
        return gradient;
    }
    const double clip = settings.amplifyGradClip;
    return activation.abs() * -settings.amplifyL1Weight - at::clamp(activation, -clip, clip) * settings.amplifyL2Weight;
}

double objectiveValue(const at::Tensor& activation, const RunSettings& settings)
{
    if (settings.imageType == ImageType::AmplifyNeuron)
        return neuronMean(activation, settings) / static_cast<double>(activation.size(1));
    const double clip = settings.amplifyGradClip;
    // Its derivative by a is clip(a): below the clip c = a gives a²/2, above it c · a - c²/2.
    const at::Tensor clipped = at::clamp(activation, -clip, clip);
    const at::Tensor limited = clipped * (activation - clipped * 0.5);
    const at::Tensor value =
        activation * activation.abs() * (0.5 * settings.amplifyL1Weight) + limited * settings.amplifyL2Weight;
    return value.mean(at::kDouble).item<double>();
}

double neuronMean(const at::Tensor& activation, const RunSettings& settings)
{
    return activation.select(1, settings.targetNeuron).mean(at::kDouble).item<double>();
}

} // namespace cnnvis
