// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trainable_network.h"

#include <cstdint>
#include <vector>

namespace cnnvis::training {

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
class AdamW {
public:
    AdamW(std::vector<NamedTensor> parameters, double weightDecay);

    /// Changes the parameters by their gradients, and forgets these.
    /// @param step  how many steps there were before.
    void step(double learningRate, std::int64_t step);

    /// The running means, for checkpoints.
    std::vector<NamedTensor> state() const;

private:
    std::vector<NamedTensor> m_parameters;
    std::vector<at::Tensor> m_means, m_squares;
    double m_weightDecay;
};

} // namespace cnnvis::training
