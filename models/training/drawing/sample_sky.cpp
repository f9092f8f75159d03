// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_sky.h"

#include "noise.h"
#include "palette.h"
#include "random_stream.h"
#include "surfaces.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cnnvis {

namespace drawing {

namespace {

/// Billows: thick in their middle, with small ones on their edges.
float cloudAt(cv::Point2f place, cv::Point2f offset)
{
    const cv::Point2f warp(fractalNoise(place * 0.9F + offset), fractalNoise(place * 0.9F - offset));
    const cv::Point2f moved = place + 0.3F * warp + offset;
    return fractalNoise(moved * 0.55F) + 0.5F * fractalNoise(moved * 1.3F) + 0.22F * fractalNoise(moved * 3.9F);
}

/// @param place  x from 0 at the left, y from 0 at the top to 1 at the bottom.
Colour skyColourAt(cv::Point2f place, cv::Point2f offset)
{
    const Colour high = rgb(0x1c4a94);
    const Colour middle = rgb(0x5f9bd3);
    const Colour low = rgb(0xf7c9a0);
    const float depth = place.y + 0.08F * fractalNoise(place * 0.7F - offset);
    const Colour air =
        mix(mix(high, middle, smoothBetween(0.0F, 0.65F, depth)), low, smoothBetween(0.6F, 1.15F, depth));
    // Banks flatten towards the horizon, and their light comes from low at the right.
    const cv::Point2f bank(1.5F * place.x, 1.5F * place.y * (1.0F + 0.7F * place.y));
    const float thick = cloudAt(bank, offset);
    const float lit = thick - cloudAt(bank + cv::Point2f(0.09F, 0.07F), offset);
    const float cover = smoothBetween(-0.02F, 0.4F, thick);
    const Colour shade = mix(rgb(0x7688b8), rgb(0xb98a9c), smoothBetween(0.2F, 1.0F, place.y));
    const Colour bright = mix(rgb(0xfff8ea), rgb(0xffd5a0), smoothBetween(0.1F, 1.0F, place.y));
    const float light = std::clamp(0.62F + 1.6F * lit - 0.35F * (thick - 0.35F), 0.0F, 1.0F);
    return mix(air, mix(shade, bright, light), 0.95F * cover);
}

} // namespace

} // namespace drawing

cv::Mat drawSampleSky(int height, int width, std::uint64_t seed)
{
    using namespace drawing;
    if (std::min(height, width) < 64 || std::max(height, width) > 4096)
        throw std::out_of_range("drawSampleSky: the sides must be 64..4096");
    RandomStream random(RandomStream(seed).bits());
    const cv::Point2f offset{random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
    cv::Mat3f picture(height, width);
    const float unit = 1.0F / static_cast<float>(height);
    picture.forEach([&](Colour& colour, const int* position) {
        colour = skyColourAt(
            cv::Point2f(static_cast<float>(position[1]) * unit, static_cast<float>(position[0]) * unit), offset);
    });
    cv::Mat bytes;
    picture.convertTo(bytes, CV_8UC3, 255.0);
    return bytes;
}

} // namespace cnnvis
