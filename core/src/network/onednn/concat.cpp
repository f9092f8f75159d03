// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/blob_math.h"
#include "network/onednn/emit_layer.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

namespace cnnvis::onednn {
namespace {

/// Some channels of one blob, and where they are in another.
struct ChannelRange {
    std::int64_t from = 0, to = 0, count = 0;
};

/// Appends the copying of channels between two blobs in blocks of channels.
void emitCopy(ProgramBuilder& program, const Slot& source, const Slot& target, ChannelRange range)
{
    const auto block = static_cast<std::size_t>(NetworkCompiler::channelBlock());
    const Dims dims = dimsOf(source.layout);
    const auto pixels = static_cast<std::size_t>(dims[2] * dims[3]);
    const std::size_t size = valueSize(source.layout);
    program.work({source, target}, [=](TileMemory& memory) {
        const std::byte* const from = memory.at<std::byte>(source);
        std::byte* const to = memory.at<std::byte>(target);
        std::size_t done = 0;
        while (done < static_cast<std::size_t>(range.count)) {
            const std::size_t first = static_cast<std::size_t>(range.from) + done;
            const std::size_t last = static_cast<std::size_t>(range.to) + done;
            const std::size_t count =
                std::min({block - first % block, block - last % block, static_cast<std::size_t>(range.count) - done});
            const std::byte* read = from + (first / block * pixels * block + first % block) * size;
            std::byte* written = to + (last / block * pixels * block + last % block) * size;
            for (std::size_t i = 0; i < pixels; ++i, read += block * size, written += block * size)
                std::memcpy(written, read, count * size);
            done += count;
        }
    });
}

/// The channels that fill up the last block are zero.
void emitZeroLastBlock(ProgramBuilder& program, const Slot& blob)
{
    const std::int64_t block = NetworkCompiler::channelBlock();
    const std::int64_t channels = dimsOf(blob.layout)[1];
    if (channels % block == 0)
        return;
    const std::size_t start = channelOffset(blob.layout, channels / block * block, block);
    const std::size_t size = blob.layout.get_size() - start;
    program.work({blob}, [=](TileMemory& memory) { std::memset(memory.at<std::byte>(blob) + start, 0, size); });
}

/// The layout that channels are copied in.
Layout blockedLayout(const NetworkCompiler& compiler, int value)
{
    return compiler.blocked(compiler.shapeOf(value), compiler.blobType());
}

void emitPartGradient(NetworkCompiler& compiler, int input, const Slot& whole, std::int64_t firstChannel)
{
    compiler.addGradient(input, [&](const Slot& into) {
        ProgramBuilder& program = compiler.program();
        const bool isBlocked = into.layout == blockedLayout(compiler, input);
        const Slot part = isBlocked ? into : program.allocate(blockedLayout(compiler, input));
        emitZeroLastBlock(program, part);
        emitCopy(program, whole, part, {firstChannel, 0, compiler.shapeOf(input)[1]});
        if (!isBlocked)
            program.reorder(part, into);
    });
}

} // namespace

Emitted emitConcat(NetworkCompiler& compiler, const LayerNode& layer, const ConcatKind& kind)
{
    const int output = layer.outputs[0];
    if (kind.axis != 1 || compiler.shapeOf(output).size() != 4)
        return std::nullopt;
    ProgramBuilder& program = compiler.program();
    const Slot whole = compiler.newValue(output);
    const int concat = static_cast<int>(&layer - compiler.graph().layers().data());
    const bool endsInPart = compiler.isPartOf(concat, layer.inputs.size() - 1);
    if (!endsInPart)
        emitZeroLastBlock(program, whole);
    std::vector<std::int64_t> firstChannels;
    std::int64_t channel = 0;
    for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
        const std::int64_t channels = compiler.shapeOf(layer.inputs[i])[1];
        if (!compiler.isPartOf(concat, i)) {
            const Slot input =
                program.reordered(compiler.value(layer.inputs[i]), blockedLayout(compiler, layer.inputs[i]));
            emitCopy(program, input, whole, {0, channel, channels});
        }
        firstChannels.push_back(channel);
        channel += channels;
    }
    return [&compiler, &layer, output, concat, firstChannels] {
        const Slot gradient = compiler.gradient(output);
        if (!gradient)
            return;
        for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
            const int input = layer.inputs[i];
            if (compiler.isPartOf(concat, i)) {
                const std::size_t offset =
                    channelOffset(gradient.layout, firstChannels[i], NetworkCompiler::channelBlock());
                compiler.addGradient(input, ProgramBuilder::part(gradient, offset, compiler.layoutOf(input)));
            } else {
                emitPartGradient(compiler, input, gradient, firstChannels[i]);
            }
        }
    };
}

} // namespace cnnvis::onednn
