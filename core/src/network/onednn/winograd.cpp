// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/winograd.h"

#include "network/onednn/network_compiler.h"
#include "network/onednn/vector_lanes.h"
#include "util/processor_clones.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <array>

namespace cnnvis::onednn {
namespace {

using std::int64_t;

constexpr int kPatch = 4; ///< of the output, each way
constexpr int kKernel = 3;
constexpr int kSeen = kPatch + kKernel - 1; ///< of the input
constexpr int kPoints = kSeen * kSeen; ///< values of a patch in the other basis

int64_t ceilDivide(int64_t value, int64_t divisor)
{
    return (value + divisor - 1) / divisor;
}

/// What the loops need to know, in their own terms.
struct Job {
    int64_t channels = 0, channelBlocks = 0, outputBlocks = 0;
    int64_t height = 0, width = 0, outputHeight = 0, outputWidth = 0;
    int64_t top = 0, left = 0; ///< padding
    int64_t patchColumns = 0, firstPatch = 0, patches = 0, group = 0;
    float slope = 1.0F;
    const float* weights = nullptr;
    const float* bias = nullptr;
    float* input = nullptr; ///< a strip in the other basis: (36, patches, channels)
    float* product = nullptr; ///< a pair of blocks of a strip: (36, patches, 2 blocks)
    int64_t inputPoint = 0, productPoint = 0; ///< values from one point to the next
};

/// The other basis are the values of polynomials at 0, ±a, ±b and infinity. With these points the largest factors are
/// small: they lose half as many digits as the usual 1 and 2 do, and they and their powers are exact.
constexpr float kA = 0.625F;
constexpr float kB = 1.5F;
constexpr float kA2 = kA * kA;
constexpr float kB2 = kB * kB;

/// One line of what a patch sees to the other basis: Bᵀ of Lavin and Gray.
template <typename Floats>
CNNVIS_INLINED void transformSeen(const Floats (&d)[kSeen], Floats (&v)[kSeen])
{
    const Floats evenA = d[4] - kB2 * d[2];
    const Floats oddA = kA * (d[3] - kB2 * d[1]);
    const Floats evenB = d[4] - kA2 * d[2];
    const Floats oddB = kB * (d[3] - kA2 * d[1]);
    v[0] = kA2 * kB2 * d[0] - (kA2 + kB2) * d[2] + d[4];
    v[1] = evenA + oddA;
    v[2] = evenA - oddA;
    v[3] = evenB + oddB;
    v[4] = evenB - oddB;
    v[5] = kA2 * kB2 * d[1] - (kA2 + kB2) * d[3] + d[5];
}

/// And back, to a line of the output: Aᵀ.
template <typename Floats>
CNNVIS_INLINED void transformProduct(const Floats (&m)[kSeen], Floats (&y)[kPatch])
{
    const Floats evenA = m[1] + m[2];
    const Floats oddA = kA * (m[1] - m[2]);
    const Floats evenB = m[3] + m[4];
    const Floats oddB = kB * (m[3] - m[4]);
    y[0] = m[0] + evenA + evenB;
    y[1] = oddA + oddB;
    y[2] = kA2 * evenA + kB2 * evenB;
    y[3] = kA2 * oddA + kB2 * oddB + m[5];
}

/// A kernel in the other basis: G g Gᵀ, point after point.
std::array<float, kPoints> transformKernel(const float* kernel)
{
    constexpr double a = kA;
    constexpr double b = kB;
    constexpr double zero = a * a * b * b;
    constexpr double atA = 2 * a * a * (a * a - b * b);
    constexpr double atB = 2 * b * b * (b * b - a * a);
    constexpr double g[kSeen][kKernel] = {{1 / zero, 0, 0}, {1 / atA, a / atA, a * a / atA},
        {1 / atA, -a / atA, a * a / atA}, {1 / atB, b / atB, b * b / atB}, {1 / atB, -b / atB, b * b / atB}, {0, 0, 1}};
    std::array<float, kPoints> result{};
    for (int i = 0; i < kSeen; ++i) {
        for (int j = 0; j < kSeen; ++j) {
            double sum = 0.0;
            for (int y = 0; y < kKernel; ++y) {
                for (int x = 0; x < kKernel; ++x)
                    sum += g[i][y] * g[j][x] * static_cast<double>(kernel[y * kKernel + x]);
            }
            result[static_cast<std::size_t>(i * kSeen + j)] = static_cast<float>(sum);
        }
    }
    return result;
}

/// Takes the patches of a strip, all channels, to the other basis.
template <int kBlock, typename Value>
CNNVIS_INLINED void transformInput(const Job& job, const Value* from)
{
    using Floats = typename Lanes<kBlock>::Floats;
    const int64_t planeLength = job.height * job.width * kBlock;
    for (int64_t i = 0; i < job.patches; ++i) {
        const int64_t patch = job.firstPatch + i;
        const int64_t top = patch / job.patchColumns * kPatch - job.top;
        const int64_t left = patch % job.patchColumns * kPatch - job.left;
        for (int64_t block = 0; block < job.channelBlocks; ++block) {
            const Value* const plane = from + block * planeLength;
            Floats lines[kSeen][kSeen]; // by column
            for (int x = 0; x < kSeen; ++x) {
                Floats column[kSeen];
                const bool isInside = left + x >= 0 && left + x < job.width;
                for (int y = 0; y < kSeen; ++y) {
                    column[y] = Floats{};
                    if (isInside && top + y >= 0 && top + y < job.height)
                        load<kBlock>(plane + ((top + y) * job.width + left + x) * kBlock, column[y]);
                }
                transformSeen(column, lines[x]);
            }
            float* to = job.input + (i * job.channelBlocks + block) * kBlock;
            for (int y = 0; y < kSeen; ++y) {
                Floats row[kSeen], result[kSeen];
                for (int x = 0; x < kSeen; ++x)
                    row[x] = lines[x][y];
                transformSeen(row, result);
                for (int x = 0; x < kSeen; ++x, to += job.inputPoint)
                    store<kBlock>(result[x], to);
            }
        }
    }
}

/// product = input · weights for some patches and two blocks of outputs.
template <int kBlock, int kPatches>
CNNVIS_INLINED void multiplySome(const float* input, int64_t inputStride, const float* weights, int64_t channels,
    float* product)
{
    using Floats = typename Lanes<kBlock>::Floats;
    Floats sums[kPatches][2] = {};
    for (int64_t c = 0; c < channels; ++c) {
        Floats first, second;
        load<kBlock>(weights + c * 2 * kBlock, first);
        load<kBlock>(weights + c * 2 * kBlock + kBlock, second);
#pragma GCC unroll 16
        for (int i = 0; i < kPatches; ++i) {
            const Floats value = Floats{} + input[i * inputStride + c];
            sums[i][0] += value * first;
            sums[i][1] += value * second;
        }
    }
#pragma GCC unroll 16
    for (int i = 0; i < kPatches; ++i) {
        store<kBlock>(sums[i][0], product + i * 2 * kBlock);
        store<kBlock>(sums[i][1], product + i * 2 * kBlock + kBlock);
    }
}

/// How many patches one product takes at most: as many as there are registers for.
template <int kBlock>
constexpr int kMostPatches = kBlock == 16 ? 14 : 6;

template <int kBlock, int kPatches>
CNNVIS_INLINED void multiply(int64_t patches, const float* input, int64_t inputStride, const float* weights,
    int64_t channels, float* product)
{
    if (patches == kPatches)
        multiplySome<kBlock, kPatches>(input, inputStride, weights, channels, product);
    else if constexpr (kPatches > 1)
        multiply<kBlock, kPatches - 1>(patches, input, inputStride, weights, channels, product);
}

/// Takes the products of a strip to the output.
template <int kBlock, typename Value>
CNNVIS_INLINED void transformOutput(const Job& job, int64_t firstBlock, Value* to)
{
    using Floats = typename Lanes<kBlock>::Floats;
    const int64_t planeLength = job.outputHeight * job.outputWidth * kBlock;
    const int64_t blocks = std::min<int64_t>(2, job.outputBlocks - firstBlock);
    for (int64_t block = 0; block < blocks; ++block) {
        Value* const plane = to + (firstBlock + block) * planeLength;
        Floats bias;
        load<kBlock>(job.bias + (firstBlock + block) * kBlock, bias);
        for (int64_t i = 0; i < job.patches; ++i) {
            const int64_t patch = job.firstPatch + i;
            const int64_t top = patch / job.patchColumns * kPatch;
            const int64_t left = patch % job.patchColumns * kPatch;
            const float* const from = job.product + (i * 2 + block) * kBlock;
            Floats lines[kSeen][kPatch]; // by column
            for (int x = 0; x < kSeen; ++x) {
                Floats column[kSeen];
                for (int y = 0; y < kSeen; ++y)
                    load<kBlock>(from + (y * kSeen + x) * job.productPoint, column[y]);
                transformProduct(column, lines[x]);
            }
            const int64_t rows = std::min<int64_t>(kPatch, job.outputHeight - top);
            const int64_t columns = std::min<int64_t>(kPatch, job.outputWidth - left);
            for (int y = 0; y < kPatch; ++y) {
                if (y >= rows)
                    break;
                Floats row[kSeen], result[kPatch];
                for (int x = 0; x < kSeen; ++x)
                    row[x] = lines[x][y];
                transformProduct(row, result);
                Value* const pixels = plane + ((top + y) * job.outputWidth + left) * kBlock;
                for (int x = 0; x < kPatch; ++x) {
                    if (x >= columns)
                        break;
                    const Floats value = result[x] + bias;
                    store<kBlock>(value > 0.0F ? value : job.slope * value, pixels + x * kBlock);
                }
            }
        }
    }
}

/// Makes a strip of the output.
template <int kBlock, typename Value>
CNNVIS_INLINED void convolve(const Job& job, const Value* from, Value* to)
{
    transformInput<kBlock>(job, from);
    const float* weights = job.weights;
    const int64_t inputStride = job.channelBlocks * kBlock;
    for (int64_t block = 0; block < job.outputBlocks; block += 2) {
        for (int64_t point = 0; point < kPoints; ++point, weights += job.channels * 2 * kBlock) {
            for (int64_t first = 0; first < job.patches; first += job.group) {
                multiply<kBlock, kMostPatches<kBlock>>(std::min(job.group, job.patches - first),
                    job.input + point * job.inputPoint + first * inputStride, inputStride, weights, job.channels,
                    job.product + point * job.productPoint + first * 2 * kBlock);
            }
        }
        transformOutput<kBlock>(job, block, to);
    }
}

CNNVIS_FOR_AVX512 void convolve16(const Job& job, const float* from, float* to)
{
    convolve<16>(job, from, to);
}
CNNVIS_FOR_AVX512 void convolveHalf(const Job& job, const BFloat16* from, BFloat16* to)
{
    convolve<16>(job, from, to);
}
CNNVIS_FOR_AVX2 void convolve8(const Job& job, const float* from, float* to)
{
    convolve<8>(job, from, to);
}

/// Patches whose values in the other basis stay in a core's own cache while all outputs are made from them.
constexpr int64_t kStripBytes = 640 * 1024;

} // namespace

bool Winograd::isFor(const ConvolutionKind& kind, const BlobShape& input)
{
    // Below, weights four times as large are read for too few patches.
    constexpr int64_t kFewestChannels = 16;
    constexpr int64_t kShortestSide = 9;
    return std::min(input[2], input[3]) >= kShortestSide && kind.groups == 1 && !kind.isTransposed && kind.kernel == Pair{kKernel, kKernel} && kind.stride == Pair{1, 1}
        && kind.dilation == Pair{1, 1} && std::max(kind.padding[0], kind.padding[1]) < kKernel
        && std::min(input[1], kind.outputs) >= kFewestChannels;
}

Winograd::Winograd(
    const Geometry& geometry, const std::vector<float>& weights, const std::vector<float>& bias, float slope)
    : m_geometry(geometry)
    , m_block(NetworkCompiler::channelBlock())
    , m_slope(slope)
{
    const int64_t most = m_block == 16 ? kMostPatches<16> : kMostPatches<8>;
    m_group = ceilDivide(patches(), ceilDivide(patches(), most));
    const int64_t patchBytes =
        kPoints * (ceilDivide(geometry.channels, m_block) + 2) * m_block * static_cast<int64_t>(sizeof(float));
    const int64_t groups = ceilDivide(patches(), m_group);
    const int64_t perThread = ceilDivide(groups, geometry.threads);
    m_strip = std::clamp<int64_t>(kStripBytes / patchBytes / m_group, 1, perThread) * m_group;

    const int64_t pairs = ceilDivide(geometry.outputs, 2 * m_block);
    m_bias = AlignedFloats(static_cast<std::size_t>(pairs * 2 * m_block));
    std::copy(bias.begin(), bias.end(), m_bias.data());
    m_weights = AlignedFloats(static_cast<std::size_t>(pairs * kPoints * geometry.channels * 2 * m_block));
    for (int64_t output = 0; output < geometry.outputs; ++output) {
        for (int64_t channel = 0; channel < geometry.channels; ++channel) {
            const auto points
                = transformKernel(weights.data() + (output * geometry.channels + channel) * kKernel * kKernel);
            for (int64_t point = 0; point < kPoints; ++point) {
                const int64_t row = (output / (2 * m_block) * kPoints + point) * geometry.channels + channel;
                m_weights.data()[row * 2 * m_block + output % (2 * m_block)]
                    = points[static_cast<std::size_t>(point)];
            }
        }
    }
}

Winograd Winograd::back(const Geometry& geometry, const std::vector<float>& weights)
{
    constexpr int64_t kTaps = int64_t{kKernel} * kKernel;
    std::vector<float> turned(weights.size());
    for (int64_t output = 0; output < geometry.outputs; ++output) {
        for (int64_t channel = 0; channel < geometry.channels; ++channel) {
            const auto kernel = weights.begin() + (output * geometry.channels + channel) * kTaps;
            std::reverse_copy(
                kernel, kernel + kTaps, turned.begin() + (channel * geometry.outputs + output) * kTaps);
        }
    }
    Geometry back;
    back.channels = geometry.outputs;
    back.outputs = geometry.channels;
    back.height = geometry.outputHeight();
    back.width = geometry.outputWidth();
    back.threads = geometry.threads;
    back.padding = {kKernel - 1 - geometry.padding[0], kKernel - 1 - geometry.padding[1]};
    return {back, turned, {}, 1.0F};
}

int64_t Winograd::patches() const
{
    return ceilDivide(m_geometry.outputHeight(), kPatch) * ceilDivide(m_geometry.outputWidth(), kPatch);
}

// Not a multiple of 4096 bytes, of which a cache holds but a few.
int64_t Winograd::inputPoint() const
{
    return (m_strip * ceilDivide(m_geometry.channels, m_block) + 1) * m_block;
}

int64_t Winograd::productPoint() const
{
    return (m_strip * 2 + 1) * m_block;
}

Layout Winograd::scratchpad() const
{
    return {{m_geometry.threads * kPoints * (inputPoint() + productPoint())}, dnnl::memory::data_type::f32,
        dnnl::memory::format_tag::x};
}

void Winograd::run(const TileMemory& memory, const Slot& from, const Slot& to, const Slot& scratchpad) const
{
    Job whole;
    whole.channels = m_geometry.channels;
    whole.channelBlocks = ceilDivide(m_geometry.channels, m_block);
    whole.outputBlocks = ceilDivide(m_geometry.outputs, m_block);
    whole.height = m_geometry.height;
    whole.width = m_geometry.width;
    whole.outputHeight = m_geometry.outputHeight();
    whole.outputWidth = m_geometry.outputWidth();
    whole.top = m_geometry.padding[0];
    whole.left = m_geometry.padding[1];
    whole.patchColumns = ceilDivide(whole.outputWidth, kPatch);
    whole.group = m_group;
    whole.slope = m_slope;
    whole.weights = m_weights.data();
    whole.bias = m_bias.data();
    whole.inputPoint = inputPoint();
    whole.productPoint = productPoint();
    const auto convolveStrip = [&](int64_t strip, int64_t thread) {
        Job job = whole;
        job.firstPatch = strip * m_strip;
        job.patches = std::min(m_strip, patches() - job.firstPatch);
        job.input = memory.at<float>(scratchpad) + thread * kPoints * (inputPoint() + productPoint());
        job.product = job.input + kPoints * inputPoint();
        if (isBFloat16(from.layout))
            convolveHalf(job, memory.at<BFloat16>(from), memory.at<BFloat16>(to));
        else if (m_block == 16)
            convolve16(job, memory.at<float>(from), memory.at<float>(to));
        else
            convolve8(job, memory.at<float>(from), memory.at<float>(to));
    };
    const int64_t strips = ceilDivide(patches(), m_strip);
    const int64_t perThread = ceilDivide(strips, m_geometry.threads);
    at::parallel_for(0, m_geometry.threads, 1, [&](int64_t firstThread, int64_t endThread) {
        for (int64_t thread = firstThread; thread < endThread; ++thread) {
            for (int64_t strip = thread * perThread; strip < std::min(strips, (thread + 1) * perThread); ++strip)
                convolveStrip(strip, thread);
        }
    });
}

} // namespace cnnvis::onednn
