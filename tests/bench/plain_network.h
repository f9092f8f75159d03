// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/run_settings.h"

#include <memory>

namespace cnnvis {

/// What our engine is compared with: the network as people write it in PyTorch. The default memory layout, one tile at
/// a time, autograd over LibTorch's own operators with gradients to all weights, and local_response_norm() as PyTorch
/// itself composes it. The same layers, weights and objective, so that it computes the same gradient.
class PlainNetwork {
public:
    enum class Arithmetic { Float32, Float64 };

    /// @throws ModelError  where the target needs a kind of layer that this has not.
    PlainNetwork(const RunSettings& settings, const Network& network, Arithmetic arithmetic);
    ~PlainNetwork();
    PlainNetwork(const PlainNetwork&) = delete;
    PlainNetwork& operator=(const PlainNetwork&) = delete;

    /// The gradient of one tile, laid out as TargetGradient has it.
    void compute(const float* tile, const RunSettings& settings, float* gradient);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace cnnvis
