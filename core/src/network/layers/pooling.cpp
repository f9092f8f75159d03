// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/layer_operator.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/avg_pool2d_backward.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/max_pool2d_with_indices.h>
#include <ATen/ops/max_pool2d_with_indices_backward.h>
#include <ATen/ops/ones.h>

#include <algorithm>

namespace cnnvis {
namespace {

/// How an input is widened or cut so that windows that lie wholly inside it give Caffe's output size.
struct Frame {
    Pair before{0, 0}, after{0, 0}; ///< rows and columns; negative ones are cut off

    bool isNone() const { return before == Pair{0, 0} && after == Pair{0, 0}; }
    Pair grown(const at::Tensor& input) const
    {
        return {input.size(2) + before[0] + after[0], input.size(3) + before[1] + after[1]};
    }
};

/// Caffe's pooling rounds the output size up, drops a window that would start in the padding, and averages over the
/// padding too, but not over what lies beyond it. The last windows may reach beyond the padded input, and there
/// LibTorch's own rules differ in corner cases: the input is padded here, to just what the output size needs.
class Pooling : public LayerOperator {
public:
    Pooling(const PoolingKind& kind, const LayerContext& context)
        : m_kernel(kind.kernel)
        , m_stride(kind.stride)
    {
        const BlobShape input = *context.graph.values()[static_cast<std::size_t>(context.layer.inputs[0])].shape;
        const BlobShape output = context.outputShape(0);
        Pair padding = kind.padding;
        if (kind.isGlobal) {
            m_kernel = {input[2], input[3]};
            m_stride = {1, 1};
            padding = {0, 0};
        }
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const std::int64_t reach = (output[axis + 2] - 1) * m_stride[axis] + m_kernel[axis];
            m_frame.before[axis] = padding[axis];
            m_frame.after[axis] = reach - input[axis + 2] - padding[axis];
            m_beyond[axis] = std::max<std::int64_t>(0, m_frame.after[axis] - padding[axis]);
        }
    }

    bool keepsOutputs() const override { return false; }

protected:
    at::Tensor framed(const at::Tensor& input, double value) const
    {
        if (m_frame.isNone())
            return input;
        return at::constant_pad_nd(
            input, {m_frame.before[1], m_frame.after[1], m_frame.before[0], m_frame.after[0]}, value)
            .contiguous(input.suggest_memory_format());
    }

    at::Tensor unframed(const at::Tensor& gradient) const
    {
        if (m_frame.isNone())
            return gradient;
        // Cut off what was added; what was cut off had no part in the output.
        return at::constant_pad_nd(
            gradient, {-m_frame.before[1], -m_frame.after[1], -m_frame.before[0], -m_frame.after[0]}, 0.0);
    }

    static constexpr Pair kNone{0, 0};
    static constexpr Pair kOne{1, 1};
    Pair m_kernel, m_stride;
    Frame m_frame;
    Pair m_beyond{0, 0}; ///< rows and columns that the last windows reach beyond the padding
};

class MaxPooling final : public Pooling {
public:
    using Pooling::Pooling;

    Tensors forward(const Tensors& inputs, Tensors& kept) const override
    {
        const at::Tensor input = framed(inputs[0], PoolingKind::kNoMaximum);
        auto [output, indices] = at::max_pool2d_with_indices(input, m_kernel, m_stride, kNone, kOne, false);
        kept = {input, indices};
        return {output};
    }

    Tensors backward(const Tensors& gradients, const Tensors& kept) const override
    {
        const at::Tensor gradient = gradients[0].contiguous(kept[0].suggest_memory_format());
        return {unframed(
            at::max_pool2d_with_indices_backward(gradient, kept[0], m_kernel, m_stride, kNone, kOne, false, kept[1]))};
    }
};

class AveragePooling final : public Pooling {
public:
    AveragePooling(const PoolingKind& kind, const LayerContext& context)
        : Pooling(kind, context)
    {
        if (m_beyond == kNone)
            return;
        // The share of each window that does not reach beyond the padding, by which its average is to be divided.
        const BlobShape input = *context.graph.values()[static_cast<std::size_t>(context.layer.inputs[0])].shape;
        const std::int64_t height = input[2] + m_frame.before[0] + m_frame.after[0] - m_beyond[0];
        const std::int64_t width = input[3] + m_frame.before[1] + m_frame.after[1] - m_beyond[1];
        const at::Tensor inside = at::constant_pad_nd(
            at::ones({1, 1, height, width}, context.computation.device), {0, m_beyond[1], 0, m_beyond[0]}, 0.0);
        m_correction = at::avg_pool2d(inside, m_kernel, m_stride).reciprocal().to(context.computation.type);
    }

    Tensors forward(const Tensors& inputs, Tensors& kept) const override
    {
        const at::Tensor input = framed(inputs[0], 0.0);
        kept = {input};
        const at::Tensor output = at::avg_pool2d(input, m_kernel, m_stride);
        return {m_correction.defined() ? output * m_correction : output};
    }

    Tensors backward(const Tensors& gradients, const Tensors& kept) const override
    {
        at::Tensor gradient = gradients[0].contiguous(kept[0].suggest_memory_format());
        if (m_correction.defined())
            gradient = gradient * m_correction;
        return {
            unframed(at::avg_pool2d_backward(gradient, kept[0], m_kernel, m_stride, kNone, false, true, c10::nullopt))};
    }

private:
    at::Tensor m_correction; ///< (1, 1, height, width) of the output; undefined: 1 everywhere
};

} // namespace

std::unique_ptr<LayerOperator> makePooling(const PoolingKind& kind, const LayerContext& context)
{
    if (kind.method == PoolingKind::Method::Max)
        return std::make_unique<MaxPooling>(kind, context);
    return std::make_unique<AveragePooling>(kind, context);
}

} // namespace cnnvis
