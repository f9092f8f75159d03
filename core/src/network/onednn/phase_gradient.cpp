// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/phase_gradient.h"

#include "network/onednn/winograd.h"

namespace cnnvis::onednn {
namespace {

constexpr std::int64_t kMostChannels = 4;

std::int64_t roundedUp(std::int64_t value, std::int64_t divisor)
{
    return (value + divisor - 1) / divisor;
}

} // namespace

bool PhaseGradient::isFor(const ConvolutionKind& kind, const BlobShape& picture)
{
    return kind.groups == 1 && kind.dilation == Pair{1, 1} && picture[1] <= kMostChannels;
}

PhaseGradient::PhaseGradient(const ConvolutionKind& kind, const WeightBlob& weights)
    : m_kind(kind)
    , m_weights(weights)
    , m_channels(weights.shape[1])
    , m_taps{roundedUp(kind.kernel[0], kind.stride[0]), roundedUp(kind.kernel[1], kind.stride[1])}
    , m_phases(kind.stride[0] * kind.stride[1] * m_channels)
{ }

/// (outputs, phases, ⌈k/s⌉, ⌈k/s⌉), with zeros at the end where a phase has fewer weights.
std::vector<float> PhaseGradient::phaseWeights() const
{
    const auto [height, width] = m_kind.kernel;
    const std::int64_t outputs = m_weights.shape[0];
    std::vector<float> result;
    result.reserve(static_cast<std::size_t>(m_phases * outputs * m_taps[0] * m_taps[1]));
    for (std::int64_t output = 0; output < outputs; ++output) {
        for (std::int64_t phase = 0; phase < m_phases; ++phase) {
            const std::int64_t channel = phase % m_channels;
            const std::int64_t column = phase / m_channels % m_kind.stride[1];
            const std::int64_t row = phase / m_channels / m_kind.stride[1];
            const std::int64_t kernel = (output * m_channels + channel) * height * width;
            for (std::int64_t y = row; y < row + m_taps[0] * m_kind.stride[0]; y += m_kind.stride[0]) {
                for (std::int64_t x = column; x < column + m_taps[1] * m_kind.stride[1]; x += m_kind.stride[1]) {
                    const bool isInside = y < height && x < width;
                    result.push_back(
                        isInside ? m_weights.values[static_cast<std::size_t>(kernel + y * width + x)] : 0.0F);
                }
            }
        }
    }
    return result;
}

void PhaseGradient::emit(NetworkCompiler& compiler, const Slot& gradient, const Slot& into) const
{
    using Type = dnnl::memory::data_type;
    const Dims outputs = dimsOf(gradient.layout);
    const BlobShape grid{1, m_phases, outputs[2] + m_taps[0] - 1, outputs[3] + m_taps[1] - 1};
    const Slot phases = compiler.program().allocate(compiler.blocked(grid, Type::f32));
    if (compiler.options().sums == Sums::Fastest && Winograd::isFor(m_taps, compiler.options().type)) {
        const Winograd::Geometry geometry{
            m_phases, outputs[1], grid[2], grid[3], m_taps[0], {0, 0}, compiler.options().threads};
        Winograd::back(geometry, phaseWeights()).emit(compiler.program(), gradient, phases);
    } else {
        emitDefinition(compiler, gradient, phases);
    }
    scatter(compiler, phases, into);
}

void PhaseGradient::emitDefinition(NetworkCompiler& compiler, const Slot& gradient, const Slot& phases) const
{
    using Tag = dnnl::memory::format_tag;
    using Type = dnnl::memory::data_type;
    ProgramBuilder& program = compiler.program();
    const Dims outputs = dimsOf(gradient.layout);
    const Dims weightDims{outputs[1], m_phases, m_taps[0], m_taps[1]};
    const Layout anyWeights(weightDims, compiler.blobType(), Tag::any);
    const Layout bias({outputs[1]}, Type::f32, Tag::x);
    const Window window{{m_taps[0], m_taps[1]}, {1, 1}, {1, 1}, {0, 0}, {0, 0}};
    const auto forward = describeConvolution(program.engine(),
        compiler.blocked(dimsOf(phases.layout), compiler.blobType()), anyWeights, bias, gradient.layout, window,
        plainAttributes());
    const auto backward =
        describeConvolutionBackward(program.engine(), phases.layout, anyWeights, gradient.layout, window, forward);
    const std::vector<float> weights = phaseWeights();
    program.call(ConvolutionBackward(backward), backward.scratchpad_desc(),
        {{DNNL_ARG_DIFF_DST, gradient, {}},
            {DNNL_ARG_WEIGHTS, {},
                program.constant(backward.weights_desc(), Layout(weightDims, Type::f32, Tag::oihw), weights.data())},
            {DNNL_ARG_DIFF_SRC, phases, {}}});
}

/// Takes each pixel from its phase.
void PhaseGradient::scatter(NetworkCompiler& compiler, const Slot& phases, const Slot& into) const
{
    const std::int64_t block = NetworkCompiler::channelBlock();
    const Dims grid = dimsOf(phases.layout);
    const Dims picture = dimsOf(into.layout);
    const std::int64_t channels = m_channels;
    const Pair stride = m_kind.stride;
    const Pair padding = m_kind.padding;
    // Where the values of a row's pixels lie in a row of phases, by its phase; -1: no output sees the column.
    std::vector<std::vector<std::int64_t>> columns(static_cast<std::size_t>(stride[0]));
    for (std::int64_t phaseRow = 0; phaseRow < stride[0]; ++phaseRow) {
        for (std::int64_t x = padding[1]; x < picture[3] + padding[1]; ++x) {
            for (std::int64_t channel = 0; channel < channels; ++channel) {
                const std::int64_t phase = (phaseRow * stride[1] + x % stride[1]) * channels + channel;
                const std::int64_t plane = phase / block * grid[2] * grid[3];
                columns[static_cast<std::size_t>(phaseRow)].push_back(
                    x / stride[1] < grid[3] ? (plane + x / stride[1]) * block + phase % block : -1);
            }
        }
    }
    compiler.program().work({phases, into}, [=](TileMemory& memory) {
        float* to = memory.at<float>(into);
        for (std::int64_t y = padding[0]; y < picture[2] + padding[0]; ++y) {
            const bool isSeen = y / stride[0] < grid[2];
            const float* const from = memory.at<float>(phases) + y / stride[0] * grid[3] * block;
            for (const std::int64_t offset : columns[static_cast<std::size_t>(y % stride[0])])
                *to++ = isSeen && offset >= 0 ? from[offset] : 0.0F;
        }
    });
}

} // namespace cnnvis::onednn
