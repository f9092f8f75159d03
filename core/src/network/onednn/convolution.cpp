// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/emit_layer.h"
#include "network/onednn/picture_phases.h"
#include "network/onednn/winograd.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace cnnvis::onednn {
namespace {

using Tag = dnnl::memory::format_tag;
using Type = dnnl::memory::data_type;

Dims toDims(const Pair& pair)
{
    return {pair[0], pair[1]};
}

Window windowOf(const ConvolutionKind& kind)
{
    return {
        toDims(kind.kernel), toDims(kind.stride), toDims(kind.dilation), toDims(kind.padding), toDims(kind.padding)};
}

/// A convolution by oneDNN, with its weights laid out for both passes.
///
/// oneDNN has no fast way for channels that leave a part of their last block empty. The empty part is there in
/// memory, and zero, so that such a layer can be described as one of whole blocks, whose further weights are zero.
class ConvolutionEmitter {
public:
    ConvolutionEmitter(NetworkCompiler& compiler, const LayerNode& layer, const ConvolutionKind& kind)
        : m_compiler(compiler)
        , m_layer(layer)
        , m_kind(kind)
        , m_input(layer.inputs[0])
        , m_ownWeightDims(compiler.graph().weightShapes(layer).at(0))
        , m_weightDims(m_ownWeightDims)
        , m_outputs(kind.outputs)
    {
        const LayerNode* const relu = compiler.fusedRelu(layer);
        m_output = relu != nullptr ? relu->outputs[0] : layer.outputs[0];
        if (kind.groups > 1) {
            const Dims all = m_weightDims;
            m_weightDims = {kind.groups, all[0] / kind.groups, all[1], all[2], all[3]};
        }
    }

    /// Looks for oneDNN's ways forward and back. @return  whether both are fast; if not, nothing has been emitted.
    bool findWays()
    {
        if (findWaysAsDescribed())
            return true;
        if (m_kind.groups > 1)
            return false;
        describeWholeBlocks();
        return findWaysAsDescribed();
    }
    void emitForward()
    {
        ProgramBuilder& program = m_compiler.program();
        const Slot source = m_compiler.isData(m_input)
            ? program.reordered(m_compiler.value(m_input), m_forward.src_desc())
            : described(m_compiler.value(m_input), sourceLayout());
        program.call(Convolution(m_forward), m_forward.scratchpad_desc(),
            {{DNNL_ARG_SRC, source, {}}, {DNNL_ARG_WEIGHTS, {}, weightsFor(m_forward.weights_desc())},
                {DNNL_ARG_BIAS, {}, biasValues()},
                {DNNL_ARG_DST, described(m_compiler.newValue(m_output), targetLayout()), {}}});
    }

    void emitBackward()
    {
        const Slot gradient = gradientBeforeRelu(m_compiler, m_layer);
        if (!gradient)
            return;
        if (hasPhases()) {
            m_compiler.addGradient(m_input, [&](const Slot& into) {
                PicturePhases(m_kind, m_compiler.weightsOf(m_layer)[0], m_compiler.shapeOf(m_input))
                    .emitGradient(m_compiler, gradient, into);
            });
            return;
        }
        m_compiler.addGradient(m_input, [&](const Slot& into) { emitInto(gradient, into); });
    }

private:
    bool findWaysAsDescribed()
    {
        const dnnl::engine& engine = m_compiler.program().engine();
        const LayerNode* const relu = m_compiler.fusedRelu(m_layer);
        try {
            m_forward = describeConvolution(
                engine, sourceLayout(), anyWeights(), biasLayout(), targetLayout(), windowOf(m_kind), attributes(relu));
            if (isSlow(m_forward.impl_info_str()))
                return false;
            if (!m_compiler.dependsOnData(m_input) || hasPhases())
                return true;
            m_backward = describeConvolutionBackward(
                engine, gradientLayout(), anyWeights(), targetLayout(), windowOf(m_kind), m_forward);
            return !isSlow(m_backward.impl_info_str());
        } catch (const dnnl::error& error) {
            if (error.status == dnnl_unimplemented)
                return false;
            throw;
        }
    }

    void describeWholeBlocks()
    {
        const auto wholeBlocks = [](std::int64_t channels) {
            const std::int64_t block = NetworkCompiler::channelBlock();
            return (channels + block - 1) / block * block;
        };
        m_outputs = wholeBlocks(m_outputs);
        m_weightDims[0] = m_outputs;
        if (!m_compiler.isData(m_input))
            m_weightDims[1] = wholeBlocks(m_weightDims[1]);
    }

    /// Products of matrices count as slow, too, as their sums hang on the number of threads.
    static bool isSlow(std::string_view implementation)
    {
        return implementation.find("ref") != std::string_view::npos
            || implementation.find("gemm:") != std::string_view::npos;
    }

    bool hasPhases() const
    {
        return m_compiler.isData(m_input) && PicturePhases::isForGradient(m_kind, m_compiler.shapeOf(m_input));
    }

    /// The data may be laid out as oneDNN likes it.
    Layout sourceLayout() const
    {
        return m_compiler.isData(m_input) ? Layout(m_compiler.shapeOf(m_input), m_compiler.blobType(), Tag::any)
                                          : blocks(m_input, m_weightDims[m_weightDims.size() - 3] * m_kind.groups);
    }

    /// The data's, which is laid out as oneDNN likes it, is changed afterwards.
    Layout gradientLayout() const
    {
        return m_compiler.isData(m_input) ? Layout(m_compiler.shapeOf(m_input), Type::f32, Tag::any) : sourceLayout();
    }

    Layout targetLayout() const { return blocks(m_output, m_outputs); }

    Layout blocks(int value, std::int64_t channels) const
    {
        BlobShape shape = m_compiler.shapeOf(value);
        shape[1] = channels;
        return m_compiler.blocked(shape, m_compiler.blobType());
    }

    /// A blob with the channels that the layer is described with.
    static Slot described(const Slot& slot, const Layout& layout) { return {slot.buffer, slot.offset, layout}; }

    Layout biasLayout() const { return {{m_outputs}, Type::f32, Tag::x}; }
    Layout anyWeights() const { return {m_weightDims, m_compiler.blobType(), Tag::any}; }

    static dnnl::primitive_attr attributes(const LayerNode* relu)
    {
        dnnl::primitive_attr attributes = plainAttributes();
        if (relu != nullptr) {
            const auto slope = static_cast<float>(std::get<ReluKind>(relu->kind).negativeSlope);
            dnnl::post_ops after;
#if DNNL_VERSION_MAJOR >= 3
            after.append_eltwise(dnnl::algorithm::eltwise_relu, slope, 0.0F);
#else
            after.append_eltwise(1.0F, dnnl::algorithm::eltwise_relu, slope, 0.0F);
#endif
            attributes.set_post_ops(after);
        }
        return attributes;
    }

    dnnl::memory weightsFor(const Layout& wanted) const
    {
        const Layout given(m_weightDims, Type::f32, m_kind.groups > 1 ? Tag::goihw : Tag::oihw);
        const std::vector<float>& values = m_compiler.weightsOf(m_layer)[0].values;
        return m_compiler.program().constant(wanted, given,
            m_weightDims == m_ownWeightDims || m_kind.groups > 1 ? values.data() : inWholeBlocks(values).data());
    }

    /// (outputs, channels, kernel) with zeros where the layer has none.
    std::vector<float> inWholeBlocks(const std::vector<float>& weights) const
    {
        const auto kernel = static_cast<std::size_t>(m_weightDims[2] * m_weightDims[3]);
        const std::size_t ownLength = kernel * static_cast<std::size_t>(m_ownWeightDims[1]);
        const std::size_t length = kernel * static_cast<std::size_t>(m_weightDims[1]);
        std::vector<float> result(length * static_cast<std::size_t>(m_outputs), 0.0F);
        for (std::size_t output = 0; output < static_cast<std::size_t>(m_kind.outputs); ++output)
            std::copy_n(weights.data() + output * ownLength, ownLength, result.data() + output * length);
        return result;
    }

    dnnl::memory biasValues() const
    {
        std::vector<float> values = m_kind.hasBias ? m_compiler.weightsOf(m_layer)[1].values : std::vector<float>();
        values.resize(static_cast<std::size_t>(m_outputs), 0.0F);
        return m_compiler.program().constant(biasLayout(), biasLayout(), values.data());
    }

    void emitInto(const Slot& gradient, const Slot& into)
    {
        ProgramBuilder& program = m_compiler.program();
        const bool isData = m_compiler.isData(m_input);
        const Slot result = isData ? program.allocate(m_backward.diff_src_desc()) : described(into, sourceLayout());
        program.call(ConvolutionBackward(m_backward), m_backward.scratchpad_desc(),
            {{DNNL_ARG_DIFF_DST, described(gradient, targetLayout()), {}},
                {DNNL_ARG_WEIGHTS, {}, weightsFor(m_backward.weights_desc())}, {DNNL_ARG_DIFF_SRC, result, {}}});
        if (isData)
            program.reorder(result, into);
    }

    NetworkCompiler& m_compiler;
    const LayerNode& m_layer;
    const ConvolutionKind& m_kind;
    int m_input;
    int m_output = -1; ///< behind the ReLU that it does too
    Dims m_ownWeightDims, m_weightDims; ///< as the layer has them, and as it is described
    std::int64_t m_outputs; ///< as it is described
    Convolution::primitive_desc m_forward;
    ConvolutionBackward::primitive_desc m_backward; ///< where it is needed
};

/// What a layer does behind its convolution.
struct Ending {
    int output; ///< behind the ReLU that it does too
    float slope; ///< of that ReLU; 1: there is none
    std::vector<float> bias;
};

Ending endingOf(const NetworkCompiler& compiler, const LayerNode& layer, const ConvolutionKind& kind)
{
    const LayerNode* const relu = compiler.fusedRelu(layer);
    const double slope = relu != nullptr ? std::get<ReluKind>(relu->kind).negativeSlope : 1.0;
    return {relu != nullptr ? relu->outputs[0] : layer.outputs[0], static_cast<float>(slope),
        kind.hasBias ? compiler.weightsOf(layer)[1].values : std::vector<float>()};
}

/// A convolution that reads the picture, forward and back by Winograd's minimal filtering of its phases.
EmitBackward emitPhases(NetworkCompiler& compiler, const LayerNode& layer, const ConvolutionKind& kind)
{
    const int input = layer.inputs[0];
    const PicturePhases phases(kind, compiler.weightsOf(layer)[0], compiler.shapeOf(input));
    const Ending ending = endingOf(compiler, layer, kind);
    phases.emitForward(compiler, compiler.value(input), ending.bias, ending.slope, compiler.newValue(ending.output));
    return [&compiler, &layer, phases, input] {
        if (const Slot gradient = gradientBeforeRelu(compiler, layer))
            compiler.addGradient(input, [&](const Slot& into) { phases.emitGradient(compiler, gradient, into); });
    };
}

/// Forward and back by Winograd's minimal filtering. The gradient at the input is a convolution as well: of the
/// gradient at the output, with the kernels turned by half a turn.
EmitBackward emitWinograd(NetworkCompiler& compiler, const LayerNode& layer, const ConvolutionKind& kind)
{
    const int input = layer.inputs[0];
    const Ending ending = endingOf(compiler, layer, kind);
    const BlobShape& shape = compiler.shapeOf(input);
    const Winograd::Geometry geometry{
        shape[1], kind.outputs, shape[2], shape[3], kind.kernel[0], kind.padding, compiler.options().threads};
    const std::vector<WeightBlob>& weights = compiler.weightsOf(layer);
    Winograd(geometry, weights[0].values, ending.bias, ending.slope)
        .emit(compiler.program(), compiler.value(input), compiler.newValue(ending.output));
    return [&compiler, &layer, &weights, geometry, input] {
        const Slot gradient = gradientBeforeRelu(compiler, layer);
        if (!gradient)
            return;
        compiler.addGradient(input, [&](const Slot& into) {
            Winograd::back(geometry, weights[0].values).emit(compiler.program(), gradient, into);
        });
    };
}

/// LibTorch's rule for a batch of one.
bool isMatrixProduct(const ConvolutionKind& kind, const BlobShape& input)
{
    constexpr std::int64_t kSmall = 20480;
    constexpr std::int64_t kSmallKernel = 3;
    return kind.groups == 1 && elementCount(input) <= kSmall
        && (kind.kernel[0] <= kSmallKernel || kind.kernel[1] <= kSmallKernel);
}

} // namespace

Emitted emitConvolution(NetworkCompiler& compiler, const LayerNode& layer, const ConvolutionKind& kind)
{
    if (kind.isTransposed || compiler.shapeOf(layer.inputs[0]).size() != 4)
        return std::nullopt;
    const BlobShape& input = compiler.shapeOf(layer.inputs[0]);
    const Sums sums = compiler.options().sums;
    if (sums == Sums::DefinitionOfOne && isMatrixProduct(kind, input))
        return std::nullopt;
    const bool isData = compiler.isData(layer.inputs[0]);
    if (isData && PicturePhases::isForForward(kind, input, compiler.options()))
        return emitPhases(compiler, layer, kind);
    const bool isFiltered = sums == Sums::Fastest && Winograd::isFor(kind, input, compiler.options().type);
    if (isFiltered && !isData)
        return emitWinograd(compiler, layer, kind);
    auto emitter = std::make_shared<ConvolutionEmitter>(compiler, layer, kind);
    if (!emitter->findWays())
        return std::nullopt;
    emitter->emitForward();
    return [emitter] { emitter->emitBackward(); };
}

} // namespace cnnvis::onednn
