// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/shape_inference.h"

#include <algorithm>

namespace cnnvis {
namespace {

constexpr std::int64_t kMaximumField = 1 << 30; ///< receptive fields saturate here

struct FieldRules {
    ReceptiveField field; ///< the largest of the inputs'
    const std::vector<BlobShape>& inputs;

    static ReceptiveField behindWindow(ReceptiveField field, std::int64_t extent, std::int64_t stride)
    {
        if (field.size > 0)
            field.size = std::min(kMaximumField, field.size + (extent - 1) * field.stride);
        field.stride = std::min(kMaximumField, field.stride * stride);
        return field;
    }
    ReceptiveField operator()(const ConvolutionKind& kind) const
    {
        const std::int64_t extent =
            std::max(kind.dilation[0] * (kind.kernel[0] - 1) + 1, kind.dilation[1] * (kind.kernel[1] - 1) + 1);
        const std::int64_t stride = std::max(kind.stride[0], kind.stride[1]);
        if (!kind.isTransposed)
            return behindWindow(field, extent, stride);
        ReceptiveField result = behindWindow(field, (extent + stride - 1) / stride, 1);
        result.stride = std::max<std::int64_t>(1, field.stride / stride);
        return result;
    }
    ReceptiveField operator()(const PoolingKind& unresolved) const
    {
        const PoolingKind kind = resolvedPooling(unresolved, inputs[0]);
        return behindWindow(field, std::max(kind.kernel[0], kind.kernel[1]), std::max(kind.stride[0], kind.stride[1]));
    }
    ReceptiveField operator()(const LrnKind& kind) const
    {
        return kind.isWithinChannel ? behindWindow(field, kind.localSize, 1) : field;
    }
    ReceptiveField operator()(const InnerProductKind&) const { return {0, field.stride}; }
    ReceptiveField operator()(const MvnKind&) const { return {0, field.stride}; }
    ReceptiveField operator()(const NormalizeKind& kind) const
    {
        return kind.isAcrossPixels ? ReceptiveField{0, field.stride} : field;
    }
    ReceptiveField operator()(const InterpolationKind& kind) const
    {
        const BlobShape result = inferShapes(kind, inputs, 1).front();
        const bool isCut = kind.cutBefore + kind.cutAfter > 0;
        if (result == inputs[0] && !isCut)
            return field;
        ReceptiveField behind = behindWindow(field, 2, 1); // the neighbours of a place between pixels
        behind.stride = std::max<std::int64_t>(1, field.stride * inputs[0][2] / result[2]);
        return behind;
    }
    template <typename Kind,
        Among<Kind, ElementwiseKind, ChannelwiseKind, RearrangingKind, SoftmaxKind, ScaleKind, BiasKind, AxpyKind,
            EltwiseKind, UnsupportedKind> = 0>
    ReceptiveField operator()(const Kind&) const
    {
        return field;
    }
};

} // namespace

ReceptiveField inferReceptiveField(
    const LayerKind& kind, const std::vector<ReceptiveField>& inputFields, const std::vector<BlobShape>& inputs)
{
    ReceptiveField widest;
    for (const ReceptiveField& field : inputFields) {
        const bool isWhole = field.size == 0 || widest.size == 0;
        widest.size = isWhole ? 0 : std::max(widest.size, field.size);
        widest.stride = std::max(widest.stride, field.stride);
    }
    return std::visit(FieldRules{widest, inputs}, kind);
}

} // namespace cnnvis
