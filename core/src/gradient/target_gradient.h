// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/run_settings.h"

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
    double objective = 0.0; ///< see objectiveValue()
    std::optional<double> neuronMean; ///< amplify_neuron only
    int fittingTiles = 0; ///< see StepReport
};

/// The network's part of a tile's gradient: forward to the target, the objective, and back to the pixels. Hides
/// LibTorch.
class TargetGradient {
public:
    /// Reads the weights that the target needs.
    /// @throws ModelError, DeviceError, SettingsError  when that cannot be.
    TargetGradient(const RunSettings& settings, const Network& network);
    ~TargetGradient();

    /// In which the layers compute: as the settings say, or what Auto came to.
    Precision precision() const;

    /// What --batch_size says for batches from now on, 0 for nothing: with a number, sums are the original's. At first
    /// it is as in the constructor's settings.
    void setGivenBatch(int tiles);

    /// @param settings   the objective's, as they are now.
    /// @param gradients  receives the gradient of each of the `count` tiles, one after the other, downhill, as the
    ///                   source lays pixels out.
    /// @throws DeviceError  when the device fails or has too little memory.
    BatchReport compute(const TileSource& source, int count, const RunSettings& settings, float* gradients);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace cnnvis
