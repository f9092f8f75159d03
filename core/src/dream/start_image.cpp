// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/start_image.h"

#include "picture/image_conversion.h"
#include "util/random_stream.h"

#include <cmath>
#include <cstdint>
#include <utility>

namespace cnnvis {
namespace {

/// Weights of the neighbours from -radius to radius, which is four sigmas.
std::vector<double> gaussianKernel(double sigma, int radius)
{
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

/// A kernel for lines of one length. One that is longer than the mirrored line's period is folded into it.
struct LineKernel {
    LineKernel(double sigma, std::size_t length)
    {
        const int radius = static_cast<int>(4.0 * sigma + 0.5);
        weights = gaussianKernel(sigma, radius);
        first = -radius;
        const auto period = static_cast<std::int64_t>(2 * length);
        if (static_cast<std::int64_t>(weights.size()) <= period)
            return;
        std::vector<double> folded(static_cast<std::size_t>(period), 0.0);
        for (std::size_t i = 0; i < weights.size(); ++i)
            folded[static_cast<std::size_t>(((first + static_cast<std::int64_t>(i)) % period + period) % period)] +=
                weights[i];
        weights = std::move(folded);
        first = 0;
    }

    std::int64_t first = 0; ///< position of the first weight
    std::vector<double> weights;
};

/// Smooths along one axis, given as the distance between its neighbours in the array and its length; truncates to 8
/// bits.
void smooth(std::vector<std::uint8_t>& values, std::size_t stride, std::size_t length, double sigma)
{
    const LineKernel kernel(sigma, length);
    std::vector<double> line(length + kernel.weights.size() - 1); // with what it mirrors to beyond its ends
    for (std::size_t begin = 0; begin < values.size(); ++begin) {
        if (begin / stride % length != 0)
            continue;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const std::int64_t position = kernel.first + static_cast<std::int64_t>(i);
            line[i] = values[begin + mirrored(position, static_cast<std::int64_t>(length)) * stride];
        }
        for (std::size_t i = 0; i < length; ++i) {
            double sum = 0.0;
            for (std::size_t tap = 0; tap < kernel.weights.size(); ++tap)
                sum += kernel.weights[tap] * line[i + tap];
            values[begin + i * stride] = static_cast<std::uint8_t>(sum);
        }
    }
}

Picture unsmoothedNoise(const RunSettings& settings, PictureSize size, double mean)
{
    RealImage image(size);
    RandomStream random(static_cast<std::uint64_t>(settings.seed), 0);
    for (double& value : image.values)
        value = static_cast<float>(settings.initializationScale * random.normal());
    return toPicture(image, mean, ToneMapping::Classic, 8);
}

} // namespace

RealImage noiseImage(const RunSettings& settings, PictureSize size, double mean)
{
    const Picture noise = unsmoothedNoise(settings, size, mean);
    const double sigma = settings.initializationBlur;
    constexpr double kLeast = 0.125; // below, no neighbour is within reach
    if (sigma < kLeast)
        return toRealImage(noise, mean);
    std::vector<std::uint8_t> values(noise.pixels8(), noise.pixels8() + valueCount(size));
    smooth(values, static_cast<std::size_t>(size.width) * kChannels, static_cast<std::size_t>(size.height), sigma);
    smooth(values, kChannels, static_cast<std::size_t>(size.width), sigma);
    smooth(values, 1, kChannels, sigma);
    return toRealImage({size, std::move(values)}, mean);
}

} // namespace cnnvis
