// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/shape_inference.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <cstddef>

namespace cnnvis {
namespace {

using Shapes = std::vector<BlobShape>;

void requireChannels(const BlobShape& shape)
{
    if (shape.size() < 2)
        throw ModelError("needs channels, but gets " + shapeText(shape));
}

struct WeightRules {
    const Shapes& inputs;

    Shapes operator()(const ConvolutionKind& kind) const
    {
        const std::int64_t channels = inputs[0][1];
        BlobShape weights = kind.isTransposed ? BlobShape{channels, kind.outputs / kind.groups}
                                              : BlobShape{kind.outputs, channels / kind.groups};
        weights.insert(weights.end(), kind.kernel.begin(), kind.kernel.end());
        return withBias(weights, kind.outputs, kind.hasBias);
    }
    Shapes operator()(const InnerProductKind& kind) const
    {
        const std::size_t axis = resolveAxis(kind.axis, inputs[0].size());
        const std::int64_t width = elementCount(spanOf(inputs[0], axis, -1));
        const BlobShape weights = kind.isTransposed ? BlobShape{width, kind.outputs} : BlobShape{kind.outputs, width};
        return withBias(weights, kind.outputs, kind.hasBias);
    }
    Shapes operator()(const BatchNormKind& kind) const
    {
        requireChannels(inputs[0]);
        const BlobShape channels{inputs[0][1]};
        switch (kind.weights) {
        case BatchNormKind::Weights::Nvidia:
            return {channels, channels, {1}, channels, channels};
        case BatchNormKind::Weights::FactorFirst:
            return {channels, channels, channels, channels};
        case BatchNormKind::Weights::Caffe:
            break;
        }
        return {channels, channels, {1}};
    }
    Shapes operator()(const ScaleKind& kind) const
    {
        const BlobShape& in = inputs[0];
        const std::size_t axis = resolveAxis(kind.axis, in.size());
        if (inputs.size() == 2) {
            requireSpan(in, inputs[1], axis, "scale by");
            if (kind.hasBias)
                throw ModelError("cannot have a bias beside a second bottom");
            return {};
        }
        const BlobShape factor = spanOf(in, axis, kind.axes);
        return kind.hasBias ? Shapes{factor, factor} : Shapes{factor};
    }
    Shapes operator()(const BiasKind& kind) const
    {
        const BlobShape& in = inputs[0];
        const std::size_t axis = resolveAxis(kind.axis, in.size());
        if (inputs.size() == 2) {
            requireSpan(in, inputs[1], axis, "add");
            return {};
        }
        return {spanOf(in, axis, kind.axes)};
    }
    Shapes operator()(const NormalizeKind& kind) const
    {
        requireChannels(inputs[0]);
        return {{kind.isChannelShared ? 1 : inputs[0][1]}};
    }
    Shapes operator()(const PreluKind& kind) const
    {
        requireChannels(inputs[0]);
        return {{kind.isChannelShared ? 1 : inputs[0][1]}};
    }
    template <typename Kind, Among<Kind, WeightlessKind> = 0>
    Shapes operator()(const Kind&) const
    {
        return {};
    }

    /// The part of a shape that some axes span.
    static BlobShape spanOf(const BlobShape& shape, std::size_t axis, std::int64_t axes)
    {
        const std::size_t last = axes < 0 ? shape.size() : axis + static_cast<std::size_t>(axes);
        if (last > shape.size())
            throw ModelError("spans more axes than there are");
        return {shape.begin() + static_cast<std::ptrdiff_t>(axis), shape.begin() + static_cast<std::ptrdiff_t>(last)};
    }
    static void requireSpan(const BlobShape& shape, const BlobShape& part, std::size_t axis, const char* verb)
    {
        if (axis + part.size() > shape.size()
            || !std::equal(part.begin(), part.end(), shape.begin() + static_cast<std::ptrdiff_t>(axis)))
            throw ModelError(
                std::string("cannot ") + verb + " " + shapeText(part) + ", as it reads " + shapeText(shape));
    }
    static Shapes withBias(const BlobShape& weights, std::int64_t outputs, bool hasBias)
    {
        return hasBias ? Shapes{weights, {outputs}} : Shapes{weights};
    }
};

} // namespace

std::vector<BlobShape> inferWeightShapes(const LayerKind& kind, const std::vector<BlobShape>& inputs)
{
    return std::visit(WeightRules{inputs}, kind);
}

} // namespace cnnvis
