// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/layer_operator.h"

#include "cnnvis/error.h"

namespace cnnvis {
namespace {

struct Maker {
    const LayerContext& context;
    using Result = std::unique_ptr<LayerOperator>;

    Result operator()(const ConvolutionKind& kind) const { return makeConvolution(kind, context); }
    Result operator()(const ReluKind& kind) const { return makeRelu(kind); }
    Result operator()(const PoolingKind& kind) const { return makePooling(kind, context); }
    Result operator()(const LrnKind& kind) const
    {
        return kind.isWithinChannel ? makeAutogradLayer(kind, context) : makeLrnAcrossChannels(kind, context);
    }
    Result operator()(const ConcatKind& kind) const { return makeConcat(kind, context); }
    Result operator()(const IdentityKind&) const { return makeIdentity(context); }
    Result operator()(const UnsupportedKind& kind) const
    {
        throw ModelError(context.graph.describe(context.layer) + ": " + kind.reason);
    }
    template <typename Kind, Among<Kind, AutogradKind> = 0>
    Result operator()(const Kind& kind) const
    {
        return makeAutogradLayer(kind, context);
    }
};

} // namespace

std::vector<std::int64_t> LayerContext::outputShape(std::size_t index) const
{
    return *graph.values()[static_cast<std::size_t>(layer.outputs[index])].shape;
}

std::unique_ptr<LayerOperator> makeLayer(const LayerContext& context)
{
    return std::visit(Maker{context}, context.layer.kind);
}

} // namespace cnnvis
