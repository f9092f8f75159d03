// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/image_conversion.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace cnnvis {
namespace {

/// grey = factor · ((value - origin) / range) + summand, in grey levels from 0 to 255. In this order the largest value
/// of a rescaled image becomes exactly 255; a hair less, and truncation would make it 254.
struct Tone {
    double factor = 1.0;
    double origin = 0.0;
    double range = 1.0;
    double summand = 0.0;
};

Tone toneOf(const RealImage& image, double mean, ToneMapping mapping)
{
    constexpr double kClassicContrast = 1.2;
    if (mapping == ToneMapping::Classic || image.values.empty())
        return {kClassicContrast, 0.0, 1.0, mean};
    const auto [smallest, largest] = std::minmax_element(image.values.begin(), image.values.end());
    const double range = *largest - *smallest;
    return {255.0, *smallest, range > 0.0 ? range : 1.0, 0.0};
}

template <typename Value>
Picture convert(const RealImage& image, Tone tone, double largestValue)
{
    const double scale = largestValue / 255.0;
    std::vector<Value> pixels(image.values.size());
    for (std::size_t i = 0; i < pixels.size(); i += kChannels) {
        for (std::size_t channel = 0; channel < kChannels; ++channel) {
            const double share = (image.values[i + channel] - tone.origin) / tone.range;
            const double grey = tone.factor * share + tone.summand;
            pixels[i + kChannels - 1 - channel] = static_cast<Value>(std::clamp(grey, 0.0, 255.0) * scale);
        }
    }
    return {image.size, std::move(pixels)};
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
    const Tone tone = toneOf(image, mean, mapping);
    return bitsPerChannel == 16 ? convert<std::uint16_t>(image, tone, 65535.0)
                                : convert<std::uint8_t>(image, tone, 255.0);
}

} // namespace cnnvis
