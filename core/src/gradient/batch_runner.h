// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "gradient/target_gradient.h"

#include <ATen/core/Tensor.h>

#include <memory>

namespace cnnvis {

/// How a batch of tiles is taken to the target and back.
class BatchRunner {
public:
    virtual ~BatchRunner() = default;
    /// As TargetGradient::compute(), but LibTorch's errors and std::bad_alloc come as they are.
    virtual BatchReport run(const TileSource& source, int count, const RunSettings& settings, float* gradients) = 0;
    /// What --batch_size says for batches from now on; 0: nothing.
    virtual void setGivenBatch(int /*tiles*/) { }
    /// In which the layers compute: what Auto came to; Auto itself on a graphics processor, where it is TF32.
    virtual Precision precision() const = 0;
};

/// With LibTorch's operators, on any device, all tiles at once.
/// @throws DeviceError  when the device has too little memory.
std::unique_ptr<BatchRunner> makeGraphBatchRunner(
    const RunSettings& settings, const Network& network, at::Device device);

/// With programs of oneDNN's primitives on the main processor, a thread a tile.
/// @throws DeviceError  when oneDNN fails.
/// @return  nullptr where this build or this processor has no use of them.
std::unique_ptr<BatchRunner> makeTeamBatchRunner(const RunSettings& settings, const Network& network);

/// What the target says of the picture. @param activation  (N, channels, …) float32.
BatchReport reportOf(const at::Tensor& activation, const RunSettings& settings);

} // namespace cnnvis
