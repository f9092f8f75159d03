// SPDX-License-Identifier: GPL-3.0-or-later
#include "surfaces.h"

#include "noise.h"
#include "outline.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::drawing {

namespace {

cv::Point2f randomOffset(RandomStream& random)
{
    return {random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
}

cv::Point2f turned(cv::Point2f point, float angle)
{
    const float cosine = std::cos(angle);
    const float sine = std::sin(angle);
    return {cosine * point.x + sine * point.y, -sine * point.x + cosine * point.y};
}

} // namespace

float smoothBetween(float low, float high, float value)
{
    const float t = std::clamp((value - low) / (high - low), 0.0F, 1.0F);
    return t * t * (3.0F - 2.0F * t);
}

Surface mottled(RandomStream& random, const Colour& second, float scale, float relief)
{
    const cv::Point2f offset = randomOffset(random);
    const float frequency = 1.0F / scale;
    return [=](cv::Point2f place, SurfacePoint& point) {
        const float value = fractalNoise(place * frequency + offset);
        point.colour = mix(point.colour, second, smoothBetween(-0.45F, 0.45F, value));
        point.height += relief * value;
    };
}

Surface furry(RandomStream& random, const Colour& second, cv::Point2f centre, float fineness)
{
    const cv::Point2f offset = randomOffset(random);
    return [=](cv::Point2f place, SurfacePoint& point) {
        const cv::Point2f away = place - centre;
        const float radius = std::hypot(away.x, away.y);
        const float bend = 0.4F * fractalNoise(place * 1.5F + offset);
        const float turn = std::atan2(away.y, away.x) + bend;
        // 8 / (2 pi) units a turn is one period of the noise, so that there is no seam.
        const float hair = fractalNoise(turn * (5.0F * 1.2732395F) + offset.x, radius * 2.2F * fineness);
        const float patch = fractalNoise(place * 1.3F + offset);
        point.colour = mix(point.colour, second, smoothBetween(-0.6F, 0.6F, hair + 0.5F * patch));
        point.colour *= 1.0F + 0.35F * hair;
        point.height += 0.012F * hair;
    };
}

Surface streaked(RandomStream& random, const Colour& second, float angle, float fineness, float relief)
{
    const cv::Point2f offset = randomOffset(random);
    return [=](cv::Point2f place, SurfacePoint& point) {
        const cv::Point2f local = turned(place, angle);
        const float bend = 0.15F * fractalNoise(local * 0.7F + offset);
        const float value = fractalNoise(local.x * 0.6F * fineness + offset.x, (local.y + bend) * 5.0F * fineness);
        point.colour = mix(point.colour, second, smoothBetween(-0.5F, 0.5F, value));
        point.height += relief * value;
    };
}

Surface spotted(RandomStream& random, const Colour& second, float size, float share)
{
    const cv::Point2f offset = randomOffset(random);
    const auto seed = static_cast<std::uint32_t>(random.bits());
    return [=](cv::Point2f place, SurfacePoint& point) {
        const Cell cell = cellNoise(place * (1.0F / size) + offset, 0.7F, seed);
        const float radius = share * (0.35F + 0.3F * cell.shade);
        point.colour = mix(second, point.colour, smoothBetween(radius - 0.07F, radius + 0.07F, cell.distance));
    };
}

Surface striped(RandomStream& random, const Colour& second, float angle, float width, float warp)
{
    const cv::Point2f offset = randomOffset(random);
    const float share = random.uniform(-0.3F, 0.4F);
    return [=](cv::Point2f place, SurfacePoint& point) {
        const float bend = warp * fractalNoise(place * (0.4F / width) + offset);
        const float wave = std::sin(2.0F * kPi * (turned(place, angle).x / width + bend));
        point.colour = mix(point.colour, second, smoothBetween(share - 0.25F, share + 0.25F, wave));
    };
}

Surface scaly(RandomStream& random, const Colour& second, float angle, float size, float relief)
{
    const cv::Point2f offset = randomOffset(random);
    const auto seed = static_cast<std::uint32_t>(random.bits());
    return [=](cv::Point2f place, SurfacePoint& point) {
        const cv::Point2f local = turned(place, angle) * (1.0F / size) + offset;
        // A row of round tips lies over the row after it: the point is in the tip of the row before, or in its own.
        float shadow = 0.0F;
        for (int back = 1; back >= 0; --back) {
            const int row = static_cast<int>(std::floor(local.x)) - back;
            const float shift = 0.5F * static_cast<float>(row & 1);
            const float column = std::floor(local.y + shift);
            const float along = local.x - static_cast<float>(row) - 0.6F;
            const float across = local.y + shift - column - 0.5F;
            const float radius = std::hypot(along, across);
            if (radius > 0.7F && back == 1) {
                shadow = smoothBetween(0.35F, 0.0F, radius - 0.7F);
                continue;
            }
            const float shade = latticeNoise(row, static_cast<int>(column), seed);
            const float tip = smoothBetween(0.15F, 0.65F, along);
            point.colour = mix(point.colour, second, 0.55F * tip + 0.45F * shade * (1.0F - tip));
            point.colour *= 1.0F - 0.6F * shadow;
            point.height += relief * size * (0.55F * along - 1.1F * across * across);
            return;
        }
    };
}

Surface masonry(RandomStream& random, const Colour& mortar, float width, float height)
{
    const auto seed = static_cast<std::uint32_t>(random.bits());
    const cv::Point2f offset = randomOffset(random);
    return [=](cv::Point2f place, SurfacePoint& point) {
        const float wave = 0.06F * fractalNoise(place * (0.8F / width) + offset);
        const float level = place.y / height + wave;
        const int row = static_cast<int>(std::floor(level));
        const float shift = 0.5F * static_cast<float>(row & 1) + 0.2F * latticeNoise(row, 7, seed);
        const float position = place.x / width + shift + wave;
        const int column = static_cast<int>(std::floor(position));
        const float u = position - static_cast<float>(column);
        const float v = level - static_cast<float>(row);
        const float edge = std::min(std::min(u, 1.0F - u) * width, std::min(v, 1.0F - v) * height) / height;
        const float grain = fractalNoise(place * (1.6F / height) + offset);
        const float stone = smoothBetween(0.04F, 0.16F, edge + 0.04F * grain);
        const float shade = 0.7F + 0.5F * latticeNoise(row, column, seed) + 0.25F * grain;
        point.colour = mix(mortar * (0.8F + 0.2F * grain), point.colour * shade, stone);
        point.height += height * (0.14F * smoothBetween(0.02F, 0.3F, edge) + 0.06F * grain);
    };
}

Surface graded(const Colour& second, cv::Point2f from, cv::Point2f to)
{
    const cv::Point2f along = to - from;
    const float scale = 1.0F / along.dot(along);
    return [=](cv::Point2f place, SurfacePoint& point) {
        point.colour = mix(point.colour, second, smoothBetween(0.0F, 1.0F, (place - from).dot(along) * scale));
    };
}

Surface layered(Surface below, Surface above)
{
    return [below = std::move(below), above = std::move(above)](cv::Point2f place, SurfacePoint& point) {
        below(place, point);
        above(place, point);
    };
}

} // namespace cnnvis::drawing
