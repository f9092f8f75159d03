// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <ATen/core/Tensor.h>

namespace cnnvis {

/// The gradient that is sent back from the target, downhill: the picture moves against it.
///
/// amplify_layer:  -l1 · |a| - l2 · clip(a, -g, g). |a| has no sign, so that it pushes up for negative a too.
/// amplify_neuron: -1 at every position of the channel `target_neuron`, 0 elsewhere.
/// @param activation  (N, channels, …) float32: the target as it stands after the layers that work on it in place.
/// Source: cnn_vis.py. Deviation: none.
at::Tensor objectiveGradient(const at::Tensor& activation, const RunSettings& settings);

/// What the picture climbs, whose negative gradient, times the number of values, is objectiveGradient():
/// the mean of l1 · a|a|/2 + l2 · (a²/2, beyond the clip linear), or of the channel over N · channels · … values.
double objectiveValue(const at::Tensor& activation, const RunSettings& settings);

/// The mean of the channel `target_neuron`.
double neuronMean(const at::Tensor& activation, const RunSettings& settings);

} // namespace cnnvis
