// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network_spec.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

namespace cnnvis::training {

/// A tensor under a name, e.g. "conv1/7x7_s2.weight".
struct NamedTensor {
    std::string name;
    at::Tensor tensor;
    bool decays = false; ///< whether weight decay pulls it to zero
};

/// A convolution followed by the normalisation of its batch, or a classifier.
struct TrainableLayer {
    at::Tensor weight; ///< (outputs, inputs, kernel, kernel), or (outputs, inputs) of a classifier
    at::Tensor bias; ///< (outputs); what the normalisation adds
    at::Tensor gain, mean, variance; ///< (outputs); of the normalisation; undefined in a classifier
};

/// Added to the variance before the root is taken.
constexpr double kNormalisationEpsilon = 1e-5;

/// The network while it learns. Not thread-safe.
class TrainableNetwork {
public:
    /// @param seed  of the weights it begins with.
    TrainableNetwork(NetworkSpec spec, std::uint64_t seed, at::Device device);

    /// A network with the same weights in the same memory, but gradients and statistics of its own.
    TrainableNetwork replica() const;

    /// The answers of the classifiers, each (N, classes) float32.
    /// @param pictures  (N, 3, height, width) float32 on the device, channels last, normalised.
    /// @param precision  in which convolutions compute: float32 or bfloat16.
    std::vector<at::Tensor> forward(const at::Tensor& pictures, at::ScalarType precision, bool isTraining);

    /// The mean of each layer's output over some pictures, after training; of a convolution, after its ReLU.
    std::vector<double> meanActivations(const at::Tensor& pictures);

    const NetworkSpec& spec() const { return m_spec; }
    at::Device device() const { return m_device; }
    /// Beside each layer of the spec; empty ones for those without weights.
    const std::vector<TrainableLayer>& layers() const { return m_layers; }
    /// What the optimiser changes.
    std::vector<NamedTensor> parameters() const;
    /// The running means and variances.
    std::vector<NamedTensor> statistics() const;

private:
    /// The outputs of all layers.
    std::vector<at::Tensor> outputs(const at::Tensor& pictures, at::ScalarType precision, bool isTraining);
    at::Tensor convolve(std::size_t place, const at::Tensor& input, bool isTraining);

    NetworkSpec m_spec;
    at::Device m_device;
    std::vector<TrainableLayer> m_layers;
};

} // namespace cnnvis::training
