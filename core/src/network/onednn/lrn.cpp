// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/aligned_floats.h"
#include "network/onednn/emit_layer.h"
#include "network/onednn/vector_lanes.h"
#include "util/processor_clones.h"
#include "util/row_power.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace cnnvis::onednn {
namespace {

constexpr double kUsualExponent = -0.75;

/// A blob in blocks of channels.
struct Shape {
    std::size_t channels = 0, pixels = 0, block = 0;

    std::size_t padded() const { return (channels + block - 1) / block * block; }
};

/// What the loops below need of a normalisation: y = x / s^beta with s = k + share · Σ x² over the window.
struct Terms {
    Shape shape;
    std::size_t reach = 0; ///< channels to either side
    float share = 0.0F, k = 1.0F, slope = 0.0F;
};

/// So many neighbouring pixels are worked on together: their blocks are read and written in one go each, plane after
/// plane, as the planes of a blob often lie a multiple of 4096 bytes apart, of which a cache holds but a few.
constexpr std::size_t kGroup = 8;

/// Some pixels with all their channels, pixel after pixel.
struct Lines {
    Lines(const Terms& terms, double exponent)
        : padded(terms.shape.padded())
        , margin((terms.reach + terms.shape.block - 1) / terms.shape.block * terms.shape.block)
        , window(padded + 2 * margin)
        , x(kGroup * padded)
        , direct(kGroup * padded)
        , squares(kGroup * window)
        , shares(kGroup * window)
        , raise(exponent)
        , isUsual(exponent == kUsualExponent)
    { }

    std::size_t padded, margin, window;
    AlignedFloats x;
    AlignedFloats direct; ///< g / s^beta
    /// @{ With zeros on both sides, as far as the window reaches beyond the channels.
    AlignedFloats squares; ///< x²
    AlignedFloats shares; ///< g · y / s
    /// @}
    RowPower<float> raise;
    bool isUsual;
};

/// The sum over the window around each channel of a block. @param values  the block's own.
/// @tparam kReach  the usual one, known to the compiler; 0: any.
template <int kBlock, int kReach>
CNNVIS_INLINED void sumWindow(const float* values, std::size_t anyReach, typename Lanes<kBlock>::Floats& sum)
{
    const std::size_t reach = kReach > 0 ? kReach : anyReach;
    load<kBlock>(values - reach, sum);
#pragma GCC unroll 4
    for (std::size_t tap = 1; tap <= 2 * reach; ++tap) {
        typename Lanes<kBlock>::Floats value;
        load<kBlock>(values - reach + tap, value);
        sum += value;
    }
}

/// s^-0.75 to 2 units in the last place, or with two rounds to 1e-4.
///
/// Three quarters of the exponent are taken from the bits as an integer, which is right to 5 %; Newton's method for
/// y^-4 = s^3 squares the error in each round. Products alone: roots and divisions take five times as long.
template <int kBlock, int kRounds>
CNNVIS_INLINED void raiseUsual(const typename Lanes<kBlock>::Floats& s, typename Lanes<kBlock>::Floats& y)
{
    constexpr std::uint32_t kStart =
        0x6F14DC70U; // 1.75 times the bits of 1, less what makes the largest error smallest
    typename Lanes<kBlock>::Unsigned bits;
    std::memcpy(&bits, &s, sizeof(bits));
    bits = kStart - (bits - (bits >> 2));
    std::memcpy(&y, &bits, sizeof(y));
    for (int i = 0; i < kRounds; ++i) {
        const typename Lanes<kBlock>::Floats quarter = s * y;
        y *= 1.25F - 0.25F * (quarter * quarter) * (quarter * y);
    }
}

/// Calls visit(c, i) for each block of channels of each pixel, plane after plane.
template <int kBlock, typename Visit>
CNNVIS_INLINED void visitPlanes(std::size_t padded, std::size_t pixels, const Visit& visit)
{
    for (std::size_t c = 0; c < padded; c += kBlock) {
        for (std::size_t i = 0; i < pixels; ++i)
            visit(c, i);
    }
}

/// Takes the values of some pixels and their squares.
template <int kBlock, typename Value>
CNNVIS_INLINED void takeSquares(const Value* blob, const Terms& terms, std::size_t pixels, Lines& lines)
{
    float* const x = lines.x.data();
    float* const squares = lines.squares.data() + lines.margin;
    visitPlanes<kBlock>(lines.padded, pixels, [&](std::size_t c, std::size_t i) CNNVIS_INLINED_LAMBDA {
        typename Lanes<kBlock>::Floats value;
        load<kBlock>(blob + c * terms.shape.pixels + i * kBlock, value);
        store<kBlock>(value, x + i * lines.padded + c);
        store<kBlock>(value * value, squares + i * lines.window + c);
    });
}

/// s^-beta, and its ratio to s: for the usual exponent y · (y² s)², as y^-4 = s^3.
/// @tparam Value  of the blob: where it is bfloat16, which has three digits, two rounds are enough.
template <int kBlock, bool kIsUsual, typename Value>
CNNVIS_INLINED void takePower(const Lines& lines, const typename Lanes<kBlock>::Floats& s,
    typename Lanes<kBlock>::Floats& power, typename Lanes<kBlock>::Floats& ratio)
{
    if (kIsUsual) {
        raiseUsual<kBlock, sizeof(Value) == sizeof(float) ? 3 : 2>(s, power);
        const typename Lanes<kBlock>::Floats root = power * power * s;
        ratio = power * (root * root);
    } else {
        alignas(64) float values[kBlock];
        store<kBlock>(s, values);
        lines.raise.apply(values, kBlock);
        load<kBlock>(values, power);
        ratio = power / s;
    }
}

template <int kBlock, int kReach, bool kIsUsual, typename Value>
CNNVIS_INLINED void normalise(const Value* x, const Terms& terms, Lines& lines, Value* y)
{
    using Floats = typename Lanes<kBlock>::Floats;
    const float* const squares = lines.squares.data() + lines.margin;
    for (std::size_t first = 0; first < terms.shape.pixels;
         first += kGroup, x += kGroup * kBlock, y += kGroup * kBlock) {
        const std::size_t pixels = std::min(kGroup, terms.shape.pixels - first);
        takeSquares<kBlock>(x, terms, pixels, lines);
        visitPlanes<kBlock>(lines.padded, pixels, [&](std::size_t c, std::size_t i) CNNVIS_INLINED_LAMBDA {
            Floats sum, value, power, ratio;
            sumWindow<kBlock, kReach>(squares + i * lines.window + c, terms.reach, sum);
            takePower<kBlock, kIsUsual, Value>(lines, terms.k + terms.share * sum, power, ratio);
            load<kBlock>(lines.x.data() + i * lines.padded + c, value);
            store<kBlock>(value * power, y + c * terms.shape.pixels + i * kBlock);
        });
    }
}

/// With the gradient g at y, that at x is g / s^beta - slope · x · Σ g y / s, slope = 2 beta share.
template <int kBlock, int kReach, bool kIsUsual, typename Value>
CNNVIS_INLINED void normaliseBack(const Value* x, const Value* g, const Terms& terms, Lines& lines, Value* result)
{
    using Floats = typename Lanes<kBlock>::Floats;
    const float* const squares = lines.squares.data() + lines.margin;
    float* const shares = lines.shares.data() + lines.margin;
    for (std::size_t first = 0; first < terms.shape.pixels;
         first += kGroup, x += kGroup * kBlock, g += kGroup * kBlock, result += kGroup * kBlock) {
        const std::size_t pixels = std::min(kGroup, terms.shape.pixels - first);
        takeSquares<kBlock>(x, terms, pixels, lines);
        visitPlanes<kBlock>(lines.padded, pixels, [&](std::size_t c, std::size_t i) CNNVIS_INLINED_LAMBDA {
            Floats sum, gradient, value, power, ratio;
            const std::size_t at = i * lines.padded + c;
            sumWindow<kBlock, kReach>(squares + i * lines.window + c, terms.reach, sum);
            takePower<kBlock, kIsUsual, Value>(lines, terms.k + terms.share * sum, power, ratio);
            load<kBlock>(g + c * terms.shape.pixels + i * kBlock, gradient);
            load<kBlock>(lines.x.data() + at, value);
            store<kBlock>(gradient * power, lines.direct.data() + at);
            store<kBlock>(gradient * value * ratio, shares + i * lines.window + c);
        });
        visitPlanes<kBlock>(lines.padded, pixels, [&](std::size_t c, std::size_t i) CNNVIS_INLINED_LAMBDA {
            Floats direct, value, sum;
            const std::size_t at = i * lines.padded + c;
            load<kBlock>(lines.direct.data() + at, direct);
            load<kBlock>(lines.x.data() + at, value);
            sumWindow<kBlock, kReach>(shares + i * lines.window + c, terms.reach, sum);
            store<kBlock>(direct - terms.slope * value * sum, result + c * terms.shape.pixels + i * kBlock);
        });
    }
}

template <int kBlock, typename Value>
CNNVIS_INLINED void chooseForward(const Value* x, const Terms& terms, Lines& lines, Value* y)
{
    if (lines.isUsual && terms.reach == 2)
        normalise<kBlock, 2, true>(x, terms, lines, y);
    else if (lines.isUsual)
        normalise<kBlock, 0, true>(x, terms, lines, y);
    else
        normalise<kBlock, 0, false>(x, terms, lines, y);
}

template <int kBlock, typename Value>
CNNVIS_INLINED void chooseBackward(const Value* x, const Value* g, const Terms& terms, Lines& lines, Value* result)
{
    if (lines.isUsual && terms.reach == 2)
        normaliseBack<kBlock, 2, true>(x, g, terms, lines, result);
    else if (lines.isUsual)
        normaliseBack<kBlock, 0, true>(x, g, terms, lines, result);
    else
        normaliseBack<kBlock, 0, false>(x, g, terms, lines, result);
}

CNNVIS_FOR_AVX512 void forward16(const float* x, const Terms& terms, Lines& lines, float* y)
{
    chooseForward<16>(x, terms, lines, y);
}
CNNVIS_FOR_AVX2 void forward8(const float* x, const Terms& terms, Lines& lines, float* y)
{
    chooseForward<8>(x, terms, lines, y);
}
CNNVIS_FOR_AVX512 void forwardHalf(const BFloat16* x, const Terms& terms, Lines& lines, BFloat16* y)
{
    chooseForward<16>(x, terms, lines, y);
}
CNNVIS_FOR_AVX512 void backward16(const float* x, const float* g, const Terms& terms, Lines& lines, float* result)
{
    chooseBackward<16>(x, g, terms, lines, result);
}
CNNVIS_FOR_AVX2 void backward8(const float* x, const float* g, const Terms& terms, Lines& lines, float* result)
{
    chooseBackward<8>(x, g, terms, lines, result);
}
CNNVIS_FOR_AVX512 void backwardHalf(
    const BFloat16* x, const BFloat16* g, const Terms& terms, Lines& lines, BFloat16* result)
{
    chooseBackward<16>(x, g, terms, lines, result);
}

void forward(const TileMemory& memory, const Slot& x, const Slot& y, const Terms& terms, double beta)
{
    Lines lines(terms, -beta);
    if (isBFloat16(x.layout))
        forwardHalf(memory.at<BFloat16>(x), terms, lines, memory.at<BFloat16>(y));
    else if (terms.shape.block == 16)
        forward16(memory.at<float>(x), terms, lines, memory.at<float>(y));
    else
        forward8(memory.at<float>(x), terms, lines, memory.at<float>(y));
}

void backward(
    const TileMemory& memory, const Slot& x, const Slot& g, const Slot& result, const Terms& terms, double beta)
{
    Lines lines(terms, -beta);
    if (isBFloat16(x.layout))
        backwardHalf(memory.at<BFloat16>(x), memory.at<BFloat16>(g), terms, lines, memory.at<BFloat16>(result));
    else if (terms.shape.block == 16)
        backward16(memory.at<float>(x), memory.at<float>(g), terms, lines, memory.at<float>(result));
    else
        backward8(memory.at<float>(x), memory.at<float>(g), terms, lines, memory.at<float>(result));
}

Terms termsOf(const LrnKind& kind, const BlobShape& blob)
{
    const auto window = static_cast<double>(kind.localSize);
    Terms terms;
    terms.shape = {static_cast<std::size_t>(blob[1]), static_cast<std::size_t>(blob[2] * blob[3]),
        static_cast<std::size_t>(NetworkCompiler::channelBlock())};
    terms.reach = static_cast<std::size_t>(kind.localSize) / 2;
    terms.share = static_cast<float>(kind.alpha / window);
    terms.k = static_cast<float>(kind.k);
    terms.slope = static_cast<float>(2.0 * kind.beta) * terms.share;
    return terms;
}

} // namespace

Emitted emitLrn(NetworkCompiler& compiler, const LayerNode& layer, const LrnKind& kind)
{
    const int input = layer.inputs[0];
    const int output = layer.outputs[0];
    if (kind.isWithinChannel || compiler.isData(input) || compiler.shapeOf(input).size() != 4)
        return std::nullopt;
    const Terms terms = termsOf(kind, compiler.shapeOf(input));
    const double beta = kind.beta;
    const Slot x = compiler.value(input);
    const Slot y = compiler.newValue(output);
    compiler.program().work({x, y}, [=](TileMemory& memory) { forward(memory, x, y, terms, beta); });
    return [=, &compiler] {
        const Slot g = compiler.gradient(output);
        if (!g)
            return;
        compiler.addGradient(input, [&](const Slot& into) {
            compiler.program().work(
                {x, g, into}, [=](TileMemory& memory) { backward(memory, x, g, into, terms, beta); });
        });
    };
}

} // namespace cnnvis::onednn
