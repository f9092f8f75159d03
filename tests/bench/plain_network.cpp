// SPDX-License-Identifier: GPL-3.0-or-later
#include "plain_network.h"

#include "cnnvis/error.h"
#include "network/network_contents.h"
#include "objective/objective.h"
#include "recipe/recipe.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace cnnvis {
namespace {

using Tensors = std::vector<at::Tensor>;

/// torch.nn.functional.local_response_norm(), line by line.
at::Tensor localResponseNorm(const at::Tensor& input, const LrnKind& kind)
{
    const std::int64_t size = kind.localSize;
    at::Tensor divisor = at::mul(input, input).unsqueeze(1);
    divisor = at::constant_pad_nd(divisor, {0, 0, 0, 0, size / 2, (size - 1) / 2});
    divisor = at::avg_pool3d(divisor, {size, 1, 1}, 1).squeeze(1);
    divisor = divisor.mul(kind.alpha).add(kind.k).pow(kind.beta);
    return input / divisor;
}

/// Computes a layer by the operator of the same name.
struct PlainLayer {
    const LayerNode& layer;
    const Tensors& weights;
    const Tensors& inputs;

    at::Tensor bias(bool hasBias) const { return hasBias ? weights.at(1) : at::Tensor(); }

    at::Tensor operator()(const ConvolutionKind& kind) const
    {
        if (kind.isTransposed)
            return unknown();
        return at::conv2d(
            inputs[0], weights[0], bias(kind.hasBias), kind.stride, kind.padding, kind.dilation, kind.groups);
    }
    at::Tensor operator()(const ReluKind& kind) const
    {
        return kind.negativeSlope == 0.0 ? at::relu(inputs[0]) : at::leaky_relu(inputs[0], kind.negativeSlope);
    }
    at::Tensor operator()(const PoolingKind& kind) const
    {
        if (kind.method == PoolingKind::Method::Max && !kind.isGlobal)
            return at::max_pool2d(inputs[0], kind.kernel, kind.stride, kind.padding, 1, kind.roundsUp);
        return kind.isGlobal && kind.method == PoolingKind::Method::Average ? at::adaptive_avg_pool2d(inputs[0], {1, 1})
                                                                            : unknown();
    }
    at::Tensor operator()(const LrnKind& kind) const
    {
        return kind.isWithinChannel ? unknown() : localResponseNorm(inputs[0], kind);
    }
    at::Tensor operator()(const ConcatKind& kind) const { return at::cat(inputs, kind.axis); }
    at::Tensor operator()(const IdentityKind&) const { return inputs[0]; }
    at::Tensor operator()(const InnerProductKind& kind) const
    {
        return kind.isTransposed ? unknown() : at::linear(inputs[0].flatten(kind.axis), weights[0], bias(kind.hasBias));
    }
    at::Tensor operator()(const SoftmaxKind& kind) const { return at::softmax(inputs[0], kind.axis); }
    template <typename Kind>
    at::Tensor operator()(const Kind&) const
    {
        return unknown();
    }

    [[noreturn]] at::Tensor unknown() const
    {
        throw ModelError("The plain network has nothing for layer '" + layer.name + "' (" + layer.type
            + "); choose a --target_layer before it");
    }
};

} // namespace

class PlainNetwork::Impl {
public:
    Impl(const RunSettings& settings, Network network, Arithmetic arithmetic)
        : m_network(std::move(network))
        , m_contents(NetworkContents::of(m_network))
        , m_target(m_contents.target(settings))
        , m_isNeeded(m_contents.graph.layersNeededFor(m_target))
        , m_device(settings.gpu >= 0 ? at::Device(at::kCUDA, static_cast<at::DeviceIndex>(settings.gpu))
                                     : at::Device(at::kCPU))
        , m_type(arithmetic == Arithmetic::Float64 ? at::kDouble : at::kFloat)
    {
        for (const std::vector<WeightBlob>& blobs : m_contents.weights(m_target)) {
            Tensors& weights = m_weights.emplace_back();
            for (const WeightBlob& blob : blobs) {
                // from_blob() takes no const pointer; the values are only copied from.
                auto* const values = const_cast<float*>(blob.values.data());
                weights.push_back(at::from_blob(values, blob.shape).clone().to(m_device, m_type).requires_grad_());
            }
        }
    }

    void compute(const float* tile, const RunSettings& settings, float* gradient)
    {
        const PictureSize size = m_contents.inputSize();
        const at::Tensor pixels = at::from_blob(const_cast<float*>(tile), {1, size.height, size.width, 3});
        const at::Tensor data = pixels.permute({0, 3, 1, 2}).contiguous().to(m_device, m_type).requires_grad_();
        const Tensors values = forward(data);
        const LayerNode& layer = m_contents.graph.layers()[static_cast<std::size_t>(m_target.layer)];
        const at::Tensor& activation = values[static_cast<std::size_t>(m_target.value)];
        const at::Tensor downhill = gradientOf(objectiveOf(settings), activation.detach().to(at::kFloat)).to(m_type);
        // Past the layers that work on the target in place, as the original goes back.
        values[static_cast<std::size_t>(layer.outputs[0])].backward(downhill);
        const at::Tensor result = data.grad().permute({0, 2, 3, 1}).to(at::kCPU, at::kFloat).contiguous();
        std::copy_n(result.data_ptr<float>(), result.numel(), gradient);
        for (Tensors& weights : m_weights) {
            for (at::Tensor& weight : weights)
                weight.mutable_grad() = at::Tensor();
        }
    }

private:
    Tensors forward(const at::Tensor& data) const
    {
        const LayerGraph& graph = m_contents.graph;
        Tensors values(graph.values().size());
        values[static_cast<std::size_t>(graph.dataValue())] = data;
        for (std::size_t i = 0; i < m_isNeeded.size(); ++i) {
            if (!m_isNeeded[i])
                continue;
            const LayerNode& layer = graph.layers()[i];
            Tensors inputs;
            for (const int input : layer.inputs)
                inputs.push_back(values[static_cast<std::size_t>(input)]);
            const at::Tensor output = std::visit(PlainLayer{layer, m_weights[i], inputs}, layer.kind);
            for (const int value : layer.outputs)
                values[static_cast<std::size_t>(value)] = output;
        }
        return values;
    }

    Network m_network;
    const NetworkContents& m_contents;
    TargetPoint m_target;
    std::vector<bool> m_isNeeded;
    at::Device m_device;
    at::ScalarType m_type;
    std::vector<Tensors> m_weights; ///< by the layer's index
};

PlainNetwork::PlainNetwork(const RunSettings& settings, const Network& network, Arithmetic arithmetic)
    : m_impl(std::make_unique<Impl>(settings, network, arithmetic))
{ }

PlainNetwork::~PlainNetwork() = default;

void PlainNetwork::compute(const float* tile, const RunSettings& settings, float* gradient)
{
    m_impl->compute(tile, settings, gradient);
}

} // namespace cnnvis
