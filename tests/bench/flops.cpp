// SPDX-License-Identifier: GPL-3.0-or-later
#include "flops.h"

namespace cnnvis {
namespace {

/// Products of a forward pass: each weight meets each position of the output (of the input, for transposed
/// convolutions).
struct Products {
    const LayerGraph& graph;
    const LayerNode& layer;

    double weights() const { return static_cast<double>(elementCount(graph.weightShapes(layer).at(0))); }
    static double positions(const BlobShape& shape)
    {
        return static_cast<double>(elementCount(shape)) / static_cast<double>(shape[1]);
    }
    const BlobShape& shapeOf(int value) const { return *graph.values()[static_cast<std::size_t>(value)].shape; }

    double operator()(const ConvolutionKind& kind) const
    {
        return weights() * positions(shapeOf(kind.isTransposed ? layer.inputs[0] : layer.outputs[0]));
    }
    double operator()(const InnerProductKind&) const { return weights(); }
    template <typename Kind, Among<Kind, WeightlessKind, ChannelwiseKind, NormalizeKind, ScaleKind, BiasKind> = 0>
    double operator()(const Kind&) const
    {
        return 0.0;
    }
};

} // namespace

double flopsPerTile(const LayerGraph& graph, TargetPoint target)
{
    constexpr double kOperations = 2.0; // a product and a sum
    constexpr double kPasses = 2.0; // forward and backward
    double products = 0.0;
    const std::vector<bool> isNeeded = graph.layersNeededFor(target);
    for (std::size_t i = 0; i < isNeeded.size(); ++i) {
        const LayerNode& layer = graph.layers()[i];
        if (isNeeded[i])
            products += std::visit(Products{graph, layer}, layer.kind);
    }
    return kOperations * kPasses * products;
}

} // namespace cnnvis
