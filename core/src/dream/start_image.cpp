// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/start_image.h"

#include "picture/image_conversion.h"
#include "util/random_stream.h"

#include <cmath>
#include <cstdint>
#include <utility>

namespace cnnvis {
namespace {

std::vector<double> gaussianKernel(double sigma)
{
    const int radius = static_cast<int>(4.0 * sigma + 0.5);
    std::vector<double> kernel;
    double sum = 0.0;
    for (int x = -radius; x <= radius; ++x) {
        kernel.push_back(std::exp(-0.5 * x * x / (sigma * sigma)));
        sum += kernel.back();
    }
    for (double& weight : kernel)
        weight /= sum;
    return kernel;
}

/// The position that a position outside [0, length) mirrors to, the edge itself counted twice: c b a | a b c | c b a.
std::size_t mirrored(std::int64_t position, std::int64_t length)
{
    const std::int64_t period = 2 * length;
    const std::int64_t inPeriod = (position % period + period) % period;
    return static_cast<std::size_t>(inPeriod < length ? inPeriod : period - 1 - inPeriod);
}

/// Smooths along one axis, given as the distance between its neighbours in the array and its length; truncates to 8
/// bits.
void smooth(
    std::vector<std::uint8_t>& values, std::size_t stride, std::size_t length, const std::vector<double>& kernel)
{
    const auto radius = static_cast<std::int64_t>(kernel.size() / 2);
    std::vector<double> line(length);
    for (std::size_t first = 0; first < values.size(); ++first) {
        if (first / stride % length != 0)
            continue;
        for (std::size_t i = 0; i < length; ++i)
            line[i] = values[first + i * stride];
        for (std::size_t i = 0; i < length; ++i) {
            double sum = 0.0;
            for (std::size_t tap = 0; tap < kernel.size(); ++tap) {
                const auto position = static_cast<std::int64_t>(i + tap) - radius;
                sum += kernel[tap] * line[mirrored(position, static_cast<std::int64_t>(length))];
            }
            values[first + i * stride] = static_cast<std::uint8_t>(sum);
        }
    }
}

} // namespace

RealImage noiseImage(const RunSettings& settings, PictureSize size, double mean)
{
    RealImage image(size);
    RandomStream random(static_cast<std::uint64_t>(settings.seed), 0);
    for (double& value : image.values)
        value = static_cast<float>(settings.initializationScale * random.normal());
    const Picture noise = toPicture(image, mean, ToneMapping::Classic, 8);
    if (settings.initializationBlur <= 0.0)
        return toRealImage(noise, mean);
    const std::vector<double> kernel = gaussianKernel(settings.initializationBlur);
    std::vector<std::uint8_t> values(noise.pixels8(), noise.pixels8() + image.values.size());
    smooth(values, image.rowLength(), static_cast<std::size_t>(size.height), kernel);
    smooth(values, kChannels, static_cast<std::size_t>(size.width), kernel);
    smooth(values, 1, kChannels, kernel);
    return toRealImage({size, std::move(values)}, mean);
}

} // namespace cnnvis
