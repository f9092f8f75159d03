// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/layer_operator.h"

#include <ATen/ops/convolution.h>
#include <ATen/ops/convolution_backward.h>

#include <array>

namespace cnnvis {
namespace {

/// Convolution, and transposed convolution (Deconvolution). Output sizes are floored. Groups and transposed ones
/// compute in float32: not all of LibTorch's convolutions in bfloat16 know them.
class Convolution final : public LayerOperator {
public:
    Convolution(const ConvolutionKind& kind, const LayerContext& context)
        : m_kind(kind)
        , m_blobType(context.computation.type)
        , m_type(kind.groups == 1 && !kind.isTransposed ? m_blobType : at::kFloat)
        , m_format(context.computation.format)
        , m_weight(context.weights.at(0).to(m_type).contiguous(m_format))
    {
        if (kind.hasBias)
            m_bias = context.weights.at(1).to(m_type);
    }

    Tensors forward(const Tensors& inputs, Tensors& kept) const override
    {
        kept = {inputs[0].to(m_type)};
        return {at::convolution(kept[0], m_weight, m_bias, m_kind.stride, m_kind.padding, m_kind.dilation,
            m_kind.isTransposed, kNoPadding, m_kind.groups)
                    .to(m_blobType)};
    }

    Tensors backward(const Tensors& gradients, const Tensors& kept) const override
    {
        // The input counts by its shape alone, as the weights get no gradient.
        constexpr std::array<bool, 3> kInputOnly{true, false, false};
        const at::Tensor gradient = gradients[0].to(m_type).contiguous(m_format);
        return {std::get<0>(
            at::convolution_backward(gradient, kept[0], m_weight, c10::nullopt, m_kind.stride, m_kind.padding,
                m_kind.dilation, m_kind.isTransposed, kNoPadding, m_kind.groups, kInputOnly))
                    .to(m_blobType)};
    }

    bool keepsOutputs() const override { return false; }

private:
    static constexpr Pair kNoPadding{0, 0};
    ConvolutionKind m_kind;
    at::ScalarType m_blobType, m_type;
    at::MemoryFormat m_format;
    at::Tensor m_weight;
    at::Tensor m_bias;
};

} // namespace

std::unique_ptr<LayerOperator> makeConvolution(const ConvolutionKind& kind, const LayerContext& context)
{
    return std::make_unique<Convolution>(kind, context);
}

} // namespace cnnvis
