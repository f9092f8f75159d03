// SPDX-License-Identifier: GPL-3.0-or-later
#include "backdrop.h"
#include "creature_parts.h"
#include "families.h"
#include "noise.h"
#include "surfaces.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::drawing {

namespace {

Surface petalSurface(const Colour& colour, const Colour& base, cv::Point2f root, float length, float turn)
{
    return [=](cv::Point2f place, SurfacePoint& point) {
        const cv::Point2f away = place - root;
        const float distance = std::hypot(away.x, away.y) / length;
        const float side = std::atan2(away.y, away.x) - turn;
        const float vein = std::sin(60.0F * side) * 0.5F + fractalNoise(side * 7.0F + turn, distance * 2.0F);
        point.colour = mix(base, colour, smoothBetween(0.1F, 0.55F, distance + 0.1F * vein));
        point.colour *= (0.8F + 0.3F * distance) * (1.0F + 0.13F * vein);
        point.height = 0.004F * vein - 0.06F * std::cos(8.0F * side) * length;
    };
}

void drawStem(Scene& scene, cv::Point2f from, cv::Point2f to, float width, const Colour& green)
{
    const cv::Point2f middle = 0.5F * (from + to) + cv::Point2f(scene.random.uniform(-0.12F, 0.12F), 0.0F);
    scene.canvas.tube(spline({from, middle, to}, 8), tapered(width, 1.2F * width),
        Material(green).gloss(0.2F).shadow(0.5F).surface([green](cv::Point2f place, SurfacePoint& point) {
            point.colour = green * (1.0F + 0.3F * fractalNoise(place.x, place.y * 2.0F));
        }));
}

/// The florets of a disc, in the spirals that sunflowers have.
void drawFlorets(Scene& scene, float radius, const Colour& outer, const Colour& inner)
{
    scene.canvas.solid(circle({0.0F, 0.0F}, radius),
        Material(outer).bulge(0.7F).shadow(0.6F).surface([=](cv::Point2f place, SurfacePoint& point) {
            const float distance = std::hypot(place.x, place.y) / radius;
            const float turn = std::atan2(place.y, place.x);
            const float growth = std::log(std::max(0.02F, distance));
            const float bead = std::sin(13.0F * turn + 9.0F * growth) * std::sin(21.0F * turn - 13.0F * growth);
            point.colour = mix(inner, outer, smoothBetween(0.25F, 0.8F, distance));
            point.colour *= 1.0F + 0.5F * bead;
            point.height = 0.016F * bead;
        }));
}

void drawDaisy(Scene& scene)
{
    const Colour petal = scene.palette.pick({0xf8f4ee, 0xf0c020, 0xd86aa0, 0x9a6ad0, 0xe87838, 0xc8384a});
    const Colour base = mix(petal, scene.palette.pick({0xe8d8a0, 0x8a2a40, 0xf0e060}), 0.6F);
    const Colour centre = scene.palette.pick({0xe8a818, 0x5a3414, 0xd8c030});
    const Colour green = scene.palette.natural({0x4a7a2a, 0x5a8a3a});
    const float squash = scene.random.uniform(0.68F, 1.0F);
    if (scene.random.chance(0.4F))
        drawStem(scene, {0.0F, 0.1F}, {scene.random.uniform(-0.5F, 0.5F), 1.5F}, 0.05F, green);
    const Placement placement = scene.canvas.place({0.0F, 0.0F}, 0.0F, 1.0F, squash);
    const int rows = scene.random.integer(1, 2);
    const int count = scene.random.integer(8, 17);
    const float slim = scene.random.uniform(0.55F, 0.8F);
    const float disc = scene.random.uniform(0.2F, 0.34F);
    for (int row = rows; row > 0; --row) {
        for (int i = 0; i < count; ++i) {
            const float turn = 2.0F * kPi
                * (static_cast<float>(i) + 0.5F * static_cast<float>(row) + scene.random.uniform(-0.12F, 0.12F))
                / static_cast<float>(count);
            const float length = (row == 2 ? 1.0F : 0.88F) * scene.random.uniform(0.9F, 1.02F);
            const Colour shade = petal * scene.random.uniform(0.85F, 1.08F);
            const float width = slim * 3.4F / static_cast<float>(count + 3);
            scene.canvas.solid(leaf(polar(turn, 0.12F), polar(turn, length), width, 0.62F),
                Material(shade).round(0.5F).bulge(0.5F).gloss(0.1F).rim(0.2F).shadow(0.55F).surface(
                    petalSurface(shade, base, {0.0F, 0.0F}, length, turn)));
        }
    }
    drawFlorets(scene, disc, centre, centre * 0.55F);
}

void drawRose(Scene& scene)
{
    const Colour petal = scene.palette.pick({0xc81c30, 0xe87890, 0xf0e0d0, 0xf0b040, 0xd04878, 0xe8906a});
    const Colour deep = petal * 0.5F;
    const Colour green = scene.palette.natural({0x3a6a2a, 0x4a7034});
    for (int i = 0; i < 4; ++i) {
        const float turn = scene.random.uniform(0.0F, 2.0F * kPi);
        scene.canvas.solid(leaf(polar(turn, 0.4F), polar(turn, 1.12F), 0.2F),
            Material(green).bulge(0.5F).gloss(0.3F).surface(
                streaked(scene.random, toned(green, 0.25F), turn + 0.8F, 2.0F)));
    }
    const int rings = 6;
    float start = scene.random.uniform(0.0F, 6.0F);
    for (int ring = 0; ring < rings; ++ring) {
        const float share = static_cast<float>(ring) / static_cast<float>(rings - 1);
        const float radius = 0.92F * (1.0F - share) + 0.14F;
        const int count = 6 - ring / 2;
        start += 0.55F;
        for (int i = 0; i < count; ++i) {
            const float turn = start
                + 2.0F * kPi * (static_cast<float>(i) + scene.random.uniform(-0.15F, 0.15F))
                    / static_cast<float>(count);
            const float half = 1.25F * kPi / static_cast<float>(count);
            const float curl = scene.random.uniform(0.92F, 1.06F);
            const Outline outline =
                blob({polar(turn, 0.1F * radius), polar(turn - 0.8F * half, 0.55F * radius),
                         polar(turn - half, 0.88F * radius), polar(turn - 0.45F * half, curl * radius),
                         polar(turn + scene.random.uniform(-0.1F, 0.1F), 1.03F * radius),
                         polar(turn + 0.45F * half, curl * radius), polar(turn + half, 0.88F * radius),
                         polar(turn + 0.8F * half, 0.55F * radius)},
                    5);
            const Colour shade = mix(petal, deep, 0.35F * share) * scene.random.uniform(0.9F, 1.08F);
            scene.canvas.solid(outline,
                Material(shade).round(0.35F).bulge(0.8F).gloss(0.12F, 3).rim(0.3F).shadow(0.9F).surface(
                    [=](cv::Point2f place, SurfacePoint& point) {
                        const float distance = std::hypot(place.x, place.y) / radius;
                        const float vein = fractalNoise(std::atan2(place.y, place.x) * 9.0F, distance);
                        point.colour = mix(deep, shade, smoothBetween(0.45F, 0.85F, distance));
                        point.colour =
                            mix(point.colour, toned(shade, 0.4F), 0.7F * smoothBetween(0.9F, 1.03F, distance));
                        point.colour *= 1.0F + 0.12F * vein;
                        point.height = 0.01F * vein - 0.12F * radius * smoothBetween(1.0F, 0.5F, distance);
                    }));
        }
    }
}

void drawTulip(Scene& scene)
{
    const Colour petal = scene.palette.pick({0xd8283a, 0xf0b828, 0xe878a0, 0x8a3a8a, 0xf0e8e0, 0xe87030});
    const Colour flame = mix(petal, scene.palette.pick({0xf8e080, 0xf8f0e0, 0x901830}), 0.7F);
    const Colour green = scene.palette.natural({0x4a8040, 0x5a8a4a, 0x3a7048});
    drawStem(scene, {0.0F, 0.1F}, {scene.random.uniform(-0.15F, 0.15F), 1.3F}, 0.06F, green);
    for (const float side : {-1.0F, 1.0F}) {
        const cv::Point2f tip(side * scene.random.uniform(0.5F, 0.85F), scene.random.uniform(-0.1F, 0.4F));
        scene.canvas.solid(
            spline({{0.02F * side, 1.2F}, {0.3F * side, 0.65F}, tip, {0.5F * side, 0.7F}, {0.06F * side, 1.25F}}, 8),
            Material(green).bulge(0.6F).gloss(0.2F).shadow(0.4F).surface(
                streaked(scene.random, toned(green, 0.25F), 1.57F + 0.5F * side, 2.2F)));
    }
    const float open = scene.random.uniform(0.0F, 0.3F);
    const auto petalAt = [&](float x, float lean, float width, float top, float tone) {
        const Outline outline = blob({{0.0F, 0.2F}, {x - width, 0.0F}, {x - width + 0.5F * lean, -0.45F},
                                         {x + lean, top}, {x + width + 0.5F * lean, -0.45F}, {x + width, 0.0F}},
            7);
        const Colour shade = petal * tone;
        scene.canvas.solid(outline,
            Material(shade).bulge(0.8F).gloss(0.25F, 3).rim(0.25F).shadow(0.7F).surface([=](cv::Point2f place,
                                                                                            SurfacePoint& point) {
                const float across = (place.x - x - lean * (0.2F - place.y)) / width;
                const float vein = fractalNoise(across * 5.0F + x * 3.0F, place.y * 0.9F);
                point.colour = mix(shade, flame * tone,
                    smoothBetween(0.75F, 0.15F, std::abs(across) + 0.5F * vein) * smoothBetween(-1.0F, 0.1F, place.y));
                point.colour *= 1.0F + 0.18F * vein;
                point.height = 0.01F * vein;
            }));
    };
    petalAt(-0.17F, -0.2F * open, 0.3F, -0.92F, 0.6F);
    petalAt(0.17F, 0.2F * open, 0.3F, -0.92F, 0.65F);
    petalAt(-0.3F, -0.7F * open - 0.05F, 0.27F, -0.82F, 0.95F);
    petalAt(0.3F, 0.7F * open + 0.05F, 0.27F, -0.82F, 0.9F);
    petalAt(scene.random.uniform(-0.05F, 0.05F), 0.0F, 0.36F, -0.76F, 1.05F);
}

void drawLotus(Scene& scene)
{
    const Colour petal = scene.palette.pick({0xf0b0c8, 0xf8f0f0, 0xd878a8, 0xa890d8, 0xf0d8a0});
    const Colour tip = mix(petal, scene.palette.pick({0xd83a80, 0xc850a0, 0x8048b0}), 0.65F);
    const Colour pad = scene.palette.natural({0x2a6a40, 0x3a7a3a});
    for (const float side : {-1.0F, 1.0F}) {
        scene.canvas.solid(ellipse({0.5F * side, 0.62F}, 0.62F, 0.2F),
            Material(pad).round(0.15F).gloss(0.3F).shadow(0.6F).surface([=](cv::Point2f place, SurfacePoint& point) {
                const float turn = std::atan2(3.0F * (place.y - 0.62F), place.x - 0.5F * side);
                point.colour = pad * (0.9F + 0.4F * smoothBetween(0.8F, 1.0F, std::cos(14.0F * turn)));
            }));
    }
    const int layers = 4;
    for (int layer = 0; layer < layers; ++layer) {
        const float share = static_cast<float>(layer) / static_cast<float>(layers - 1);
        const int count = 7 - (layer == 3 ? 2 : layer % 2);
        for (int k = 0; k < count; ++k) {
            // From the outside in, alternating, so that the middle one lies on top.
            const int i = k % 2 == 0 ? k / 2 : count - 1 - k / 2;
            const float spread = 2.0F * static_cast<float>(i) / static_cast<float>(count - 1) - 1.0F;
            const float turn = -0.5F * kPi + spread * (1.55F - 0.55F * share);
            const float length =
                (1.12F - 0.42F * share) * (0.8F + 0.2F * std::cos(spread)) * scene.random.uniform(0.94F, 1.03F);
            const cv::Point2f root(0.2F * spread, 0.5F);
            const cv::Point2f end = root + polar(turn, length);
            const Colour shade = petal * (0.72F + 0.3F * share);
            scene.canvas.solid(leaf(root, end, 0.19F, 0.55F),
                Material(shade).bulge(0.7F).gloss(0.15F).rim(0.35F).shadow(0.6F).surface(
                    layered(petalSurface(shade, mix(shade, Colour(0.7F, 0.95F, 0.95F), 0.4F), root, length, turn),
                        graded(tip * (0.8F + 0.2F * share), root + polar(turn, 0.45F * length),
                            root + polar(turn, 1.1F * length)))));
        }
    }
}

} // namespace

Kinds flowerKinds()
{
    return {
        {"daisy", drawDaisy, Pose::Tilted, kFoliage | kSky | kStudio | kLand, 4},
        {"rose", drawRose, Pose::Free, kFoliage | kStudio | kWall, 3},
        {"tulip", drawTulip, Pose::Upright, kFoliage | kSky | kStudio | kLand, 3},
        {"lotus", drawLotus, Pose::Upright, kWater | kFoliage | kStudio, 2},
    };
}

} // namespace cnnvis::drawing
