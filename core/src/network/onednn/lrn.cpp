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
    /// From one block of a pixel to the next.
    std::size_t blockStride() const { return pixels * block; }
};

/// What the loops below need of a normalisation: y = x / s^beta with s = k + share · Σ x² over the window.
struct Terms {
    Shape shape;
    std::size_t reach = 0; ///< channels to either side
    float share = 0.0F, k = 1.0F, slope = 0.0F;
};

/// So many neighbouring pixels are worked on together: their blocks are read and written in one go each, as the planes
/// of a blob often lie a multiple of 4096 bytes apart, of which a cache holds but a few.
constexpr std::size_t kGroup = 8;

/// Some pixels with all their channels, pixel after pixel.
struct Lines {
    Lines(const Terms& terms, double exponent)
        : padded(terms.shape.padded())
        , margin((terms.reach + terms.shape.block - 1) / terms.shape.block * terms.shape.block)
        , window(padded + 2 * margin)
        , x(kGroup * padded)
        , g(kGroup * padded)
        , power(kGroup * padded)
        , ratio(kGroup * padded)
        , values(kGroup * window)
        , raise(exponent)
        , isUsual(exponent == kUsualExponent)
    { }

    /// Where the windows of a pixel's first channel begin.
    const float* firstWindow(std::size_t pixel, std::size_t reach)
    {
        return values.data() + pixel * window + margin - reach;
    }

    std::size_t padded, margin, window;
    AlignedFloats x, g;
    AlignedFloats power, ratio; ///< s^-beta, s^-beta / s
    AlignedFloats values; ///< with zeros on both sides, as far as the window reaches beyond the channels
    RowPower<float> raise;
    bool isUsual;
};

/// The sum over the window around each channel of a block. @param values  of the first one's window.
template <int kBlock>
CNNVIS_INLINED void sumWindow(const float* values, std::size_t reach, typename Lanes<kBlock>::Floats& sum)
{
    load<kBlock>(values, sum);
    for (std::size_t tap = 1; tap <= 2 * reach; ++tap) {
        typename Lanes<kBlock>::Floats value;
        load<kBlock>(values + tap, value);
        sum += value;
    }
}

/// s^-0.75 to 2 units in the last place.
///
/// Three quarters of the exponent are taken from the bits as an integer, which is right to 5 %; Newton's method for
/// y^-4 = s^3 squares the error three times. Products alone: roots and divisions take five times as long.
template <int kBlock>
CNNVIS_INLINED void raiseUsual(const typename Lanes<kBlock>::Floats& s, typename Lanes<kBlock>::Floats& y)
{
    constexpr std::uint32_t kStart =
        0x6F14DC70U; // 1.75 times the bits of 1, less what makes the largest error smallest
    typename Lanes<kBlock>::Unsigned bits;
    std::memcpy(&bits, &s, sizeof(bits));
    bits = kStart - (bits - (bits >> 2));
    std::memcpy(&y, &bits, sizeof(y));
    for (int i = 0; i < 3; ++i) {
        const typename Lanes<kBlock>::Floats quarter = s * y;
        y *= 1.25F - 0.25F * (quarter * quarter) * (quarter * y);
    }
}

/// Calls visit(offset in the blob, offset in the lines) for each block of channels of each pixel, plane after plane.
template <int kBlock, typename Visit>
CNNVIS_INLINED void visitPlanes(const Shape& shape, std::size_t pixels, const Visit& visit)
{
    for (std::size_t c = 0; c < shape.padded(); c += kBlock) {
        for (std::size_t i = 0; i < pixels; ++i)
            visit(c * shape.pixels + i * kBlock, i * shape.padded() + c);
    }
}

/// Takes the values of some pixels and their squares.
template <int kBlock, typename Value>
CNNVIS_INLINED void takeSquares(const Value* blob, const Terms& terms, std::size_t pixels, Lines& lines)
{
    float* const x = lines.x.data();
    float* const values = lines.values.data() + lines.margin;
    for (std::size_t c = 0; c < lines.padded; c += kBlock) {
        for (std::size_t i = 0; i < pixels; ++i) {
            typename Lanes<kBlock>::Floats value;
            load<kBlock>(blob + c * terms.shape.pixels + i * kBlock, value);
            store<kBlock>(value, x + i * lines.padded + c);
            store<kBlock>(value * value, values + i * lines.window + c);
        }
    }
}

/// Takes s^-beta of the pixels, and for the way back its ratio to s.
template <int kBlock, bool kHasRatio>
CNNVIS_INLINED void takePower(const Terms& terms, std::size_t pixels, Lines& lines)
{
    using Floats = typename Lanes<kBlock>::Floats;
    for (std::size_t i = 0; i < pixels; ++i) {
        const std::size_t first = i * lines.padded;
        const float* const values = lines.firstWindow(i, terms.reach);
        for (std::size_t c = 0; c < lines.padded; c += kBlock) {
            Floats sum, power;
            sumWindow<kBlock>(values + c, terms.reach, sum);
            const Floats s = terms.k + terms.share * sum;
            if (lines.isUsual) {
                raiseUsual<kBlock>(s, power);
            } else {
                store<kBlock>(s, lines.power.data() + first + c);
                lines.raise.apply(lines.power.data() + first + c, kBlock);
                load<kBlock>(lines.power.data() + first + c, power);
            }
            store<kBlock>(power, lines.power.data() + first + c);
            if (kHasRatio)
                store<kBlock>(power / s, lines.ratio.data() + first + c);
        }
    }
}

template <int kBlock, typename Value>
CNNVIS_INLINED void normalise(const Value* x, const Terms& terms, Lines& lines, Value* y)
{
    for (std::size_t first = 0; first < terms.shape.pixels;
         first += kGroup, x += kGroup * kBlock, y += kGroup * kBlock) {
        const std::size_t pixels = std::min(kGroup, terms.shape.pixels - first);
        takeSquares<kBlock>(x, terms, pixels, lines);
        takePower<kBlock, false>(terms, pixels, lines);
        visitPlanes<kBlock>(terms.shape, pixels, [&](std::size_t inBlob, std::size_t inLines) {
            typename Lanes<kBlock>::Floats value, power;
            load<kBlock>(lines.x.data() + inLines, value);
            load<kBlock>(lines.power.data() + inLines, power);
            store<kBlock>(value * power, y + inBlob);
        });
    }
}

/// The gradient at the pixels, once the values are those that it sums over the window.
template <int kBlock>
CNNVIS_INLINED void takeGradient(const Terms& terms, std::size_t pixels, Lines& lines)
{
    for (std::size_t i = 0; i < pixels; ++i) {
        const float* const values = lines.firstWindow(i, terms.reach);
        for (std::size_t c = 0; c < lines.padded; c += kBlock) {
            typename Lanes<kBlock>::Floats gradient, power, value, sum;
            const std::size_t at = i * lines.padded + c;
            load<kBlock>(lines.g.data() + at, gradient);
            load<kBlock>(lines.power.data() + at, power);
            load<kBlock>(lines.x.data() + at, value);
            sumWindow<kBlock>(values + c, terms.reach, sum);
            store<kBlock>(gradient * power - terms.slope * value * sum, lines.g.data() + at);
        }
    }
}

/// With the gradient g at y, that at x is g / s^beta - slope · x · Σ g y / s, slope = 2 beta share.
template <int kBlock, typename Value>
CNNVIS_INLINED void normaliseBack(const Value* x, const Value* g, const Terms& terms, Lines& lines, Value* result)
{
    const Shape& shape = terms.shape;
    float* const values = lines.values.data() + lines.margin;
    for (std::size_t first = 0; first < shape.pixels; first += kGroup) {
        const std::size_t pixels = std::min(kGroup, shape.pixels - first);
        takeSquares<kBlock>(x + first * kBlock, terms, pixels, lines);
        takePower<kBlock, true>(terms, pixels, lines);
        for (std::size_t c = 0; c < lines.padded; c += kBlock) {
            for (std::size_t i = 0; i < pixels; ++i) {
                typename Lanes<kBlock>::Floats gradient, value, ratio;
                const std::size_t at = i * lines.padded + c;
                load<kBlock>(g + c * shape.pixels + (first + i) * kBlock, gradient);
                load<kBlock>(lines.x.data() + at, value);
                load<kBlock>(lines.ratio.data() + at, ratio);
                store<kBlock>(gradient, lines.g.data() + at);
                store<kBlock>(gradient * value * ratio, values + i * lines.window + c);
            }
        }
        takeGradient<kBlock>(terms, pixels, lines);
        visitPlanes<kBlock>(shape, pixels, [&](std::size_t inBlob, std::size_t inLines) {
            typename Lanes<kBlock>::Floats value;
            load<kBlock>(lines.g.data() + inLines, value);
            store<kBlock>(value, result + first * kBlock + inBlob);
        });
    }
}

CNNVIS_PROCESSOR_CLONES void forward16(const float* x, const Terms& terms, Lines& lines, float* y)
{
    normalise<16>(x, terms, lines, y);
}
CNNVIS_PROCESSOR_CLONES void forward8(const float* x, const Terms& terms, Lines& lines, float* y)
{
    normalise<8>(x, terms, lines, y);
}
CNNVIS_PROCESSOR_CLONES void forwardHalf(const BFloat16* x, const Terms& terms, Lines& lines, BFloat16* y)
{
    normalise<16>(x, terms, lines, y);
}
CNNVIS_PROCESSOR_CLONES void backward16(const float* x, const float* g, const Terms& terms, Lines& lines, float* result)
{
    normaliseBack<16>(x, g, terms, lines, result);
}
CNNVIS_PROCESSOR_CLONES void backward8(const float* x, const float* g, const Terms& terms, Lines& lines, float* result)
{
    normaliseBack<8>(x, g, terms, lines, result);
}
CNNVIS_PROCESSOR_CLONES void backwardHalf(
    const BFloat16* x, const BFloat16* g, const Terms& terms, Lines& lines, BFloat16* result)
{
    normaliseBack<16>(x, g, terms, lines, result);
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
