// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/bfloat16.h"
#include "network/onednn/emit_layer.h"
#include "util/row_power.h"
#include "util/vectorised.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace cnnvis::onednn {
namespace {

/// A blob in blocks of channels.
struct Shape {
    std::size_t channels = 0, pixels = 0, block = 0;

    std::size_t padded() const { return (channels + block - 1) / block * block; }
    /// From one block of a pixel to the next.
    std::size_t blockStride() const { return pixels * block; }
};

/// One pixel with all its channels, with as many zeros on both sides as the window reaches beyond them.
struct Line {
    Line(const Shape& shape, std::size_t reach)
        : values(shape.padded() + 2 * reach)
        , scale(shape.padded())
        , power(shape.padded())
    { }
    std::vector<float> values, scale, power;
};

/// What the loops below need of a normalisation: y = x / s^beta with s = k + share · Σ x² over the window.
struct Terms {
    Shape shape;
    std::size_t reach = 0; ///< channels to either side
    float share = 0.0F, k = 1.0F, slope = 0.0F;
};

/// sums[c] = Σ values over the window around c
CNNVIS_INLINED void sumWindows(const float* values, const Terms& terms, float* sums)
{
    const std::size_t count = terms.shape.padded();
    for (std::size_t c = 0; c < count; ++c)
        sums[c] = values[c];
    for (std::size_t tap = 1; tap <= 2 * terms.reach; ++tap) {
        for (std::size_t c = 0; c < count; ++c)
            sums[c] += values[c + tap];
    }
}

template <typename Value>
CNNVIS_INLINED void scaleOf(const Value* pixel, const Terms& terms, float* values, float* scale)
{
    const Shape& shape = terms.shape;
    float* const line = values + terms.reach;
    for (std::size_t c = 0; c < shape.padded(); c += shape.block) {
        const Value* const from = pixel + c / shape.block * shape.blockStride();
        for (std::size_t lane = 0; lane < shape.block; ++lane)
            line[c + lane] = toFloat(from[lane]) * toFloat(from[lane]);
    }
    sumWindows(values, terms, scale);
    for (std::size_t c = 0; c < shape.padded(); ++c)
        scale[c] = terms.k + terms.share * scale[c];
}

/// scale^-0.75, by roots alone, or by RowPower for other exponents.
CNNVIS_INLINED void raise(const float* scale, std::size_t count, RowPower<float>* otherPower, float* power)
{
    if (otherPower == nullptr) {
        for (std::size_t c = 0; c < count; ++c) {
            const float root = std::sqrt(scale[c]);
            power[c] = 1.0F / (root * std::sqrt(root));
        }
    } else {
        std::copy_n(scale, count, power);
        otherPower->apply(power, count);
    }
}

template <typename Value>
CNNVIS_INLINED void normalise(const Value* x, const Terms& terms, Line& line, RowPower<float>* otherPower, Value* y)
{
    const Shape& shape = terms.shape;
    for (std::size_t i = 0; i < shape.pixels; ++i) {
        const std::size_t first = i * shape.block;
        scaleOf(x + first, terms, line.values.data(), line.scale.data());
        raise(line.scale.data(), shape.padded(), otherPower, line.power.data());
        for (std::size_t c = 0; c < shape.padded(); c += shape.block) {
            const std::size_t at = first + c / shape.block * shape.blockStride();
            for (std::size_t lane = 0; lane < shape.block; ++lane)
                store(toFloat(x[at + lane]) * line.power[c + lane], y[at + lane]);
        }
    }
}

/// With the gradient g at y, that at x is g / s^beta - slope · x · Σ g y / s, slope = 2 beta share.
template <typename Value>
CNNVIS_INLINED void normaliseBack(
    const Value* x, const Value* g, const Terms& terms, Line& line, RowPower<float>* otherPower, Value* result)
{
    const Shape& shape = terms.shape;
    float* const values = line.values.data() + terms.reach;
    for (std::size_t i = 0; i < shape.pixels; ++i) {
        const std::size_t first = i * shape.block;
        scaleOf(x + first, terms, line.values.data(), line.scale.data());
        raise(line.scale.data(), shape.padded(), otherPower, line.power.data());
        for (std::size_t c = 0; c < shape.padded(); c += shape.block) {
            const std::size_t at = first + c / shape.block * shape.blockStride();
            for (std::size_t lane = 0; lane < shape.block; ++lane)
                values[c + lane] =
                    toFloat(g[at + lane]) * toFloat(x[at + lane]) * line.power[c + lane] / line.scale[c + lane];
        }
        sumWindows(line.values.data(), terms, line.scale.data());
        for (std::size_t c = 0; c < shape.padded(); c += shape.block) {
            const std::size_t at = first + c / shape.block * shape.blockStride();
            for (std::size_t lane = 0; lane < shape.block; ++lane)
                store(toFloat(g[at + lane]) * line.power[c + lane]
                        - terms.slope * toFloat(x[at + lane]) * line.scale[c + lane],
                    result[at + lane]);
        }
    }
}

CNNVIS_VECTORISED void forwardFloats(
    const float* x, const Terms& terms, Line& line, RowPower<float>* otherPower, float* y)
{
    normalise(x, terms, line, otherPower, y);
}

CNNVIS_VECTORISED void forwardBFloats(
    const BFloat16* x, const Terms& terms, Line& line, RowPower<float>* otherPower, BFloat16* y)
{
    normalise(x, terms, line, otherPower, y);
}

CNNVIS_VECTORISED void backwardFloats(
    const float* x, const float* g, const Terms& terms, Line& line, RowPower<float>* otherPower, float* result)
{
    normaliseBack(x, g, terms, line, otherPower, result);
}

CNNVIS_VECTORISED void backwardBFloats(
    const BFloat16* x, const BFloat16* g, const Terms& terms, Line& line, RowPower<float>* otherPower, BFloat16* result)
{
    normaliseBack(x, g, terms, line, otherPower, result);
}

/// Calls work(line, otherPower) with working memory.
template <typename Work>
void withLine(const Terms& terms, double beta, const Work& work)
{
    constexpr double kUsual = 0.75;
    Line line(terms.shape, terms.reach);
    RowPower<float> otherPower(-beta);
    work(line, beta == kUsual ? nullptr : &otherPower);
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
    const bool isHalf = compiler.blobType() == dnnl::memory::data_type::bf16;
    const double beta = kind.beta;
    const Slot x = compiler.value(input);
    const Slot y = compiler.newValue(output);
    compiler.program().work({x, y}, [=](TileMemory& memory) {
        withLine(terms, beta, [&](Line& line, RowPower<float>* otherPower) {
            if (isHalf)
                forwardBFloats(memory.at<BFloat16>(x), terms, line, otherPower, memory.at<BFloat16>(y));
            else
                forwardFloats(memory.at<float>(x), terms, line, otherPower, memory.at<float>(y));
        });
    });
    return [=, &compiler] {
        const Slot g = compiler.gradient(output);
        if (!g)
            return;
        compiler.addGradient(input, [&](const Slot& into) {
            compiler.program().work({x, g, into}, [=](TileMemory& memory) {
                withLine(terms, beta, [&](Line& line, RowPower<float>* otherPower) {
                    if (isHalf)
                        backwardBFloats(memory.at<BFloat16>(x), memory.at<BFloat16>(g), terms, line, otherPower,
                            memory.at<BFloat16>(into));
                    else
                        backwardFloats(
                            memory.at<float>(x), memory.at<float>(g), terms, line, otherPower, memory.at<float>(into));
                });
            });
        });
    };
}

} // namespace cnnvis::onednn
