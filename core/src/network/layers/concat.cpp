// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/layer_operator.h"

#include "network/shape_inference.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

namespace cnnvis {
namespace {

class Concat final : public LayerOperator {
public:
    Concat(const ConcatKind& kind, const LayerContext& context)
        : m_axis(static_cast<std::int64_t>(resolveAxis(kind.axis, context.outputShape(0).size())))
    {
        for (const int input : context.layer.inputs) {
            const BlobShape shape = *context.graph.values()[static_cast<std::size_t>(input)].shape;
            m_parts.push_back(shape[static_cast<std::size_t>(m_axis)]);
        }
    }

    Tensors forward(const Tensors& inputs, Tensors& /*kept*/) const override { return {at::cat(inputs, m_axis)}; }

    Tensors backward(const Tensors& gradients, const Tensors& /*kept*/) const override
    {
        return gradients[0].split_with_sizes(m_parts, m_axis);
    }

    bool keepsOutputs() const override { return false; }

private:
    std::int64_t m_axis;
    std::vector<std::int64_t> m_parts; ///< the inputs' sizes along the axis
};

/// Dropout and Split.
class Identity final : public LayerOperator {
public:
    explicit Identity(std::size_t outputs)
        : m_outputs(outputs)
    { }

    Tensors forward(const Tensors& inputs, Tensors& /*kept*/) const override { return Tensors(m_outputs, inputs[0]); }

    Tensors backward(const Tensors& gradients, const Tensors& /*kept*/) const override
    {
        at::Tensor sum;
        for (const at::Tensor& gradient : gradients) {
            if (gradient.defined())
                sum = sum.defined() ? sum + gradient : gradient;
        }
        return {sum};
    }

private:
    std::size_t m_outputs;
};

} // namespace

std::unique_ptr<LayerOperator> makeConcat(const ConcatKind& kind, const LayerContext& context)
{
    return std::make_unique<Concat>(kind, context);
}

std::unique_ptr<LayerOperator> makeIdentity(const LayerContext& context)
{
    return std::make_unique<Identity>(context.layer.outputs.size());
}

} // namespace cnnvis
