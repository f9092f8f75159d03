// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/picture_phases.h"

#include "network/onednn/winograd.h"

#include <algorithm>

namespace cnnvis::onednn {
namespace {

using std::int64_t;

Pair tapsOf(const ConvolutionKind& kind)
{
    return {
        (kind.kernel[0] + kind.stride[0] - 1) / kind.stride[0], (kind.kernel[1] + kind.stride[1] - 1) / kind.stride[1]};
}

int64_t outputLength(const ConvolutionKind& kind, const BlobShape& picture, std::size_t axis)
{
    return (picture[axis + 2] + 2 * kind.padding[axis] - kind.kernel[axis]) / kind.stride[axis] + 1;
}

} // namespace

bool PicturePhases::isForGradient(const ConvolutionKind& kind, const BlobShape& picture)
{
    constexpr int64_t kMostChannels = 4;
    return kind.groups == 1 && kind.dilation == Pair{1, 1} && picture[1] <= kMostChannels;
}

bool PicturePhases::isForForward(const ConvolutionKind& kind, const BlobShape& picture, const CompileOptions& options)
{
    // Fewer phases or outputs leave too little to do between the changes of basis.
    constexpr int64_t kFewestPhases = 8;
    constexpr int64_t kFewestOutputs = 16;
    return options.type == BlobType::Float32 && options.sums == Sums::Fastest && isForGradient(kind, picture)
        && Winograd::isFor(tapsOf(kind), options.type) && kind.stride[0] * kind.stride[1] * picture[1] >= kFewestPhases
        && kind.outputs >= kFewestOutputs;
}

PicturePhases::PicturePhases(const ConvolutionKind& kind, const WeightBlob& weights, const BlobShape& picture)
    : m_kind(kind)
    , m_weights(weights)
    , m_picture(picture)
    , m_taps(tapsOf(kind))
    , m_grid{1, kind.stride[0] * kind.stride[1] * picture[1], outputLength(kind, picture, 0) + m_taps[0] - 1,
          outputLength(kind, picture, 1) + m_taps[1] - 1}
{ }

/// (outputs, phases, ⌈k/s⌉, ⌈k/s⌉), with zeros at the end where a phase has fewer weights.
std::vector<float> PicturePhases::phaseWeights() const
{
    const auto [height, width] = m_kind.kernel;
    const int64_t channels = m_picture[1];
    std::vector<float> result;
    result.reserve(static_cast<std::size_t>(m_grid[1] * m_kind.outputs * m_taps[0] * m_taps[1]));
    for (int64_t output = 0; output < m_kind.outputs; ++output) {
        for (int64_t phase = 0; phase < m_grid[1]; ++phase) {
            const int64_t channel = phase % channels;
            const int64_t column = phase / channels % m_kind.stride[1];
            const int64_t row = phase / channels / m_kind.stride[1];
            const int64_t kernel = (output * channels + channel) * height * width;
            for (int64_t y = row; y < row + m_taps[0] * m_kind.stride[0]; y += m_kind.stride[0]) {
                for (int64_t x = column; x < column + m_taps[1] * m_kind.stride[1]; x += m_kind.stride[1]) {
                    const bool isInside = y < height && x < width;
                    result.push_back(
                        isInside ? m_weights.values[static_cast<std::size_t>(kernel + y * width + x)] : 0.0F);
                }
            }
        }
    }
    return result;
}

Layout PicturePhases::layout(const NetworkCompiler& compiler) const
{
    return compiler.blocked(m_grid, dnnl::memory::data_type::f32);
}

/// Where the values of a padded row's pixels lie in a row of phases, by the row's phase.
std::vector<std::vector<int64_t>> PicturePhases::rowOffsets() const
{
    const int64_t block = NetworkCompiler::channelBlock();
    const int64_t channels = m_picture[1];
    std::vector<std::vector<int64_t>> offsets(static_cast<std::size_t>(m_kind.stride[0]));
    for (int64_t row = 0; row < m_kind.stride[0]; ++row) {
        for (int64_t x = 0; x < m_grid[3] * m_kind.stride[1]; ++x) {
            for (int64_t channel = 0; channel < channels; ++channel) {
                const int64_t phase = (row * m_kind.stride[1] + x % m_kind.stride[1]) * channels + channel;
                const int64_t plane = phase / block * m_grid[2] * m_grid[3];
                offsets[static_cast<std::size_t>(row)].push_back(
                    (plane + x / m_kind.stride[1]) * block + phase % block);
            }
        }
    }
    return offsets;
}

void PicturePhases::emitForward(NetworkCompiler& compiler, const Slot& picture, const std::vector<float>& bias,
    float slope, const Slot& output) const
{
    const Slot phases = compiler.program().allocate(layout(compiler));
    emitGather(compiler, picture, phases);
    const Winograd::Geometry geometry{
        m_grid[1], m_kind.outputs, m_grid[2], m_grid[3], m_taps[0], {0, 0}, compiler.options().threads};
    Winograd(geometry, phaseWeights(), bias, slope).emit(compiler.program(), phases, output);
}

/// Gives each phase its pixels, and zeros where there is padding. Channels that fill up a block are left as they are.
void PicturePhases::emitGather(NetworkCompiler& compiler, const Slot& picture, const Slot& phases) const
{
    const int64_t rowLength = m_grid[3] * NetworkCompiler::channelBlock();
    const int64_t channels = m_picture[1];
    const int64_t width = m_picture[3] * channels;
    const int64_t left = m_kind.padding[1] * channels;
    const int64_t end = std::min(left + width, m_grid[3] * m_kind.stride[1] * channels);
    compiler.program().work({picture, phases},
        [=, offsets = rowOffsets(), height = m_picture[2], grid = m_grid, stride = m_kind.stride[0],
            top = m_kind.padding[0]](TileMemory& memory) {
            for (int64_t y = 0; y < grid[2] * stride; ++y) {
                const std::vector<int64_t>& row = offsets[static_cast<std::size_t>(y % stride)];
                float* const to = memory.at<float>(phases) + y / stride * rowLength;
                const bool isInside = y >= top && y < top + height;
                const float* const from = memory.at<float>(picture) + (y - top) * width - left;
                const auto zero = [&](int64_t first, int64_t last) {
                    for (int64_t i = first; i < last; ++i)
                        to[row[static_cast<std::size_t>(i)]] = 0.0F;
                };
                const auto count = static_cast<int64_t>(row.size());
                if (!isInside) {
                    zero(0, count);
                    continue;
                }
                zero(0, left);
                for (int64_t i = left; i < end; ++i)
                    to[row[static_cast<std::size_t>(i)]] = from[i];
                zero(end, count);
            }
        });
}

void PicturePhases::emitGradient(NetworkCompiler& compiler, const Slot& gradient, const Slot& into) const
{
    const Slot phases = compiler.program().allocate(layout(compiler));
    if (compiler.options().sums == Sums::Fastest && Winograd::isFor(m_taps, compiler.options().type)) {
        const Winograd::Geometry geometry{
            m_grid[1], m_kind.outputs, m_grid[2], m_grid[3], m_taps[0], {0, 0}, compiler.options().threads};
        Winograd::back(geometry, phaseWeights()).emit(compiler.program(), gradient, phases);
    } else {
        emitDefinition(compiler, gradient, phases);
    }
    emitScatter(compiler, phases, into);
}

void PicturePhases::emitDefinition(NetworkCompiler& compiler, const Slot& gradient, const Slot& phases) const
{
    using Tag = dnnl::memory::format_tag;
    using Type = dnnl::memory::data_type;
    ProgramBuilder& program = compiler.program();
    const Dims weightDims{m_kind.outputs, m_grid[1], m_taps[0], m_taps[1]};
    const Layout anyWeights(weightDims, compiler.blobType(), Tag::any);
    const Layout bias({m_kind.outputs}, Type::f32, Tag::x);
    const Window window{{m_taps[0], m_taps[1]}, {1, 1}, {1, 1}, {0, 0}, {0, 0}};
    const auto forward = describeConvolution(program.engine(), compiler.blocked(m_grid, compiler.blobType()),
        anyWeights, bias, gradient.layout, window, plainAttributes());
    const auto backward =
        describeConvolutionBackward(program.engine(), phases.layout, anyWeights, gradient.layout, window, forward);
    const std::vector<float> weights = phaseWeights();
    program.call(ConvolutionBackward(backward), backward.scratchpad_desc(),
        {{DNNL_ARG_DIFF_DST, gradient, {}},
            {DNNL_ARG_WEIGHTS, {},
                program.constant(backward.weights_desc(), Layout(weightDims, Type::f32, Tag::oihw), weights.data())},
            {DNNL_ARG_DIFF_SRC, phases, {}}});
}

/// Takes each pixel from its phase; zero where no output sees it.
void PicturePhases::emitScatter(NetworkCompiler& compiler, const Slot& phases, const Slot& into) const
{
    const int64_t rowLength = m_grid[3] * NetworkCompiler::channelBlock();
    const int64_t channels = m_picture[1];
    const int64_t left = m_kind.padding[1] * channels;
    const int64_t right = left + m_picture[3] * channels;
    const int64_t end = std::min(right, m_grid[3] * m_kind.stride[1] * channels);
    compiler.program().work({phases, into},
        [=, offsets = rowOffsets(), height = m_picture[2], grid = m_grid, stride = m_kind.stride[0],
            top = m_kind.padding[0]](TileMemory& memory) {
            float* to = memory.at<float>(into);
            for (int64_t y = top; y < height + top; ++y, to += right - left) {
                const std::vector<int64_t>& row = offsets[static_cast<std::size_t>(y % stride)];
                const float* const from = memory.at<float>(phases) + y / stride * rowLength;
                const int64_t seen = y / stride < grid[2] ? end : left;
                for (int64_t i = left; i < seen; ++i)
                    to[i - left] = from[row[static_cast<std::size_t>(i)]];
                std::fill(to + (seen - left), to + (right - left), 0.0F);
            }
        });
}

} // namespace cnnvis::onednn
