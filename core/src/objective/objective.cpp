// SPDX-License-Identifier: GPL-3.0-or-later
#include "objective/objective.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/zeros_like.h>

namespace cnnvis {

at::Tensor LayerObjective::gradient(const at::Tensor& activation) const
{
    return activation.abs() * -l1Weight - at::clamp(activation, -clip, clip) * l2Weight;
}

double LayerObjective::value(const at::Tensor& activation) const
{
    // Its derivative by a is clip(a): below the clip c = a gives a²/2, above it c · a - c²/2.
    const at::Tensor clipped = at::clamp(activation, -clip, clip);
    const at::Tensor limited = clipped * (activation - clipped * 0.5);
    const at::Tensor all = activation * activation.abs() * (0.5 * l1Weight) + limited * l2Weight;
    return all.mean(at::kDouble).item<double>();
}

at::Tensor NeuronObjective::gradient(const at::Tensor& activation) const
{
    at::Tensor gradient = at::zeros_like(activation);
    gradient.select(1, channel).fill_(-1.0);
    return gradient;
}

double NeuronObjective::value(const at::Tensor& activation) const
{
    return *neuronMean(activation) / static_cast<double>(activation.size(1));
}

std::optional<double> NeuronObjective::neuronMean(const at::Tensor& activation) const
{
    return activation.select(1, channel).mean(at::kDouble).item<double>();
}

at::Tensor gradientOf(const Objective& objective, const at::Tensor& activation)
{
    return std::visit([&](const auto& kind) { return kind.gradient(activation); }, objective);
}

ObjectiveFigures figuresOf(const Objective& objective, const at::Tensor& activation)
{
    return std::visit(
        [&](const auto& kind) {
            return ObjectiveFigures{kind.value(activation), kind.neuronMean(activation)};
        },
        objective);
}

} // namespace cnnvis
