// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/setting_choices.h"
#include "gradient/batch_size.h"
#include "network/layer_graph.h"
#include "network/sums.h"
#include "objective/objective.h"

#include <functional>
#include <memory>
#include <optional>

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
    Sums sums = Sums::Fastest; ///< to begin with
    int usualBatch = 0; ///< tiles that will come together, to make ready for; 0: as many as there are threads
};

/// What a runner is like: arithmetic on the network's shapes, so that it is known before there is one, and of networks
/// and pictures that do not fit.
struct RunnerAttributes {
    int gpu = -1; ///< CUDA device; -1: the main processor
    Precision precision = Precision::Fp32; ///< in which the layers compute; see GradientRunner::attributes()
    BestBatch bestBatch;
    double fixedBytes = 0.0; ///< of the main processor's memory, whatever the tiles
    double bytesPerTile = 0.0; ///< of the device's memory, for a tile that is in hand
    int tilesInHand = 0; ///< that take the main processor's memory at a time, at the most

    /// The main processor's memory that batches of so many tiles take, their pixels and gradients among it.
    double bytesOfBatch(int tiles, PictureSize tileSize) const;
};

/// How a batch of tiles is taken to the target and back.
class GradientRunner {
public:
    virtual ~GradientRunner() = default;
    /// @param sums       where a runner knows more than one way.
    /// @param gradients  receives the gradient of each of the `count` tiles, one after the other, downhill, as the
    ///                   source lays pixels out.
    /// @throws c10::Error, std::bad_alloc, DeviceError  when that cannot be, e.g. as memory runs out.
    virtual BatchReport run(
        const TileSource& source, int count, const Objective& objective, Sums sums, float* gradients) = 0;
    /// Those that were told before, with the precision that Auto came to; on a graphics processor, Auto itself is TF32.
    virtual const RunnerAttributes& attributes() const = 0;
};

/// With LibTorch's operators, on any device, all tiles at once.
/// @throws DeviceError  when there is no such device, or it has too little memory.
std::unique_ptr<GradientRunner> makeGraphGradientRunner(const GradientRequest& request, const Network& network);
/// @param threads  of the main processor.
RunnerAttributes attributesOfGraphRunner(const GradientRequest& request, const Network& network, int threads);

/// With programs of oneDNN's primitives on the main processor, a thread a tile.
/// @throws DeviceError  when oneDNN fails.
/// @return  nullptr where this build or this processor has no use of them, or another device is asked for.
std::unique_ptr<GradientRunner> makeTeamGradientRunner(const GradientRequest& request, const Network& network);
/// @return  nothing where there is no such runner.
std::optional<RunnerAttributes> attributesOfTeamRunner(
    const GradientRequest& request, const Network& network, int threads);

} // namespace cnnvis
