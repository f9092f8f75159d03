// SPDX-License-Identifier: GPL-3.0-or-later
#include "backdrop.h"

#include "noise.h"
#include "surfaces.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cnnvis::drawing {

namespace {

const Outline& wholeFrame()
{
    static const Outline outline = box(-1.4F, -1.4F, 1.4F, 1.4F);
    return outline;
}

cv::Point2f randomOffset(RandomStream& random)
{
    return {random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
}

void paintSky(Scene& scene)
{
    const Colour high = scene.palette.pick({0x3a78c8, 0x5c93d6, 0x28406e, 0x7a8fb0, 0x5b4a86});
    const Colour low = toned(scene.palette.pick({0xbfd8f0, 0xf3c590, 0xe7a58c, 0xc9ced8, 0xf0e2c0}), 0.1F);
    const Colour cloud = toned(scene.palette.pick({0xffffff, 0xf7e9da, 0xd9d4e0}), 0.25F);
    const cv::Point2f offset = randomOffset(scene.random);
    const float cover = scene.random.uniform(-0.4F, 0.4F);
    const float scale = scene.random.uniform(0.6F, 1.6F);
    scene.canvas.fill(wholeFrame(), [=](cv::Point2f place, SurfacePoint& point) {
        const float density = fractalNoise(place.x * scale + offset.x, place.y * scale * 1.8F + offset.y);
        const float above = fractalNoise(place.x * scale + offset.x + 0.12F, place.y * scale * 1.8F + offset.y - 0.2F);
        point.colour = mix(high, low, smoothBetween(-1.2F, 1.0F, place.y));
        const Colour lit = cloud * (0.95F - 0.35F * std::clamp(above + 0.2F, 0.0F, 1.0F));
        point.colour = mix(point.colour, lit, 0.85F * smoothBetween(cover, cover + 0.45F, density));
    });
}

void paintLand(Scene& scene)
{
    paintSky(scene);
    const float horizon = scene.random.uniform(-0.2F, 0.6F);
    const Colour near = scene.palette.pick({0x4a5d23, 0x6b5a36, 0x7d7048, 0x3d4a2a, 0xa08a5a}) * 0.9F;
    const Colour far = mix(near, Colour(0.75F, 0.68F, 0.6F), 0.5F);
    const cv::Point2f offset = randomOffset(scene.random);
    scene.canvas.fill(wholeFrame(), [=](cv::Point2f place, SurfacePoint& point) {
        const float ridge = horizon + 0.12F * fractalNoise(place.x * 1.2F + offset.x, offset.y);
        const float depth = place.y - ridge;
        if (depth < 0.0F)
            point.opacity = smoothBetween(-0.02F, 0.0F, depth);
        const float stretch = 0.6F / (0.15F + std::max(0.0F, depth));
        const float tuft = fractalNoise(place.x * 3.0F * stretch + offset.x, place.y * 9.0F * stretch + offset.y);
        point.colour = mix(far, near, smoothBetween(0.0F, 0.7F, depth)) * (1.0F + 0.4F * tuft);
    });
}

void paintFoliage(Scene& scene)
{
    const Colour dark = scene.palette.pick({0x1c3318, 0x24402a, 0x2f3a1a, 0x40361c}) * 0.7F;
    const Colour bright = scene.palette.pick({0x6f9a3c, 0x4f8a4a, 0x9aa84a, 0x89752e, 0x3f7a5e});
    const cv::Point2f offset = randomOffset(scene.random);
    const float scale = scene.random.uniform(1.0F, 2.2F);
    scene.canvas.fill(wholeFrame(), [=](cv::Point2f place, SurfacePoint& point) {
        const float value = fractalNoise(place * scale + offset) + 0.5F * fractalNoise(place * (2.7F * scale) + offset);
        point.colour = mix(dark, bright, smoothBetween(-0.7F, 0.9F, value));
    });
    const int count = scene.random.integer(5, 16);
    for (int i = 0; i < count; ++i) {
        const cv::Point2f base{scene.random.uniform(-1.2F, 1.2F), scene.random.uniform(-1.2F, 1.2F)};
        const float length = scene.random.uniform(0.25F, 0.7F);
        const cv::Point2f tip = base + polar(scene.random.uniform(0.0F, 2.0F * kPi), length);
        const Colour colour = mix(dark, bright, scene.random.uniform(0.1F, 1.0F));
        scene.canvas.haze(leaf(base, tip, 0.2F * length), 0.03F, colour, scene.random.uniform(0.2F, 0.6F));
    }
}

void paintWater(Scene& scene)
{
    const Colour deep = scene.palette.pick({0x0c3a5c, 0x0a4a55, 0x153058, 0x1d5a68, 0x10263e}) * 0.9F;
    const Colour bright = scene.palette.pick({0x5fb8c8, 0x4a9ad0, 0x7fd0c0, 0x88b8d8});
    const cv::Point2f offset = randomOffset(scene.random);
    const float slant = scene.random.uniform(-0.5F, 0.5F);
    scene.canvas.fill(wholeFrame(), [=](cv::Point2f place, SurfacePoint& point) {
        const float caustic = ridgedNoise(place * 1.3F + offset) * smoothBetween(0.9F, -1.0F, place.y);
        const float shaft = 0.5F + 0.5F * fractalNoise((place.x + slant * place.y) * 1.6F + offset.x, offset.y);
        const float light = smoothBetween(1.1F, -1.2F, place.y);
        point.colour = mix(deep, bright, 0.75F * light * (0.5F + 0.6F * shaft) + 0.2F * caustic);
    });
    const int count = scene.random.integer(0, 14);
    for (int i = 0; i < count; ++i) {
        const cv::Point2f centre{scene.random.uniform(-1.0F, 1.0F), scene.random.uniform(-1.0F, 1.0F)};
        scene.canvas.glow(centre, scene.random.uniform(0.02F, 0.1F), bright, 0.4F);
    }
}

void paintWall(Scene& scene)
{
    const Colour base = scene.palette.pick({0xb8a890, 0x8c8478, 0xa8624a, 0x6a7480, 0xc8b898, 0x5a5048});
    const Colour stain = scene.palette.pick({0x6a6050, 0x50483e, 0x8a7a60, 0x44484c});
    Material material(base);
    const Surface clouds = mottled(scene.random, mix(base, stain, 0.7F), scene.random.uniform(0.4F, 1.4F), 0.012F);
    const Surface grain = mottled(scene.random, mix(base, stain, 0.5F), 0.09F, 0.006F);
    material.round(0.0F).shadow(0.0F).rim(0.0F).gloss(0.0F);
    material.surface([=](cv::Point2f place, SurfacePoint& point) {
        clouds(place, point);
        const Colour before = point.colour;
        grain(place, point);
        point.colour = mix(before, point.colour, 0.4F);
    });
    scene.canvas.solid(wholeFrame(), material);
}

void paintStudio(Scene& scene)
{
    const Colour dark = scene.palette.pick({0x201c22, 0x2a2a30, 0x1a2430, 0x302018}) * 0.8F;
    const Colour bright = scene.palette.pick({0x8a8078, 0xb0a090, 0x7a8894, 0xd8d0c0, 0x9a7a5a});
    const cv::Point2f centre{scene.random.uniform(-0.6F, 0.6F), scene.random.uniform(-0.7F, 0.3F)};
    const float size = scene.random.uniform(1.0F, 2.0F);
    const cv::Point2f offset = randomOffset(scene.random);
    const float grain = scene.random.uniform(0.0F, 0.25F);
    scene.canvas.fill(wholeFrame(), [=](cv::Point2f place, SurfacePoint& point) {
        const cv::Point2f away = place - centre;
        const float fall = std::hypot(away.x, away.y) / size + grain * fractalNoise(place * 1.5F + offset);
        point.colour = mix(bright, dark, smoothBetween(0.0F, 1.0F, fall));
    });
    const int count = scene.random.chance(0.35F) ? scene.random.integer(4, 14) : 0;
    for (int i = 0; i < count; ++i) {
        const cv::Point2f place{scene.random.uniform(-1.0F, 1.0F), scene.random.uniform(-1.0F, 1.0F)};
        const Colour colour = toned(scene.palette.pick({0xffd890, 0x90c0ff, 0xffffff, 0xa0e090}), 0.2F);
        const float radius = scene.random.uniform(0.05F, 0.2F);
        scene.canvas.haze(circle(place, radius), 0.02F, colour, scene.random.uniform(0.08F, 0.3F));
    }
}

Outline cluttersShape(RandomStream& random)
{
    const cv::Point2f base{random.uniform(-1.2F, 1.2F), random.uniform(-1.2F, 1.2F)};
    const float angle = random.uniform(0.0F, 2.0F * kPi);
    const float size = random.uniform(0.15F, 0.5F);
    switch (random.integer(0, 3)) {
    case 0: // a petal or a leaf
        return leaf(base, base + polar(angle, size), size * random.uniform(0.12F, 0.3F));
    case 1: // a pebble
        return wobbled(ellipse(base, 0.5F * size, 0.3F * size, angle), random, 0.2F * size);
    case 2: // a chip of a wall
        return placed(box(-0.5F, -0.25F, 0.5F, 0.25F), base, angle, size, size);
    default: // a rib or a ring, in part
        return band(arc(base, size, angle, angle + random.uniform(0.6F, 2.0F)),
            [size](float t) { return 0.12F * size * (1.0F - 0.7F * t); });
    }
}

} // namespace

void drawBackdrop(Scene& scene, unsigned settings)
{
    constexpr std::array<void (*)(Scene&), 6> painters{
        paintSky, paintLand, paintFoliage, paintWater, paintWall, paintStudio};
    if (scene.random.chance(0.2F))
        settings = kAnywhere;
    std::size_t kind = 0;
    do {
        kind = static_cast<std::size_t>(scene.random.integer(0, 5));
    } while ((settings & (1U << kind)) == 0);
    painters[kind](scene);
}

void drawClutter(Scene& scene)
{
    const int count = scene.random.chance(0.7F) ? scene.random.integer(1, 7) : 0;
    for (int i = 0; i < count; ++i) {
        const Colour colour = scene.palette.pick({0x6a7a3a, 0x8a6a48, 0x9a9488, 0xb06a50, 0x50708a, 0x3a4a30});
        const float opacity = scene.random.uniform(0.15F, 0.5F);
        if (scene.random.chance(0.4F)) {
            const cv::Point2f base{scene.random.uniform(-1.2F, 1.2F), scene.random.uniform(0.6F, 1.3F)};
            const cv::Point2f middle = base + cv::Point2f(scene.random.uniform(-0.2F, 0.2F), -0.4F);
            const cv::Point2f tip = middle + cv::Point2f(scene.random.uniform(-0.5F, 0.5F), -0.4F);
            scene.canvas.tube(
                spline({base, middle, tip}, 5), [](float t) { return 0.03F * (1.05F - t); },
                Material(colour).opacity(opacity).shadow(0.0F));
        } else {
            scene.canvas.solid(cluttersShape(scene.random), Material(colour).opacity(opacity).shadow(0.1F));
        }
    }
}

void drawOccluder(Scene& scene)
{
    const Colour colour = scene.palette.pick({0x2a3a1a, 0x3a2a1c, 0x4a5a30, 0x70604a, 0x304050}) * 0.8F;
    const int count = scene.random.integer(1, 3);
    const float side = scene.random.uniform(0.0F, 2.0F * kPi);
    for (int i = 0; i < count; ++i) {
        const cv::Point2f base = polar(side + scene.random.uniform(-0.6F, 0.6F), 1.5F);
        const cv::Point2f tip = polar(side + scene.random.uniform(-0.7F, 0.7F), scene.random.uniform(0.45F, 0.8F));
        scene.canvas.haze(leaf(base, tip, scene.random.uniform(0.05F, 0.16F)), 0.025F, colour, 0.9F);
    }
}

} // namespace cnnvis::drawing
