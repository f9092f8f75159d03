// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

namespace at {
class Tensor;
}

/// What a dream climbs at the target layer. An objective is a plain value with its parameters, and the members of these
/// two. `activation` is (N, channels, …): the target as it stands after the layers that work on it in place.
namespace cnnvis {

/// The whole layer, for what it responds to already: -l1 · |a| - l2 · clip(a, -g, g). |a| has no sign, so that it
/// pushes up for negative a, too. Source: cnn_vis.py, amplify_layer. Deviation: none.
struct LayerObjective {
    double l1Weight = 1.0;
    double l2Weight = 1.0;
    double clip = 5.0; ///< g, ≥ 0

    /// The gradient that is sent back, downhill: the picture moves against it.
    at::Tensor gradient(const at::Tensor& activation) const;
    /// What the picture climbs, whose negative gradient, times the number of values, is gradient(): the mean of
    /// l1 · a|a|/2 + l2 · (a²/2, beyond the clip linear).
    double value(const at::Tensor& activation) const;
    /// The channel's mean, where the objective is one channel.
    std::optional<double> neuronMean(const at::Tensor& /*activation*/) const { return std::nullopt; }
};

/// One channel everywhere: -1 at each of its positions, 0 elsewhere. Source: cnn_vis.py, amplify_neuron. Deviation:
/// none.
struct NeuronObjective {
    std::int64_t channel = 0; ///< that is there

    at::Tensor gradient(const at::Tensor& activation) const;
    /// The mean over N · channels · … values.
    double value(const at::Tensor& activation) const;
    std::optional<double> neuronMean(const at::Tensor& activation) const;
};

using Objective = std::variant<LayerObjective, NeuronObjective>;

/// What the target says of the picture.
struct ObjectiveFigures {
    double value = 0.0;
    std::optional<double> neuronMean;
};

at::Tensor gradientOf(const Objective& objective, const at::Tensor& activation);
ObjectiveFigures figuresOf(const Objective& objective, const at::Tensor& activation);

} // namespace cnnvis
