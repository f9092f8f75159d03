// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/layer_operator.h"

#include <ATen/ops/convolution.h>
#include <ATen/ops/convolution_backward.h>

#include <array>

namespace cnnvis {
namespace {

/// Convolution, and transposed convolution (Deconvolution). Output sizes are floored.
class Convolution final : public LayerOperator {
public:
    Convolution(const ConvolutionKind& kind, const LayerContext& context)
        : m_kind(kind)
        , m_weight(context.weights.at(0).contiguous())
    {
        if (kind.hasBias)
            m_bias = context.weights.at(1);
    }

    Tensors forward(const Tensors& inputs, Tensors& kept) const override
    {
        kept = {inputs[0]};
        return {at::convolution(inputs[0], m_weight, m_bias, m_kind.stride, m_kind.padding, m_kind.dilation,
            m_kind.isTransposed, kNoPadding, m_kind.groups)};
    }

    Tensors backward(const Tensors& gradients, const Tensors& kept) const override
    {
        // The input counts by its shape alone, as the weights get no gradient.
        constexpr std::array<bool, 3> kInputOnly{true, false, false};
        const at::Tensor gradient = gradients[0].contiguous();
        return {std::get<0>(at::convolution_backward(gradient, kept[0], m_weight, c10::nullopt, m_kind.stride,
            m_kind.padding, m_kind.dilation, m_kind.isTransposed, kNoPadding, m_kind.groups, kInputOnly))};
    }

    bool keepsOutputs() const override { return false; }

private:
    static constexpr Pair kNoPadding{0, 0};
    ConvolutionKind m_kind;
    at::Tensor m_weight;
    at::Tensor m_bias;
};

} // namespace

std::unique_ptr<LayerOperator> makeConvolution(const ConvolutionKind& kind, const LayerContext& context)
{
    return std::make_unique<Convolution>(kind, context);
}

} // namespace cnnvis
