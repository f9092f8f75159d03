// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/setting_choices.h"
#include "network/layer_graph.h"
#include "objective/objective.h"

#include <functional>
#include <memory>

namespace cnnvis {

/// Writes the pixels of a tile, as RealImage lays them out. Called on several threads; for a tile that is tried again,
/// as memory ran out, once more.
/// @param tile  its index in the batch.
using TileSource = std::function<void(int tile, float* pixels)>;

/// What the network said of a batch of tiles.
struct BatchReport {
    ObjectiveFigures objective; ///< means over the batch
    int fittingTiles = 0; ///< see StepReport
};

/// What gradients are asked for, and how they are to be computed.
struct GradientRequest {
    TargetPoint target;
    int gpu = -1; ///< CUDA device; -1: the main processor
    Precision precision = Precision::Fp32;
    Arithmetic arithmetic = Arithmetic::Fast;
    int givenBatch = 0; ///< see GradientRunner::setGivenBatch()
};

/// How a batch of tiles is taken to the target and back.
class GradientRunner {
public:
    virtual ~GradientRunner() = default;
    /// @param gradients  receives the gradient of each of the `count` tiles, one after the other, downhill, as the
    ///                   source lays pixels out.
    /// @throws c10::Error, std::bad_alloc, DeviceError  when that cannot be, e.g. as memory runs out.
    virtual BatchReport run(const TileSource& source, int count, const Objective& objective, float* gradients) = 0;
    /// What --batch_size says for batches from now on; 0: nothing.
    virtual void setGivenBatch(int /*tiles*/) { }
    /// In which the layers compute: what Auto came to; Auto itself on a graphics processor, where it is TF32.
    virtual Precision precision() const = 0;
};

/// With LibTorch's operators, on any device, all tiles at once.
/// @throws DeviceError  when there is no such device, or it has too little memory.
std::unique_ptr<GradientRunner> makeGraphGradientRunner(const GradientRequest& request, const Network& network);

/// With programs of oneDNN's primitives on the main processor, a thread a tile.
/// @throws DeviceError  when oneDNN fails.
/// @return  nullptr where this build or this processor has no use of them, or another device is asked for.
std::unique_ptr<GradientRunner> makeTeamGradientRunner(const GradientRequest& request, const Network& network);

} // namespace cnnvis
