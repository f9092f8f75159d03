// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <optional>
#include <string_view>
#include <vector>

namespace cnnvis {

/// What a step's report has.
enum class Figures {
    Free, ///< what the step knows almost without work
    All, ///< also what takes passes over the image and the last tile
};

/// What reports call a term of a step's gradient, one of those beside the network's. All of it ends with a zero.
struct TermInfo {
    std::string_view key; ///< "tv", of plots and tables
    std::string_view label; ///< "total variation"
    std::string_view lossName; ///< as the original prints it, "tv_loss"; empty: it doesn't
    std::string_view gradientName; ///< as the original prints it, "tv_grad"
};

/// What a term did to the last tile, before the step.
struct TermFigures {
    TermInfo info;
    double loss = 0.0; ///< without its strength
    double meanGradient = 0.0; ///< mean magnitude, with its strength
};

/// All terms that there are, in the order in which they are added and told.
const std::vector<TermInfo>& stepTerms();

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
    /// @{ With Figures::All; else empty or 0.
    std::vector<TermFigures> terms; ///< of all of stepTerms(), in their order
    double meanStep = 0.0; ///< mean magnitude
    double medianStep = 0.0; ///< median magnitude
    double meanStepRatio = 0.0; ///< mean of |step| / |value after the step|; a value that is 0 after it counts 0
    double imageMean = 0.0; ///< of the whole image, mean-subtracted
    double imageDeviation = 0.0;
    /// @}

    /// @return  zeros where they are not told.
    TermFigures term(std::string_view key) const
    {
        for (const TermFigures& figures : terms) {
            if (figures.info.key == key)
                return figures;
        }
        return {};
    }
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
