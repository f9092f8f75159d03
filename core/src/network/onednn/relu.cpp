// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/blob_math.h"
#include "network/onednn/emit_layer.h"

namespace cnnvis::onednn {
namespace {

float slopeOf(const LayerNode& relu)
{
    return static_cast<float>(std::get<ReluKind>(relu.kind).negativeSlope);
}

} // namespace

Emitted emitRelu(NetworkCompiler& compiler, const LayerNode& layer, const ReluKind& kind)
{
    if (compiler.value(layer.outputs[0]))
        return EmitBackward(); // the layer before has done it
    if (kind.negativeSlope < 0.0)
        return std::nullopt;
    const Slot input =
        compiler.program().reordered(compiler.value(layer.inputs[0]), compiler.layoutOf(layer.outputs[0]));
    const Slot output = compiler.newValue(layer.outputs[0]);
    emitReluForward(compiler.program(), slopeOf(layer), input, output);
    return [&compiler, &layer, output] {
        const Slot gradient = compiler.gradient(layer.outputs[0]);
        if (!gradient)
            return;
        // The sign of what was made is that of what it was made from.
        const Slot result = compiler.program().allocate(gradient.layout);
        emitReluBackward(compiler.program(), slopeOf(layer), output, gradient, result);
        compiler.addGradient(layer.inputs[0], compiler.program().reordered(result, compiler.layoutOf(layer.inputs[0])));
    };
}

Slot gradientBeforeRelu(NetworkCompiler& compiler, const LayerNode& layer)
{
    const Slot own = compiler.gradient(layer.outputs[0]);
    const LayerNode* const relu = compiler.fusedRelu(layer);
    if (own || relu == nullptr)
        return own;
    const Slot behind = compiler.gradient(relu->outputs[0]);
    if (behind)
        emitReluBackward(compiler.program(), slopeOf(*relu), compiler.value(relu->outputs[0]), behind, behind);
    return behind;
}

} // namespace cnnvis::onednn
