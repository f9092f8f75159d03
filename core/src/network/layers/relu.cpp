// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/layer_operator.h"

#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/leaky_relu_backward.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/threshold_backward.h>

namespace cnnvis {
namespace {

/// max(x, 0), or with a negative slope s: x above zero, s · x below.
class Relu final : public LayerOperator {
public:
    explicit Relu(double negativeSlope)
        : m_negativeSlope(negativeSlope)
    { }

    Tensors forward(const Tensors& inputs, Tensors& kept) const override
    {
        at::Tensor input = inputs[0];
        at::Tensor output;
        if (m_negativeSlope == 0.0) {
            output = m_overwritesInput ? at::relu_(input) : at::relu(input);
            kept = {output};
        } else {
            // A slope below zero folds the signs together, so that the output does not tell them.
            output = at::leaky_relu(input, m_negativeSlope);
            kept = {input};
        }
        return {output};
    }

    Tensors backward(const Tensors& gradients, const Tensors& kept) const override
    {
        if (m_negativeSlope == 0.0)
            return {at::threshold_backward(gradients[0], kept[0], 0.0)};
        return {at::leaky_relu_backward(gradients[0], kept[0], m_negativeSlope, false)};
    }

    void setOverwritesInput() override { m_overwritesInput = true; }

private:
    double m_negativeSlope;
    bool m_overwritesInput = false;
};

} // namespace

std::unique_ptr<LayerOperator> makeRelu(const ReluKind& kind)
{
    return std::make_unique<Relu>(kind.negativeSlope);
}

} // namespace cnnvis
