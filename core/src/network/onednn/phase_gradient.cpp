// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/phase_gradient.h"

#include <algorithm>

namespace cnnvis::onednn {
namespace {

constexpr std::int64_t kMostChannels = 4;

std::int64_t roundedUp(std::int64_t value, std::int64_t divisor)
{
    return (value + divisor - 1) / divisor;
}

/// Along one axis: which outputs of the phases' convolution there are, and what it needs at the edges.
struct Axis {
    std::int64_t first = 0; ///< of padded positions divided by the stride
    std::int64_t count = 0;
    std::int64_t before = 0, after = 0; ///< padding
};

Axis axisOf(std::int64_t length, std::int64_t outputs, std::int64_t stride, std::int64_t padding, std::int64_t taps)
{
    Axis axis;
    axis.first = padding / stride;
    axis.count = (length - 1 + padding) / stride - axis.first + 1;
    axis.before = taps - 1 - axis.first;
    axis.after = axis.count + taps - 1 - outputs - axis.before;
    return axis;
}

} // namespace

bool PhaseGradient::isFor(const ConvolutionKind& kind, const BlobShape& picture)
{
    if (kind.groups != 1 || kind.dilation != Pair{1, 1} || picture[1] > kMostChannels)
        return false;
    for (std::size_t i = 0; i < 2; ++i) {
        const std::int64_t outputs = (picture[i + 2] + 2 * kind.padding[i] - kind.kernel[i]) / kind.stride[i] + 1;
        const Axis axis =
            axisOf(picture[i + 2], outputs, kind.stride[i], kind.padding[i], roundedUp(kind.kernel[i], kind.stride[i]));
        if (axis.before < 0 || axis.after < 0)
            return false;
    }
    return true;
}

PhaseGradient::PhaseGradient(const ConvolutionKind& kind, const WeightBlob& weights)
    : m_kind(kind)
    , m_weights(weights)
    , m_channels(weights.shape[1])
    , m_taps{roundedUp(kind.kernel[0], kind.stride[0]), roundedUp(kind.kernel[1], kind.stride[1])}
    , m_phases(kind.stride[0] * kind.stride[1] * m_channels)
{ }

/// (phases, outputs, ⌈k/s⌉, ⌈k/s⌉). The kernel is turned around, and ends in zeros where a phase has fewer weights.
std::vector<float> PhaseGradient::phaseWeights() const
{
    const auto [height, width] = m_kind.kernel;
    const std::int64_t outputs = m_weights.shape[0];
    std::vector<float> result;
    result.reserve(static_cast<std::size_t>(m_phases * outputs * m_taps[0] * m_taps[1]));
    for (std::int64_t phase = 0; phase < m_phases; ++phase) {
        const std::int64_t channel = phase % m_channels;
        const std::int64_t column = phase / m_channels % m_kind.stride[1];
        const std::int64_t row = phase / m_channels / m_kind.stride[1];
        for (std::int64_t output = 0; output < outputs; ++output) {
            const std::int64_t kernel = (output * m_channels + channel) * height * width;
            for (std::int64_t i = m_taps[0] - 1; i >= 0; --i) {
                for (std::int64_t k = m_taps[1] - 1; k >= 0; --k) {
                    const std::int64_t y = row + m_kind.stride[0] * i;
                    const std::int64_t x = column + m_kind.stride[1] * k;
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
    using Tag = dnnl::memory::format_tag;
    using Type = dnnl::memory::data_type;
    ProgramBuilder& program = compiler.program();
    const Dims picture = dimsOf(into.layout);
    const Dims outputs = dimsOf(gradient.layout);
    const Axis rows = axisOf(picture[2], outputs[2], m_kind.stride[0], m_kind.padding[0], m_taps[0]);
    const Axis columns = axisOf(picture[3], outputs[3], m_kind.stride[1], m_kind.padding[1], m_taps[1]);
    const Dims weightDims{m_phases, outputs[1], m_taps[0], m_taps[1]};
    const Layout bias({m_phases}, Type::f32, Tag::x);
    const Slot phases = program.allocate(compiler.blocked({1, m_phases, rows.count, columns.count}, Type::f32));
    const auto description = describeConvolution(program.engine(), gradient.layout,
        Layout(weightDims, compiler.blobType(), Tag::any), bias, phases.layout,
        {{m_taps[0], m_taps[1]}, {1, 1}, {1, 1}, {rows.before, columns.before}, {rows.after, columns.after}},
        plainAttributes());
    const std::vector<float> weights = phaseWeights();
    const std::vector<float> none(static_cast<std::size_t>(m_phases), 0.0F);
    program.call(Convolution(description), description.scratchpad_desc(),
        {{DNNL_ARG_SRC, gradient, {}},
            {DNNL_ARG_WEIGHTS, {},
                program.constant(description.weights_desc(), Layout(weightDims, Type::f32, Tag::oihw), weights.data())},
            {DNNL_ARG_BIAS, {}, program.constant(bias, bias, none.data())}, {DNNL_ARG_DST, phases, {}}});
    scatter(compiler, phases, into);
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
    compiler.program().work({phases, into}, [=](TileMemory& memory) {
        const float* const from = memory.at<float>(phases);
        float* to = memory.at<float>(into);
        for (std::int64_t y = 0; y < picture[2]; ++y) {
            const std::int64_t row = (y + padding[0]) / stride[0] - padding[0] / stride[0];
            const std::int64_t phaseRow = (y + padding[0]) % stride[0];
            for (std::int64_t x = 0; x < picture[3]; ++x, to += channels) {
                const std::int64_t column = (x + padding[1]) / stride[1] - padding[1] / stride[1];
                const std::int64_t phase = (phaseRow * stride[1] + (x + padding[1]) % stride[1]) * channels;
                for (std::int64_t channel = 0; channel < channels; ++channel) {
                    const std::int64_t plane = (phase + channel) / block;
                    const std::int64_t lane = (phase + channel) % block;
                    to[channel] = from[((plane * grid[2] + row) * grid[3] + column) * block + lane];
                }
            }
        }
    });
}

} // namespace cnnvis::onednn
