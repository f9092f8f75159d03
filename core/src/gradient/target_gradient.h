// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gradient/gradient_runner.h"

#include <memory>

namespace cnnvis {

/// What the runner that is chosen for a request will be like. @param threads  of the main processor.
RunnerAttributes attributesOfRunner(const GradientRequest& request, const Network& network, int threads);

/// The network's part of a tile's gradient: forward to the target, the objective, and back to the pixels.
/// Chooses who computes it, and tells what failed in words of ours.
class TargetGradient {
public:
    /// Reads the weights that the target needs.
    /// @throws ModelError, DeviceError, SettingsError  when that cannot be.
    TargetGradient(const GradientRequest& request, const Network& network);

    const RunnerAttributes& attributes() const { return m_runner->attributes(); }

    /// As GradientRunner::run().
    /// @throws DeviceError  when the device fails or has too little memory.
    BatchReport compute(const TileSource& source, int count, const Objective& objective, Sums sums, float* gradients);

private:
    std::unique_ptr<GradientRunner> m_runner;
};

} // namespace cnnvis
