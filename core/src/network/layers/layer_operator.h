// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

#include <ATen/core/Tensor.h>

#include <memory>
#include <vector>

namespace cnnvis {

using Tensors = std::vector<at::Tensor>;

/// On what and in what a network is computed.
struct Computation {
    at::Device device = at::kCPU;
    /// Of blobs, and of the weights of convolutions: float32 or bfloat16. Layers that are no convolution, ReLU, pooling
    /// or concatenation compute in float32 in any case.
    at::ScalarType type = at::kFloat;
    at::MemoryFormat format = at::MemoryFormat::Contiguous; ///< of images
};

/// One layer, its weights frozen, ready to compute. Blobs have the batch in front: (N, channels, height, width) for
/// images; they are of the computation's type, and contiguous in its format.
class LayerOperator {
public:
    virtual ~LayerOperator() = default;

    /// @param inputs  not modified, unless setOverwritesInput() allowed it.
    /// @param kept    receives what backward() needs.
    virtual Tensors forward(const Tensors& inputs, Tensors& kept) const = 0;

    /// The gradient at the inputs.
    /// @param gradients  at the outputs; undefined where nothing flows back. At least one is defined.
    /// @param kept       of the forward pass.
    virtual Tensors backward(const Tensors& gradients, const Tensors& kept) const = 0;

    /// Whether backward() needs the outputs as they were made, so that no layer behind may overwrite them.
    virtual bool keepsOutputs() const { return true; }

    /// Allows forward() to reuse the memory of its only input, which nobody else reads.
    virtual void setOverwritesInput() { }
};

/// What an operator is made from.
struct LayerContext {
    const LayerGraph& graph;
    const LayerNode& layer;
    Computation computation;
    Tensors weights; ///< on the device, float32, in Caffe's order

    std::vector<std::int64_t> outputShape(std::size_t index) const;
};

/// @{ The kinds that cost most, with gradients written by hand.
std::unique_ptr<LayerOperator> makeConvolution(const ConvolutionKind& kind, const LayerContext& context);
std::unique_ptr<LayerOperator> makeRelu(const ReluKind& kind);
std::unique_ptr<LayerOperator> makePooling(const PoolingKind& kind, const LayerContext& context);
std::unique_ptr<LayerOperator> makeLrnAcrossChannels(const LrnKind& kind, const LayerContext& context);
std::unique_ptr<LayerOperator> makeConcat(const ConcatKind& kind, const LayerContext& context);
std::unique_ptr<LayerOperator> makeIdentity(const LayerContext& context);
/// @}

/// All other kinds, their gradients by autograd.
std::unique_ptr<LayerOperator> makeAutogradLayer(const AutogradKind& kind, const LayerContext& context);

/// The operator of a layer of any kind. @throws ModelError  for unsupported ones.
std::unique_ptr<LayerOperator> makeLayer(const LayerContext& context);

} // namespace cnnvis
