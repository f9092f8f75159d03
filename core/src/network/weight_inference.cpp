// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/shape_inference.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <cstddef>

namespace cnnvis {
namespace {

using Shapes = std::vector<BlobShape>;
using Weights = std::vector<WeightInfo>;

void requireChannels(const BlobShape& shape)
{
    if (shape.size() < 2)
        throw ModelError("needs channels, but gets " + shapeText(shape));
}

Filler constant(double value)
{
    Filler filler;
    filler.value = value;
    return filler;
}

struct WeightRules {
    const Shapes& inputs;

    Weights operator()(const ConvolutionKind& kind) const
    {
        const std::int64_t channels = inputs[0][1];
        BlobShape weights = kind.isTransposed ? BlobShape{channels, kind.outputs / kind.groups}
                                              : BlobShape{kind.outputs, channels / kind.groups};
        weights.insert(weights.end(), kind.kernel.begin(), kind.kernel.end());
        return withBias(kind, weights);
    }
    Weights operator()(const InnerProductKind& kind) const
    {
        const std::size_t axis = resolveAxis(kind.axis, inputs[0].size());
        const std::int64_t width = elementCount(spanOf(inputs[0], axis, -1));
        const BlobShape weights = kind.isTransposed ? BlobShape{width, kind.outputs} : BlobShape{kind.outputs, width};
        return withBias(kind, weights);
    }
    /// Drawn are the statistics of data that need no normalisation.
    Weights operator()(const BatchNormKind& kind) const
    {
        requireChannels(inputs[0]);
        const BlobShape channels{inputs[0][1]};
        const WeightInfo mean{channels, constant(0.0)};
        const WeightInfo variance{channels, constant(1.0)};
        const WeightInfo scale{{1}, constant(1.0)}; // of the sums that mean and variance are
        const WeightInfo factor{channels, kind.factorFiller};
        const WeightInfo summand{channels, kind.summandFiller};
        switch (kind.weights) {
        case BatchNormKind::Weights::Nvidia:
            return {mean, variance, scale, factor, summand};
        case BatchNormKind::Weights::FactorFirst:
            return {factor, summand, mean, variance};
        case BatchNormKind::Weights::Caffe:
            break;
        }
        return {mean, variance, scale};
    }
    Weights operator()(const ScaleKind& kind) const
    {
        const BlobShape& in = inputs[0];
        const std::size_t axis = resolveAxis(kind.axis, in.size());
        if (inputs.size() == 2) {
            requireSpan(in, inputs[1], axis, "scale by");
            if (kind.hasBias)
                throw ModelError("cannot have a bias beside a second bottom");
            return {};
        }
        const WeightInfo factor{spanOf(in, axis, kind.axes), kind.factorFiller};
        return kind.hasBias ? Weights{factor, {factor.shape, kind.biasFiller}} : Weights{factor};
    }
    Weights operator()(const BiasKind& kind) const
    {
        const BlobShape& in = inputs[0];
        const std::size_t axis = resolveAxis(kind.axis, in.size());
        if (inputs.size() == 2) {
            requireSpan(in, inputs[1], axis, "add");
            return {};
        }
        return {{spanOf(in, axis, kind.axes), kind.filler}};
    }
    Weights operator()(const NormalizeKind& kind) const
    {
        requireChannels(inputs[0]);
        return {{{kind.isChannelShared ? 1 : inputs[0][1]}, kind.factorFiller}};
    }
    Weights operator()(const PreluKind& kind) const
    {
        requireChannels(inputs[0]);
        return {{{kind.isChannelShared ? 1 : inputs[0][1]}, kind.filler}};
    }
    template <typename Kind, Among<Kind, WeightlessKind> = 0>
    Weights operator()(const Kind&) const
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
    template <typename Kind>
    static Weights withBias(const Kind& kind, const BlobShape& shape)
    {
        const WeightInfo weights{shape, kind.weightFiller};
        return kind.hasBias ? Weights{weights, {{kind.outputs}, kind.biasFiller}} : Weights{weights};
    }
};

} // namespace

std::vector<WeightInfo> inferWeights(const LayerKind& kind, const std::vector<BlobShape>& inputs)
{
    return std::visit(WeightRules{inputs}, kind);
}

} // namespace cnnvis
