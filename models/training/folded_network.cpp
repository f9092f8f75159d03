// SPDX-License-Identifier: GPL-3.0-or-later
#include "folded_network.h"

#include "picture_batch.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/rsqrt.h>
#include <ATen/ops/tensor.h>

namespace cnnvis::training {
namespace {

using Factors = std::vector<double>; ///< one per channel

/// Takes back what was done to the input channels.
void undo(const Factors& factors, at::Tensor& weight)
{
    std::vector<std::int64_t> shape(static_cast<std::size_t>(weight.dim()), 1);
    shape[1] = static_cast<std::int64_t>(factors.size());
    weight = (weight.to(at::kDouble) / at::tensor(factors, at::kDouble).view(shape)).to(at::kFloat).contiguous();
}

} // namespace

std::vector<FoldedLayer> foldNormalisation(const TrainableNetwork& network)
{
    const at::NoGradGuard constant;
    const NetworkSpec& spec = network.spec();
    std::vector<FoldedLayer> folded(spec.size());
    for (std::size_t i = 0; i < spec.size(); ++i) {
        const TrainableLayer& layer = network.layers()[i];
        if (!layer.weight.defined())
            continue;
        const auto precise = [](const at::Tensor& tensor) { return tensor.detach().cpu().to(at::kDouble); };
        at::Tensor weight = precise(layer.weight);
        at::Tensor bias = precise(layer.bias);
        if (layer.gain.defined()) {
            const at::Tensor factor = precise(layer.gain) * at::rsqrt(precise(layer.variance) + kNormalisationEpsilon);
            bias = bias - precise(layer.mean) * factor;
            weight = weight * factor.view({-1, 1, 1, 1});
        }
        if (spec[i].inputs.front() < 0)
            weight = weight / kPixelScale;
        folded[i] = {weight.to(at::kFloat).contiguous(at::MemoryFormat::Contiguous), bias.to(at::kFloat)};
    }
    return folded;
}

void evenActivations(const NetworkSpec& spec, const std::vector<double>& means, std::vector<FoldedLayer>& layers)
{
    const at::NoGradGuard constant;
    std::vector<Factors> factors(spec.size());
    for (std::size_t i = 0; i < spec.size(); ++i) {
        const LayerSpec& layer = spec[i];
        Factors ofInput;
        for (const int place : layer.inputs) {
            const Factors part = place < 0 ? Factors(3, 1.0) : factors[static_cast<std::size_t>(place)];
            ofInput.insert(ofInput.end(), part.begin(), part.end());
        }
        if (layers[i].weight.defined())
            undo(ofInput, layers[i].weight);
        if (layer.type != LayerType::Convolution) {
            factors[i] = ofInput;
            continue;
        }
        const double factor = means[i] > 0.0 ? kUsualActivation / means[i] : 1.0;
        layers[i].weight.mul_(factor);
        layers[i].bias.mul_(factor);
        factors[i].assign(static_cast<std::size_t>(layer.outputChannels), factor);
    }
}

} // namespace cnnvis::training
