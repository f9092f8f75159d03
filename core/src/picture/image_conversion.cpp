// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/image_conversion.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace cnnvis {
namespace {

/// @param greyOf  the grey level, from 0 to 255 and beyond, of a value of the image.
template <typename Value, typename Tone>
void convertRows(const RealImage& image, Tone greyOf, int firstRow, int endRow, Value* to)
{
    constexpr double kScale = std::numeric_limits<Value>::max() / 255.0;
    const std::size_t rowLength = image.rowLength();
    std::vector<std::int32_t> levels(rowLength);
    for (int row = firstRow; row < endRow; ++row) {
        // A loop without branches, apart from the swapping of colours: so it becomes vector instructions.
        const double* const values = image.row(row);
        for (std::size_t i = 0; i < rowLength; ++i)
            levels[i] = static_cast<std::int32_t>(std::min(std::max(greyOf(values[i]), 0.0), 255.0) * kScale);
        for (std::size_t i = 0; i < rowLength; i += kChannels, to += kChannels) {
            to[0] = static_cast<Value>(levels[i + 2]);
            to[1] = static_cast<Value>(levels[i + 1]);
            to[2] = static_cast<Value>(levels[i]);
        }
    }
}

template <typename Value, typename Tone>
Picture convert(const RealImage& image, Tone greyOf)
{
    constexpr std::int64_t kRowsAtOnce = 32;
    std::vector<Value> pixels(image.values.size());
    at::parallel_for(0, image.size.height, kRowsAtOnce, [&](std::int64_t first, std::int64_t end) {
        convertRows(image, greyOf, static_cast<int>(first), static_cast<int>(end),
            pixels.data() + static_cast<std::size_t>(first) * image.rowLength());
    });
    return {image.size, std::move(pixels)};
}

template <typename Tone>
Picture convert(const RealImage& image, int bitsPerChannel, Tone greyOf)
{
    return bitsPerChannel == 16 ? convert<std::uint16_t>(image, greyOf) : convert<std::uint8_t>(image, greyOf);
}

} // namespace

RealImage toRealImage(const Picture& picture, double mean)
{
    RealImage image(picture.size());
    const std::uint8_t* const pixels = picture.pixels8();
    for (std::size_t i = 0; i < image.values.size(); i += kChannels) {
        for (std::size_t channel = 0; channel < kChannels; ++channel)
            image.values[i + channel] = static_cast<double>(pixels[i + kChannels - 1 - channel] - mean);
    }
    return image;
}

Picture toPicture(const RealImage& image, double mean, ToneMapping mapping, int bitsPerChannel)
{
    constexpr double kClassicContrast = 1.2;
    if (mapping == ToneMapping::Classic || image.values.empty())
        return convert(image, bitsPerChannel, [mean](double value) { return kClassicContrast * value + mean; });
    double smallest = image.values.front();
    double largest = smallest;
    for (const double value : image.values) {
        smallest = std::min(smallest, value);
        largest = std::max(largest, value);
    }
    const double range = largest > smallest ? largest - smallest : 1.0;
    // In this order the largest value becomes exactly 255; a hair less, and truncation would make it 254.
    return convert(image, bitsPerChannel, [=](double value) { return 255.0 * ((value - smallest) / range); });
}

} // namespace cnnvis
