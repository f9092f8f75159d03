// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/setting_choices.h"

#include <cstdint>
#include <string>

namespace cnnvis {

/// What happens every `output_iter` steps: bits of RunSettings::iterBehavior.
namespace iter_behavior {
enum Bit : unsigned { Show = 1U, Save = 2U, Print = 4U, PlotPix = 8U };
} // namespace iter_behavior

/// Bits of iter_behavior::Bit; a type of its own so that the schema knows it from a number.
struct IterBehavior {
    unsigned bits = 0;
    bool has(iter_behavior::Bit bit) const { return (bits & bit) != 0; }
    friend bool operator==(IterBehavior a, IterBehavior b) { return a.bits == b.bits; }
};

/// Everything that determines a run: one field per entry of settingsSchema(), which documents each of them.
///
/// A plain value. Two runs with equal settings, network and start picture make the same bytes on the same build and
/// device, with any number of threads.
struct RunSettings {
    // Model
    std::string model;
    std::string deployTxt;
    std::string caffeModel;
    std::string meanImage;

    // Objective
    ImageType imageType = ImageType::AmplifyLayer;
    std::string targetLayer = "inception_4d/3x3_reduce";
    int targetNeuron = 0;
    double amplifyL1Weight = 1.0;
    double amplifyL2Weight = 1.0;
    double amplifyGradClip = 5.0;
    NormalizeGradient normalizeGradient = NormalizeGradient::Off;

    // Start image
    std::string initialImage;
    std::string ground = "mean";
    bool keepTransparency = false;
    double initializationScale = 1.0;
    double initializationBlur = 0.0;
    std::int64_t seed = 0;

    // Sizes
    std::string initialSize;
    std::string finalSize;
    int numSizes = 1;
    ResizeType resizeType = ResizeType::Geometric;
    ResizePipeline resizePipeline = ResizePipeline::Classic;

    // Optimiser
    int numSteps = 1000;
    double learningRate = 1.0;
    int learningRateDecayIter = 100;
    double learningRateDecayFraction = 1.0;
    double decayRate = 0.95;
    bool usePixelLearningRates = false;
    Tiling tiling = Tiling::Original;

    // P-norm
    double alpha = 6.0;
    double pScale = 1.0;
    double pReg = 1e-4;

    // Auxiliary p-norm
    double alphaAux = 6.0;
    double pScaleAux = 1.0;
    double pRegAux = 0.0;

    // Total variation
    double beta = 2.0;
    double tvReg = 0.5;
    double tvRegScale = 1.0;
    double tvRegStep = 0.0;
    int tvRegStepIter = 50;
    TvGradOperator tvGradOperator = TvGradOperator::Naive;

    // Output
    std::string outputFile = "out.png";
    int outputIter = 50;
    IterBehavior iterBehavior{iter_behavior::Save | iter_behavior::Print};
    bool rescaleImage = false;
    double showWidth = 5.0;
    double showHeight = 5.0;

    // Machine
    int gpu = -1;
    int batchSize = 0; ///< 0: automatic, see tilesPerBatch()
    int threads = 0;
    Arithmetic arithmetic = Arithmetic::Fast;
    Precision precision = Precision::Fp32;
};

} // namespace cnnvis
