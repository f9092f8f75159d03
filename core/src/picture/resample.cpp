// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/resample.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cnnvis {

namespace {

constexpr int kFractionBits = 22;

double filterSupport(ResampleFilter filter)
{
    return filter == ResampleFilter::Bilinear ? 1.0 : 2.0;
}

double filterValue(ResampleFilter filter, double x)
{
    x = std::abs(x);
    if (filter == ResampleFilter::Bilinear)
        return x < 1.0 ? 1.0 - x : 0.0;
    constexpr double a = -0.5;
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    return x < 2.0 ? (((x - 5.0) * x + 8.0) * x - 4.0) * a : 0.0;
}

/// What one output position takes from the input: positions from `first` on, with these weights.
template <typename Weight>
struct Taps {
    int first = 0;
    std::vector<Weight> weights;
};

Taps<double> makeExactTaps(int position, int inputSize, int outputSize, ResampleFilter filter)
{
    const double scale = static_cast<double>(inputSize) / outputSize;
    const double filterScale = std::max(scale, 1.0);
    const double inverseFilterScale = 1.0 / filterScale;
    const double support = filterSupport(filter) * filterScale;
    const double center = (position + 0.5) * scale;
    Taps<double> taps;
    taps.first = std::max(0, static_cast<int>(center - support + 0.5));
    const int last = std::min(inputSize, static_cast<int>(center + support + 0.5));

    double sum = 0.0;
    for (int x = 0; x < last - taps.first; ++x) {
        taps.weights.push_back(filterValue(filter, (x + taps.first - center + 0.5) * inverseFilterScale));
        sum += taps.weights.back();
    }
    for (double& weight : taps.weights)
        weight = sum != 0.0 ? weight / sum : weight;
    return taps;
}

Taps<std::int32_t> makeTaps(int position, int inputSize, int outputSize, ResampleFilter filter)
{
    const Taps<double> exact = makeExactTaps(position, inputSize, outputSize, filter);
    Taps<std::int32_t> taps;
    taps.first = exact.first;
    for (const double weight : exact.weights) {
        const double scaled = weight * (1 << kFractionBits);
        taps.weights.push_back(static_cast<std::int32_t>(scaled < 0.0 ? scaled - 0.5 : scaled + 0.5));
    }
    return taps;
}

std::vector<Taps<std::int32_t>> makeAllTaps(int inputSize, int outputSize, ResampleFilter filter)
{
    std::vector<Taps<std::int32_t>> all;
    all.reserve(static_cast<std::size_t>(outputSize));
    for (int position = 0; position < outputSize; ++position)
        all.push_back(makeTaps(position, inputSize, outputSize, filter));
    return all;
}

/// The sums fit: the weights' magnitudes add up to at most 1.25 or so, and 255 · 1.25 · 2^22 < 2^31.
std::uint8_t rounded(std::int32_t sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255));
}

constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);

/// Pixels of one picture while it is worked on.
struct Pixels {
    PictureSize size;
    std::vector<std::uint8_t> values;

    std::size_t valuesPerRow() const { return static_cast<std::size_t>(size.width) * kChannels; }
    const std::uint8_t* row(int index) const
    {
        return values.data() + static_cast<std::size_t>(index) * valuesPerRow();
    }
};

std::vector<std::uint8_t> makeValues(PictureSize size)
{
    return std::vector<std::uint8_t>(
        static_cast<std::size_t>(size.height) * static_cast<std::size_t>(size.width) * kChannels);
}

Pixels resampleRows(const Pixels& input, int width, ResampleFilter filter)
{
    const std::vector<Taps<std::int32_t>> columns = makeAllTaps(input.size.width, width, filter);
    Pixels output{{input.size.height, width}, makeValues({input.size.height, width})};
    std::uint8_t* to = output.values.data();
    for (int row = 0; row < input.size.height; ++row) {
        for (const Taps<std::int32_t>& taps : columns) {
            const std::uint8_t* from = input.row(row) + static_cast<std::size_t>(taps.first) * kChannels;
            std::int32_t red = kHalf;
            std::int32_t green = kHalf;
            std::int32_t blue = kHalf;
            for (const std::int32_t weight : taps.weights) {
                red += from[0] * weight;
                green += from[1] * weight;
                blue += from[2] * weight;
                from += kChannels;
            }
            to[0] = rounded(red);
            to[1] = rounded(green);
            to[2] = rounded(blue);
            to += kChannels;
        }
    }
    return output;
}

Pixels resampleColumns(const Pixels& input, int height, ResampleFilter filter)
{
    const std::size_t count = input.valuesPerRow();
    Pixels output{{height, input.size.width}, makeValues({height, input.size.width})};
    std::uint8_t* to = output.values.data();
    std::vector<std::int32_t> sums(count);
    for (int position = 0; position < height; ++position, to += count) {
        const Taps<std::int32_t> taps = makeTaps(position, input.size.height, height, filter);
        std::fill(sums.begin(), sums.end(), kHalf);
        // Row by row, as that reads memory in its order.
        for (std::size_t tap = 0; tap < taps.weights.size(); ++tap) {
            const std::uint8_t* from = input.row(taps.first + static_cast<int>(tap));
            const std::int32_t weight = taps.weights[tap];
            for (std::size_t index = 0; index < count; ++index)
                sums[index] += from[index] * weight;
        }
        std::transform(sums.begin(), sums.end(), to, rounded);
    }
    return output;
}

RealImage resampleRows(const RealImage& input, int width, ResampleFilter filter)
{
    RealImage output({input.size.height, width});
    for (int column = 0; column < width; ++column) {
        const Taps<double> taps = makeExactTaps(column, input.size.width, width, filter);
        for (int row = 0; row < input.size.height; ++row) {
            const double* from = input.values.data() + input.offset(row, taps.first);
            std::array<double, kChannels> sums{};
            for (const double weight : taps.weights) {
                for (double& sum : sums)
                    sum += weight * static_cast<double>(*from++);
            }
            std::copy(sums.begin(), sums.end(), output.values.data() + output.offset(row, column));
        }
    }
    return output;
}

RealImage resampleColumns(const RealImage& input, int height, ResampleFilter filter)
{
    RealImage output({height, input.size.width});
    std::vector<double> sums(input.rowLength());
    for (int row = 0; row < height; ++row) {
        const Taps<double> taps = makeExactTaps(row, input.size.height, height, filter);
        std::fill(sums.begin(), sums.end(), 0.0);
        for (std::size_t tap = 0; tap < taps.weights.size(); ++tap) {
            const double* const from = input.row(taps.first + static_cast<int>(tap));
            for (std::size_t i = 0; i < sums.size(); ++i)
                sums[i] += taps.weights[tap] * static_cast<double>(from[i]);
        }
        std::copy(sums.begin(), sums.end(), output.row(row));
    }
    return output;
}

} // namespace

RealImage resample(const RealImage& image, PictureSize size, ResampleFilter filter)
{
    RealImage result = image;
    if (size.width != result.size.width)
        result = resampleRows(result, size.width, filter);
    if (size.height != result.size.height)
        result = resampleColumns(result, size.height, filter);
    return result;
}

Picture resample(const Picture& picture, PictureSize size, ResampleFilter filter)
{
    if (picture.isEmpty() || picture.bitsPerChannel() != 8 || size.height <= 0 || size.width <= 0) {
        throw PictureError("Cannot resize a picture of " + std::to_string(picture.height()) + " x "
            + std::to_string(picture.width()) + " pixels with " + std::to_string(picture.bitsPerChannel()) + " bits to "
            + std::to_string(size.height) + " x " + std::to_string(size.width)
            + "; it takes 8 bits a channel, and sides of at least one pixel");
    }
    if (picture.size() == size)
        return picture;
    const std::uint8_t* from = picture.pixels8();
    Pixels pixels{picture.size(), {}};
    pixels.values.assign(from, from + pixels.valuesPerRow() * static_cast<std::size_t>(picture.height()));
    if (size.width != picture.width())
        pixels = resampleRows(pixels, size.width, filter);
    if (size.height != picture.height())
        pixels = resampleColumns(pixels, size.height, filter);
    return {pixels.size, std::move(pixels.values)};
}

} // namespace cnnvis
