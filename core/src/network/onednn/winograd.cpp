// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/winograd.h"

#include "network/onednn/network_compiler.h"
#include "network/onednn/vector_lanes.h"
#include "network/onednn/winograd_basis.h"
#include "util/processor_clones.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace cnnvis::onednn {
namespace {

using namespace winograd_basis;
using std::int64_t;

int64_t ceilDivide(int64_t value, int64_t divisor)
{
    return (value + divisor - 1) / divisor;
}

/// What the loops need to know, in their own terms.
struct Job {
    int64_t channels = 0, channelBlocks = 0, outputBlocks = 0;
    int64_t height = 0, width = 0, outputHeight = 0, outputWidth = 0;
    int64_t top = 0, left = 0; ///< padding
    int64_t patchSide = 0, patchColumns = 0, firstPatch = 0, patches = 0, group = 0;
    float slope = 1.0F;
    const float* weights = nullptr;
    const float* bias = nullptr;
    float* input = nullptr; ///< a strip in the other basis: (36, patches, channels)
    float* product = nullptr; ///< a pair of blocks of a strip: (36, patches, 2 blocks)
    int64_t inputPoint = 0, productPoint = 0; ///< values from one point to the next
};

/// Takes the patches of a strip, all channels, to the other basis.
template <int kBlock, typename Value>
CNNVIS_INLINED void transformInput(const Job& job, const Value* from)
{
    using Floats = typename Lanes<kBlock>::Floats;
    const int64_t planeLength = job.height * job.width * kBlock;
    for (int64_t i = 0; i < job.patches; ++i) {
        const int64_t patch = job.firstPatch + i;
        const int64_t top = patch / job.patchColumns * job.patchSide - job.top;
        const int64_t left = patch % job.patchColumns * job.patchSide - job.left;
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

/// Weights are read but once a strip, from the memory that all cores share: so far ahead, in floats, they are fetched.
constexpr int64_t kAhead = 4096;

/// product = input · weights for some patches and one or two blocks of outputs.
template <int kBlock, int kBlocks, int kPatches>
CNNVIS_INLINED void multiplySome(
    const float* input, int64_t inputStride, const float* weights, int64_t channels, float* product)
{
    using Floats = typename Lanes<kBlock>::Floats;
    Floats sums[kPatches][kBlocks] = {};
    for (int64_t c = 0; c < channels; ++c) {
        Floats factors[kBlocks];
        for (int block = 0; block < kBlocks; ++block) {
            const float* const from = weights + (c * kBlocks + block) * kBlock;
            CNNVIS_PREFETCH(from + kAhead);
            load<kBlock>(from, factors[block]);
        }
#pragma GCC unroll 16
        for (int i = 0; i < kPatches; ++i) {
            const Floats value = Floats{} + input[i * inputStride + c];
            for (int block = 0; block < kBlocks; ++block)
                sums[i][block] += value * factors[block];
        }
    }
#pragma GCC unroll 16
    for (int i = 0; i < kPatches; ++i) {
        for (int block = 0; block < kBlocks; ++block)
            store<kBlock>(sums[i][block], product + (i * kBlocks + block) * kBlock);
    }
}

/// How many patches one product takes at most: as many as there are registers for.
template <int kBlock>
constexpr int kMostPatches = kBlock == 16 ? 14 : 6;

template <int kBlock, int kBlocks, int kPatches>
CNNVIS_INLINED void multiply(
    int64_t patches, const float* input, int64_t inputStride, const float* weights, int64_t channels, float* product)
{
    if (patches == kPatches)
        multiplySome<kBlock, kBlocks, kPatches>(input, inputStride, weights, channels, product);
    else if constexpr (kPatches > 1)
        multiply<kBlock, kBlocks, kPatches - 1>(patches, input, inputStride, weights, channels, product);
}

/// Takes the products of a strip to the output, of some blocks from the first on.
template <int kBlock, int kBlocks, int kSide, typename Value>
CNNVIS_INLINED void transformOutput(const Job& job, int64_t firstBlock, Value* to)
{
    using Floats = typename Lanes<kBlock>::Floats;
    const int64_t planeLength = job.outputHeight * job.outputWidth * kBlock;
    for (int64_t block = 0; block < kBlocks; ++block) {
        Value* const plane = to + (firstBlock + block) * planeLength;
        Floats bias;
        load<kBlock>(job.bias + (firstBlock + block) * kBlock, bias);
        for (int64_t i = 0; i < job.patches; ++i) {
            const int64_t patch = job.firstPatch + i;
            const int64_t top = patch / job.patchColumns * kSide;
            const int64_t left = patch % job.patchColumns * kSide;
            const float* const from = job.product + (i * kBlocks + block) * kBlock;
            Floats lines[kSeen][kSide]; // by column
            for (int x = 0; x < kSeen; ++x) {
                Floats column[kSeen];
                for (int y = 0; y < kSeen; ++y)
                    load<kBlock>(from + (y * kSeen + x) * job.productPoint, column[y]);
                transformProduct(column, lines[x]);
            }
            const int64_t rows = std::min<int64_t>(kSide, job.outputHeight - top);
            const int64_t columns = std::min<int64_t>(kSide, job.outputWidth - left);
            for (int y = 0; y < kSide; ++y) {
                if (y >= rows)
                    break;
                Floats row[kSeen], result[kSide];
                for (int x = 0; x < kSeen; ++x)
                    row[x] = lines[x][y];
                transformProduct(row, result);
                Value* const pixels = plane + ((top + y) * job.outputWidth + left) * kBlock;
                for (int x = 0; x < kSide; ++x) {
                    if (x >= columns)
                        break;
                    const Floats value = result[x] + bias;
                    store<kBlock>(value > 0.0F ? value : job.slope * value, pixels + x * kBlock);
                }
            }
        }
    }
}

template <int kBlock, int kBlocks, typename Value>
CNNVIS_INLINED void transformOutput(const Job& job, int64_t firstBlock, Value* to)
{
    switch (job.patchSide) {
    case 2:
        return transformOutput<kBlock, kBlocks, 2>(job, firstBlock, to);
    case 3:
        return transformOutput<kBlock, kBlocks, 3>(job, firstBlock, to);
    case 4:
        return transformOutput<kBlock, kBlocks, 4>(job, firstBlock, to);
    default:
        return transformOutput<kBlock, kBlocks, 5>(job, firstBlock, to);
    }
}

/// Makes some blocks of outputs of a strip. @param weights  of these blocks. @return  those of the next ones.
template <int kBlock, int kBlocks, typename Value>
CNNVIS_INLINED const float* makeBlocks(const Job& job, int64_t firstBlock, const float* weights, Value* to)
{
    const int64_t inputStride = job.channelBlocks * kBlock;
    for (int64_t point = 0; point < kPoints; ++point, weights += job.channels * kBlocks * kBlock) {
        for (int64_t first = 0; first < job.patches; first += job.group) {
            multiply<kBlock, kBlocks, kMostPatches<kBlock>>(std::min(job.group, job.patches - first),
                job.input + point * job.inputPoint + first * inputStride, inputStride, weights, job.channels,
                job.product + point * job.productPoint + first * kBlocks * kBlock);
        }
    }
    transformOutput<kBlock, kBlocks>(job, firstBlock, to);
    return weights;
}

/// Makes a strip of the output.
template <int kBlock, typename From, typename To>
CNNVIS_INLINED void convolve(const Job& job, const From* from, To* to)
{
    transformInput<kBlock>(job, from);
    const float* weights = job.weights;
    int64_t block = 0;
    for (; block + 2 <= job.outputBlocks; block += 2)
        weights = makeBlocks<kBlock, 2>(job, block, weights, to);
    if (block < job.outputBlocks)
        makeBlocks<kBlock, 1>(job, block, weights, to);
}

CNNVIS_FOR_AVX512 void convolve16(const Job& job, const float* from, float* to)
{
    convolve<16>(job, from, to);
}
CNNVIS_FOR_AVX512 void convolve16(const Job& job, const BFloat16* from, BFloat16* to)
{
    convolve<16>(job, from, to);
}
CNNVIS_FOR_AVX512 void convolve16(const Job& job, const BFloat16* from, float* to)
{
    convolve<16>(job, from, to);
}
CNNVIS_FOR_AVX512 void convolve16(const Job& job, const float* from, BFloat16* to)
{
    convolve<16>(job, from, to);
}
CNNVIS_FOR_AVX2 void convolve8(const Job& job, const float* from, float* to)
{
    convolve<8>(job, from, to);
}

template <typename To>
void chooseSource(const Job& job, const TileMemory& memory, const Slot& from, To* to)
{
    if (isBFloat16(from.layout))
        convolve16(job, memory.at<BFloat16>(from), to);
    else
        convolve16(job, memory.at<float>(from), to);
}

void chooseTypes(const Job& job, const TileMemory& memory, const Slot& from, const Slot& to)
{
    if (NetworkCompiler::channelBlock() == 8)
        convolve8(job, memory.at<float>(from), memory.at<float>(to));
    else if (isBFloat16(to.layout))
        chooseSource(job, memory, from, memory.at<BFloat16>(to));
    else
        chooseSource(job, memory, from, memory.at<float>(to));
}

/// Patches whose values in the other basis stay in a core's own cache while all outputs are made from them.
constexpr int64_t kStripBytes = 640 * 1024;

} // namespace

/// With bfloat16, the definition goes twice as fast.
bool Winograd::isFor(const Pair& kernel, BlobType type)
{
    const bool isWorthIt = type == BlobType::Float32 ? kernel[0] >= 2 && kernel[0] <= kMostKernel : kernel[0] == 3;
    return kernel[0] == kernel[1] && isWorthIt;
}

bool Winograd::isFor(const ConvolutionKind& kind, const BlobShape& input, BlobType type)
{
    constexpr int64_t kFewestChannels = 16; // fewer leave too little to do between the changes of basis
    constexpr int64_t kShortestSide = 9; // below, weights four times as large are read for too few patches
    return std::min(input[2], input[3]) >= kShortestSide && std::min(input[1], kind.outputs) >= kFewestChannels
        && isFor(kind.kernel, type) && std::max(kind.padding[0], kind.padding[1]) < kind.kernel[0]
        && kind.stride == Pair{1, 1} && kind.dilation == Pair{1, 1} && kind.groups == 1 && !kind.isTransposed;
}

double Winograd::growth(const ConvolutionKind& kind)
{
    const bool canBe =
        isFor(kind.kernel, BlobType::Float32) && kind.stride == Pair{1, 1} && kind.groups == 1 && !kind.isTransposed;
    return canBe ? static_cast<double>(kPoints) / static_cast<double>(kind.kernel[0] * kind.kernel[1]) : 1.0;
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

    const int64_t blocks = ceilDivide(geometry.outputs, m_block);
    m_bias = AlignedFloats(static_cast<std::size_t>(blocks * m_block));
    std::copy(bias.begin(), bias.end(), m_bias.data());
    m_weights = AlignedFloats(static_cast<std::size_t>(blocks * kPoints * geometry.channels * m_block));
    const int64_t taps = geometry.kernel * geometry.kernel;
    for (int64_t output = 0; output < geometry.outputs; ++output) {
        const int64_t firstBlock = output / (2 * m_block) * 2; // of its pair
        const int64_t width = std::min<int64_t>(2, blocks - firstBlock) * m_block;
        float* const pair = m_weights.data() + firstBlock * kPoints * geometry.channels * m_block;
        for (int64_t channel = 0; channel < geometry.channels; ++channel) {
            const auto points = transformKernel(
                weights.data() + (output * geometry.channels + channel) * taps, static_cast<int>(geometry.kernel));
            for (int64_t point = 0; point < kPoints; ++point)
                pair[(point * geometry.channels + channel) * width + output - firstBlock * m_block] =
                    points[static_cast<std::size_t>(point)];
        }
    }
}

Winograd Winograd::back(const Geometry& geometry, const std::vector<float>& weights)
{
    const int64_t taps = geometry.kernel * geometry.kernel;
    std::vector<float> turned(weights.size());
    for (int64_t output = 0; output < geometry.outputs; ++output) {
        for (int64_t channel = 0; channel < geometry.channels; ++channel) {
            const auto kernel = weights.begin() + (output * geometry.channels + channel) * taps;
            std::reverse_copy(kernel, kernel + taps, turned.begin() + (channel * geometry.outputs + output) * taps);
        }
    }
    Geometry back;
    back.channels = geometry.outputs;
    back.outputs = geometry.channels;
    back.height = geometry.outputHeight();
    back.width = geometry.outputWidth();
    back.threads = geometry.threads;
    back.kernel = geometry.kernel;
    back.padding = {geometry.kernel - 1 - geometry.padding[0], geometry.kernel - 1 - geometry.padding[1]};
    return {back, turned, {}, 1.0F};
}

void Winograd::emit(ProgramBuilder& program, const Slot& from, const Slot& to) &&
{
    const Slot scratch = program.allocate(scratchpad());
    const auto shared = std::make_shared<const Winograd>(std::move(*this));
    program.work({from, to, scratch}, [=](TileMemory& memory) { shared->run(memory, from, to, scratch); });
}

int64_t Winograd::patchSide() const
{
    return kSeen + 1 - m_geometry.kernel;
}

int64_t Winograd::patches() const
{
    return ceilDivide(m_geometry.outputHeight(), patchSide()) * ceilDivide(m_geometry.outputWidth(), patchSide());
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
    whole.patchSide = patchSide();
    whole.patchColumns = ceilDivide(whole.outputWidth, whole.patchSide);
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
        chooseTypes(job, memory, from, to);
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
