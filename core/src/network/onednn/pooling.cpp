// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/emit_layer.h"
#include "network/onednn/max_pooling.h"

#include <algorithm>
#include <cstddef>

namespace cnnvis::onednn {
namespace {

/// The window along with what Caffe's output size, which is rounded up, reaches beyond the padded input.
Window windowOf(const PoolingKind& kind, const BlobShape& input, const BlobShape& output)
{
    Window window{{}, {}, {1, 1}, {}, {}};
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const std::int64_t length = input[axis + 2];
        window.kernel.push_back(kind.isGlobal ? length : kind.kernel[axis]);
        window.stride.push_back(kind.isGlobal ? 1 : kind.stride[axis]);
        window.before.push_back(kind.isGlobal ? 0 : kind.padding[axis]);
        const std::int64_t reach = (output[axis + 2] - 1) * window.stride[axis] + window.kernel[axis];
        window.after.push_back(std::max<std::int64_t>(0, reach - length - window.before[axis]));
    }
    return window;
}

EmitBackward emitMaximum(NetworkCompiler& compiler, int input, int output, const Window& window)
{
    const MaxPooling pooling(compiler.shapeOf(input), compiler.shapeOf(output), window);
    ProgramBuilder& program = compiler.program();
    const Slot source = compiler.value(input);
    const Slot target = compiler.newValue(output);
    const Slot winners = program.allocate(MaxPooling::winnersLayout(target.layout));
    program.work(
        {source, target, winners}, [=](TileMemory& memory) { pooling.forward(memory, source, target, winners); });
    return [=, &compiler] {
        const Slot gradient = compiler.gradient(output);
        if (!gradient)
            return;
        compiler.addGradient(input, [&](const Slot& into) {
            const Slot sums = compiler.program().allocate(pooling.sumsLayout());
            compiler.program().work({gradient, winners, sums, into},
                [=](TileMemory& memory) { pooling.backward(memory, gradient, winners, sums, into); });
        });
    };
}

EmitBackward emitAverage(NetworkCompiler& compiler, int input, int output, const Window& window)
{
    constexpr auto kMethod = dnnl::algorithm::pooling_avg_include_padding;
    ProgramBuilder& program = compiler.program();
    const auto forward =
        describePooling(program.engine(), kMethod, compiler.layoutOf(input), compiler.layoutOf(output), window);
    program.call(Pooling(forward), forward.scratchpad_desc(),
        {{DNNL_ARG_SRC, compiler.value(input), {}}, {DNNL_ARG_DST, compiler.newValue(output), {}}});
    return [=, &compiler] {
        const Slot gradient = compiler.gradient(output);
        if (!gradient)
            return;
        const auto backward = describePoolingBackward(
            compiler.program().engine(), kMethod, compiler.layoutOf(input), compiler.layoutOf(output), window, forward);
        compiler.addGradient(input, [&](const Slot& into) {
            compiler.program().call(PoolingBackward(backward), backward.scratchpad_desc(),
                {{DNNL_ARG_DIFF_DST, gradient, {}}, {DNNL_ARG_DIFF_SRC, into, {}}});
        });
    };
}

} // namespace

Emitted emitPooling(NetworkCompiler& compiler, const LayerNode& layer, const PoolingKind& kind)
{
    const int input = layer.inputs[0];
    const int output = layer.outputs[0];
    if (compiler.isData(input) || compiler.shapeOf(input).size() != 4)
        return std::nullopt;
    const Window window = windowOf(kind, compiler.shapeOf(input), compiler.shapeOf(output));
    if (kind.method == PoolingKind::Method::Max)
        return MaxPooling::isFor(window) ? Emitted(emitMaximum(compiler, input, output, window)) : std::nullopt;
    // Caffe's average counts the padding, but not what lies beyond it; oneDNN's knows no such window.
    if (window.after[0] > window.before[0] || window.after[1] > window.before[1])
        return std::nullopt;
    return emitAverage(compiler, input, output, window);
}

} // namespace cnnvis::onednn
