// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <optional>
#include <vector>

namespace cnnvis {

/// What a step's report has.
enum class Figures {
    Free, ///< what the step knows almost without work
    All, ///< also what takes passes over the image and the last tile
};

/// What one step did. Tile figures are those of the last tile stepped; losses and gradients are from before the step.
/// Gradients are in 1 / grey level, steps and values in grey levels.
struct StepReport {
    int sizeIndex = 0; ///< from 0
    PictureSize size;
    int step = 0; ///< from 1, within the size
    double learningRate = 0.0; ///< that the step was taken with
    double tvStrength = 0.0; ///< that the step was taken with
    double objective = 0.0; ///< what the dream climbs, mean over the values of the target in the last batch
    double meanNetworkGradient = 0.0; ///< mean magnitude over all tiles of the last half-step, before it is normalised
    /// Whether the target's gradient was exactly 0 everywhere, as behind a unit that is off; told of each size's first
    /// step. The network then changes nothing.
    bool isTargetSilent = false;
    double networkSeconds = 0.0; ///< the network's share of the step's time
    std::optional<double> neuronMean; ///< amplify_neuron: mean value of the channel over the last batch
    /// Tiles that fit into a graphics processor's memory together, where a batch did not and was done in parts; else 0.
    int fittingTiles = 0;
    /// @{ With Figures::All; else 0.
    double pLoss = 0.0; ///< without its strength
    double tvLoss = 0.0; ///< without its strength
    double meanPGradient = 0.0; ///< mean magnitude, with the strength
    double meanPGradientAux = 0.0; ///< mean magnitude, with the strength
    double meanTvGradient = 0.0; ///< mean magnitude, with the strength after the step's schedule, as in the original
    double meanStep = 0.0; ///< mean magnitude
    double medianStep = 0.0; ///< median magnitude
    double meanStepRatio = 0.0; ///< mean of |step| / |value after the step|; a value that is 0 after it counts 0
    double imageMean = 0.0; ///< of the whole image, mean-subtracted
    double imageDeviation = 0.0;
    /// @}
};

/// A half-step that was interrupted: the gradients of some tiles are known, and some of these are not yet stepped,
/// since tiles that overlap them have still to be looked at. All zero between half-steps.
struct OpenHalf {
    bool isNormalised = false; ///< all gradients are kept, to be brought to a mean of one together
    int computed = 0; ///< tiles whose gradients are known
    double gradientSum = 0.0; ///< of their magnitudes, where it is needed
    std::vector<float> gradients; ///< of those not yet stepped, one block of the tile's size for each
};

} // namespace cnnvis
