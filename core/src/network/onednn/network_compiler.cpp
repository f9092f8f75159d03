// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/network_compiler.h"

#include "machine/onednn_library.h"
#include "network/network_memory.h"
#include "network/onednn/blob_math.h"
#include "network/onednn/emit_layer.h"
#include "network/onednn/thread_limit.h"
#include "network/onednn/winograd.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cnnvis::onednn {
namespace {

/// The names of instruction sets are sets of bits.
bool hasInstructions(dnnl::cpu_isa wanted)
{
    const auto bits = static_cast<unsigned>(wanted);
    return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & bits) == bits;
}

struct Emitter {
    NetworkCompiler& compiler;
    const LayerNode& layer;

    Emitted operator()(const ConvolutionKind& kind) const { return emitConvolution(compiler, layer, kind); }
    Emitted operator()(const PoolingKind& kind) const { return emitPooling(compiler, layer, kind); }
    Emitted operator()(const ReluKind& kind) const { return emitRelu(compiler, layer, kind); }
    Emitted operator()(const LrnKind& kind) const { return emitLrn(compiler, layer, kind); }
    Emitted operator()(const ConcatKind& kind) const { return emitConcat(compiler, layer, kind); }
    Emitted operator()(const IdentityKind& /*kind*/) const { return EmitBackward(); }
    template <typename Kind, Among<Kind, AutogradKind, UnsupportedKind> = 0>
    Emitted operator()(const Kind& /*kind*/) const
    {
        return std::nullopt;
    }
};

} // namespace

bool isSupported(BlobType type)
{
    static const bool isReliable = libraryProblem().empty();
    return isReliable
        && hasInstructions(type == BlobType::BFloat16 ? dnnl::cpu_isa::avx512_core_bf16 : dnnl::cpu_isa::avx2);
}

TileProgram compileNetwork(
    const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, const CompileOptions& options)
{
    const ThreadLimit limit(options.threads); // primitives remember it
    return NetworkCompiler(graph, weights, target, options).compile();
}

double bytesOfLaidOutWeights(const LayerGraph& graph, TargetPoint target, Sums sums)
{
    constexpr double kWays = 2.0;
    double bytes = 0.0;
    const std::vector<bool> isNeeded = graph.layersNeededFor(target);
    for (std::size_t i = 0; i < isNeeded.size(); ++i) {
        if (!isNeeded[i])
            continue;
        const LayerNode& layer = graph.layers()[i];
        const auto* const convolution = std::get_if<ConvolutionKind>(&layer.kind);
        const bool mayBeFiltered = convolution != nullptr && sums == Sums::Fastest;
        bytes += kWays * (mayBeFiltered ? Winograd::growth(*convolution) : 1.0) * bytesOfWeights(graph, layer);
    }
    return bytes;
}

NetworkCompiler::NetworkCompiler(
    const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, const CompileOptions& options)
    : m_graph(graph)
    , m_weights(weights)
    , m_path(targetPath(graph, target))
    , m_options(options)
    , m_program(options.threads)
    , m_sources(graph.values().size())
    , m_values(graph.values().size())
    , m_gradients(graph.values().size())
{
    std::iota(m_sources.begin(), m_sources.end(), std::size_t{0});
    shareIdentities();
    fuseRelus();
    shareConcats();
}

TileProgram NetworkCompiler::compile()
{
    const auto data = static_cast<std::size_t>(m_path.data);
    m_values[data] = m_program.allocate(layoutOf(m_path.data));
    std::unordered_map<int, Backward> backward;
    for (const int index : m_path.forward)
        backward[index] = emit(layer(index));
    const Slot activation = m_program.reordered(value(m_path.target), plain(shapeOf(m_path.target)));
    const Slot start = m_program.allocate(plain(shapeOf(m_path.ownOutput)));
    m_program.turn(activation, start);
    m_gradients[source(m_path.ownOutput)] = m_program.reordered(start, layoutOf(m_path.ownOutput));
    for (const int index : m_path.backward) {
        if (backward[index])
            backward[index]();
    }
    TileProgram program = m_program.finish(m_values[data], m_gradients[data]);
    program.activationShape = shapeOf(m_path.target);
    return program;
}

NetworkCompiler::Backward NetworkCompiler::emit(const LayerNode& layer)
{
    if (Emitted emitted = std::visit(Emitter{*this, layer}, layer.kind))
        return *std::move(emitted);
    return emitPlainLayer(*this, layer);
}

void NetworkCompiler::shareIdentities()
{
    for (const int index : m_path.forward) {
        if (!std::holds_alternative<IdentityKind>(layer(index).kind))
            continue;
        for (const int output : layer(index).outputs)
            m_sources[static_cast<std::size_t>(output)] = source(layer(index).inputs[0]);
    }
}

/// A convolution does the ReLU behind it, where nothing else reads what it makes. With a slope below zero the result
/// does not tell where it was taken.
void NetworkCompiler::fuseRelus()
{
    std::vector<int> readers(m_sources.size(), 0);
    for (const int index : m_path.forward) {
        for (const int input : layer(index).inputs)
            ++readers[source(input)];
    }
    ++readers[source(m_path.target)];
    for (const int index : m_path.forward) {
        const LayerNode& relu = layer(index);
        const auto* const kind = std::get_if<ReluKind>(&relu.kind);
        const int producer = m_graph.values()[source(relu.inputs[0])].producer;
        if (kind == nullptr || kind->negativeSlope < 0.0 || producer < 0 || readers[source(relu.inputs[0])] != 1)
            continue;
        const auto* const convolution = std::get_if<ConvolutionKind>(&layer(producer).kind);
        if (convolution != nullptr && !convolution->isTransposed)
            m_fused[&layer(producer)] = &relu;
    }
}

void NetworkCompiler::shareConcats()
{
    for (const int index : m_path.forward) {
        const LayerNode& concat = layer(index);
        const auto* const kind = std::get_if<ConcatKind>(&concat.kind);
        if (kind == nullptr || kind->axis != 1 || shapeOf(concat.outputs[0]).size() != 4)
            continue;
        std::int64_t channel = 0;
        for (std::size_t i = 0; i < concat.inputs.size(); ++i) {
            const std::size_t input = source(concat.inputs[i]);
            const std::int64_t channels = shapeOf(concat.inputs[i])[1];
            const bool isLast = i + 1 == concat.inputs.size();
            const bool isAligned = channel % channelBlock() == 0 && (isLast || channels % channelBlock() == 0);
            if (isAligned && !isData(concat.inputs[i]))
                m_parts.try_emplace(input, Part{source(concat.outputs[0]), channel, index, i});
            channel += channels;
        }
    }
}

const std::vector<WeightBlob>& NetworkCompiler::weightsOf(const LayerNode& layer) const
{
    return m_weights[static_cast<std::size_t>(&layer - m_graph.layers().data())];
}

dnnl::memory::data_type NetworkCompiler::blobType() const
{
    return m_options.type == BlobType::BFloat16 ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32;
}

std::int64_t NetworkCompiler::channelBlock()
{
    return hasInstructions(dnnl::cpu_isa::avx512_core) ? 16 : 8;
}

const BlobShape& NetworkCompiler::shapeOf(int value) const
{
    return *m_graph.values()[static_cast<std::size_t>(value)].shape;
}

Layout NetworkCompiler::blocked(const BlobShape& shape, dnnl::memory::data_type type) const
{
    using Tag = dnnl::memory::format_tag;
    return {shape, type, channelBlock() == 16 ? Tag::nChw16c : Tag::nChw8c};
}

Layout NetworkCompiler::plain(const BlobShape& shape)
{
    using Tag = dnnl::memory::format_tag;
    constexpr auto kFloat = dnnl::memory::data_type::f32;
    if (shape.size() == 4)
        return {shape, kFloat, Tag::nchw};
    return {{elementCount(shape)}, kFloat, Tag::x};
}

Layout NetworkCompiler::layoutOf(int value) const
{
    const BlobShape& shape = shapeOf(value);
    if (shape.size() != 4)
        return plain(shape);
    if (isData(value))
        return {shape, dnnl::memory::data_type::f32, dnnl::memory::format_tag::nhwc};
    return blocked(shape, blobType());
}

Slot NetworkCompiler::newValue(int value)
{
    const std::size_t index = source(value);
    if (m_values[index])
        return m_values[index]; // made along with one of its parts
    const auto part = m_parts.find(index);
    if (part == m_parts.end()) {
        m_values[index] = m_program.allocate(layoutOf(value));
    } else {
        const Slot whole = newValue(static_cast<int>(part->second.whole));
        m_values[index] = ProgramBuilder::part(
            whole, channelOffset(whole.layout, part->second.firstChannel, channelBlock()), layoutOf(value));
    }
    return m_values[index];
}

bool NetworkCompiler::isPartOf(int concat, std::size_t input) const
{
    const LayerNode& node = layer(concat);
    const auto part = m_parts.find(source(node.inputs[input]));
    return part != m_parts.end() && part->second.concat == concat && part->second.input == input;
}

const LayerNode* NetworkCompiler::fusedRelu(const LayerNode& layer) const
{
    const auto relu = m_fused.find(&layer);
    return relu == m_fused.end() ? nullptr : relu->second;
}

void NetworkCompiler::addGradient(int value, const std::function<void(const Slot&)>& emit)
{
    if (!dependsOnData(value))
        return;
    Slot& sum = m_gradients[source(value)];
    const Slot slot = m_program.allocate(layoutOf(value));
    emit(slot);
    if (!sum)
        sum = slot;
    else
        emitSum(m_program, sum, slot);
}

void NetworkCompiler::addGradient(int value, const Slot& slot)
{
    if (!dependsOnData(value))
        return;
    Slot& sum = m_gradients[source(value)];
    if (!sum)
        sum = slot;
    else
        emitSum(m_program, sum, slot);
}

} // namespace cnnvis::onednn
