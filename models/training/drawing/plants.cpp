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

Surface barkSurface(const Colour& bark)
{
    return [bark](cv::Point2f place, SurfacePoint& point) {
        const float crack = fractalNoise(place.x * 2.5F, place.y * 3.0F);
        point.colour = bark * (1.0F + 0.7F * crack);
        point.height = 0.5F * crack;
    };
}

void drawGround(Scene& scene, float level, const Colour& green)
{
    const cv::Point2f offset{scene.random.uniform(0.0F, 8.0F), scene.random.uniform(0.0F, 8.0F)};
    scene.canvas.fill(ellipse({0.0F, level + 0.75F}, 2.6F, 0.78F), [=](cv::Point2f place, SurfacePoint& point) {
        const float tuft = fractalNoise(place.x * 7.0F + offset.x, place.y * 14.0F + offset.y);
        point.colour = green * (0.85F + 0.5F * tuft) * smoothBetween(-0.6F, 0.3F, place.y - level + 0.2F);
    });
}

void drawMushroomStem(Scene& scene, float lean, float girth, const Colour& stem)
{
    scene.canvas.tube(
        spline({{lean, -0.15F}, {0.5F * lean, 0.4F}, {0.0F, 0.95F}}, 8),
        [girth](float t) { return girth * (0.85F + 0.45F * t * t); },
        Material(stem).gloss(0.1F).shadow(0.4F).surface([stem](cv::Point2f place, SurfacePoint& point) {
            const float fibre = fractalNoise(place.x * 0.7F, place.y * 4.0F);
            point.colour = stem * (0.95F + 0.3F * fibre) * (0.55F + 0.45F * smoothBetween(0.05F, 0.35F, place.x));
        }));
    scene.canvas.solid(blob({{lean - 1.25F * girth, 0.22F}, {lean, 0.12F}, {lean + 1.25F * girth, 0.22F},
                                {lean + 1.5F * girth, 0.36F}, {lean - 1.5F * girth, 0.36F}},
                           5),
        Material(stem).shadow(0.5F));
}

void drawWarts(Scene& scene, float lean, float width, float height, const Colour& wart)
{
    const int warts = scene.random.integer(8, 18);
    for (int i = 0; i < warts; ++i) {
        const float u = scene.random.uniform(-0.9F, 0.9F);
        const float v = scene.random.uniform(0.0F, 0.95F);
        const cv::Point2f place(lean + u * width, -0.08F - v * height * std::sqrt(1.0F - u * u));
        const float size = scene.random.uniform(0.03F, 0.09F);
        scene.canvas.solid(wobbled(ellipse(place, size * std::sqrt(1.0F - 0.7F * u * u), 0.8F * size), scene.random,
                               0.4F * size, 8.0F),
            Material(wart).shadow(0.5F));
    }
}

void drawMushroom(Scene& scene)
{
    const Colour cap = scene.palette.pick({0xc82a20, 0xa86a38, 0xe0a848, 0x8a5a40, 0x7a4a8a, 0xd8c8a8});
    const Colour wart = toned(scene.palette.pick({0xf8f0e0, 0xf0e0c0, 0xe8d8d0}), 0.2F);
    const Colour stem = scene.palette.pick({0xf0e8d8, 0xe0d0b8, 0xd8c8b0});
    const float width = scene.random.uniform(0.62F, 0.95F);
    const float height = scene.random.uniform(0.45F, 0.8F);
    const float girth = scene.random.uniform(0.12F, 0.22F);
    const float lean = scene.random.uniform(-0.1F, 0.1F);
    scene.canvas.haze(ellipse({0.1F, 0.98F}, 0.5F, 0.08F), 0.06F, scene.canvas.light().ambient * 0.15F, 0.6F);
    drawMushroomStem(scene, lean, girth, stem);
    const cv::Point2f hub(lean, -0.12F);
    scene.canvas.solid(ellipse(hub, 0.97F * width, 0.2F),
        Material(stem * 0.8F)
            .round(0.3F)
            .bulge(-0.6F)
            .shadow(0.5F)
            .surface([=](cv::Point2f place, SurfacePoint& point) {
                const float gill = std::sin(60.0F * std::atan2(4.0F * (place.y - hub.y + 0.12F), place.x - hub.x));
                point.colour = stem * (0.55F + 0.2F * gill);
            }));
    const float rim = scene.random.uniform(0.02F, 0.13F);
    const Outline dome =
        blob({{lean - width, -0.1F}, {lean - 0.85F * width, -0.1F - 0.55F * height}, {lean, -0.12F - height},
                 {lean + 0.85F * width, -0.1F - 0.55F * height}, {lean + width, -0.1F}, {lean + 0.5F * width, rim},
                 {lean, rim + 0.04F}, {lean - 0.5F * width, rim}},
            7);
    Surface skin = mottled(scene.random, cap * 0.65F, 0.4F, 0.02F);
    scene.canvas.solid(dome,
        Material(cap).bulge(0.85F).gloss(0.5F, 3).rim(0.2F).shadow(0.6F).surface(
            layered(skin, graded(toned(cap, 0.25F), {lean, -0.3F}, {lean, -1.0F}))));
    if (scene.random.chance(0.75F)) {
        const Clip clip(scene.canvas, dome);
        drawWarts(scene, lean, width, height, wart);
    }
}

void drawBranches(Scene& scene, cv::Point2f root, float heading, float length, float width, int depth,
    const Material& bark, Outline& tips)
{
    const cv::Point2f middle = root + polar(heading + scene.random.uniform(-0.2F, 0.2F), 0.5F * length);
    const cv::Point2f tip = root + polar(heading, length);
    scene.canvas.tube(spline({root, middle, tip}, 3), tapered(width, 0.65F * width), bark);
    tips.push_back(tip);
    if (depth == 0)
        return;
    const int forks = scene.random.integer(2, 3);
    for (int i = 0; i < forks; ++i) {
        const float spread =
            (static_cast<float>(i) / static_cast<float>(forks - 1) - 0.5F) * scene.random.uniform(1.1F, 1.7F);
        drawBranches(scene, tip, heading + spread, length * scene.random.uniform(0.62F, 0.8F), 0.62F * width, depth - 1,
            bark, tips);
    }
}

void drawFoliageClump(Scene& scene, cv::Point2f centre, float radius, const Colour& dark, const Colour& bright)
{
    scene.canvas.solid(wobbled(circle(centre, radius), scene.random, 0.45F * radius, 5.0F),
        Material(dark).bulge(0.7F).gloss(0.0F).shadow(0.35F).surface([=](cv::Point2f place, SurfacePoint& point) {
            const Cell cell = cellNoise(place * 15.0F, 1.0F);
            point.colour = mix(dark, bright, 0.6F * cell.shade + 0.4F * smoothBetween(0.5F, 0.0F, cell.distance));
            point.height = -0.035F * cell.distance;
        }));
}

void drawTree(Scene& scene)
{
    const Colour bark = scene.palette.pick({0x5a4430, 0x6a5a48, 0x3a2c22, 0x80705c});
    const Colour bright = scene.palette.pick({0x7aa838, 0x4a8a38, 0xd88a28, 0xc8482a, 0xe8a0b8, 0xa8b040});
    const Colour dark = mix(bright * 0.4F, scene.palette.pick({0x1c3818, 0x2a3a18}), 0.4F);
    drawGround(scene, 0.82F, scene.palette.pick({0x5a7a34, 0x7a7a40, 0x4a6a3a}));
    scene.canvas.haze(ellipse({0.15F, 0.92F}, 0.6F, 0.07F), 0.06F, scene.canvas.light().ambient * 0.15F, 0.6F);
    Outline tips;
    const Material material = Material(bark).gloss(0.05F).shadow(0.4F).surface(barkSurface(bark));
    for (const float root : {-0.22F, 0.2F}) {
        scene.canvas.tube(
            spline({{0.0F, 0.5F}, {0.4F * root, 0.8F}, {root, 0.95F}}, 5), tapered(0.09F, 0.03F), material);
    }
    const float width = scene.random.uniform(0.1F, 0.15F);
    drawBranches(scene, {0.0F, 0.95F}, -0.5F * kPi + scene.random.uniform(-0.12F, 0.12F),
        scene.random.uniform(0.55F, 0.68F), width, 3, material, tips);
    if (scene.random.chance(0.1F))
        return;
    const float radius = scene.random.uniform(0.16F, 0.24F);
    for (std::size_t i = 2; i < tips.size(); ++i) {
        const float size = radius * scene.random.uniform(0.8F, 1.2F);
        const cv::Point2f jitter{scene.random.uniform(-0.06F, 0.06F), scene.random.uniform(-0.08F, 0.04F)};
        const float shade = scene.random.uniform(0.75F, 1.1F);
        drawFoliageClump(scene, tips[i] + jitter, size, dark * shade, bright * shade);
    }
}

void drawPine(Scene& scene)
{
    const Colour dark = scene.palette.pick({0x1c3a24, 0x24402c, 0x1a3430}) * 0.75F;
    const Colour bright = scene.palette.pick({0x4a7a48, 0x5a8a50, 0x3a6a5a, 0x7a9a50});
    const bool isSnowy = scene.random.chance(0.3F);
    drawGround(
        scene, 0.84F, isSnowy ? Colour(0.92F, 0.88F, 0.86F) : scene.palette.pick({0x5a6a34, 0x6a6040, 0x8a8478}));
    const Colour bark = scene.palette.natural({0x4a3424, 0x5a4028});
    scene.canvas.tube({{0.0F, -0.7F}, {0.0F, 1.0F}}, tapered(0.02F, 0.09F), Material(bark).surface(barkSurface(bark)));
    const int tiers = scene.random.integer(8, 12);
    const float spread = scene.random.uniform(0.5F, 0.75F);
    const float droop = scene.random.uniform(0.12F, 0.35F);
    for (int tier = 0; tier < tiers; ++tier) {
        const float share = static_cast<float>(tiers - tier) / static_cast<float>(tiers);
        const float y = -1.0F + 1.72F * share;
        const float reach = spread * (0.12F + 0.95F * share);
        const int boughs = 5 + static_cast<int>(7.0F * share);
        for (int k = 0; k < boughs; ++k) {
            const int i = k % 2 == 0 ? k / 2 : boughs - 1 - k / 2;
            const float side = 2.0F * static_cast<float>(i) / static_cast<float>(boughs - 1) - 1.0F;
            const cv::Point2f root(0.0F, y - 0.16F);
            const cv::Point2f tip(side * reach * scene.random.uniform(0.85F, 1.1F),
                y + droop * std::abs(side) * share + 0.1F * (1.0F - std::abs(side)) * share);
            const float width = 0.075F * (0.5F + share);
            const Colour shade = mix(dark, bright, scene.random.uniform(0.15F, 0.95F));
            scene.canvas.solid(leaf(root, tip, width, 0.62F),
                Material(shade).bulge(0.7F).gloss(0.0F).shadow(0.35F).surface(
                    [=](cv::Point2f place, SurfacePoint& point) {
                        const float needle =
                            fractalNoise(place.x * 9.0F + 2.0F * place.y, place.y * 7.0F - 5.0F * std::abs(place.x));
                        point.colour = shade * (1.0F + 0.8F * needle);
                        point.height = 0.02F * needle;
                        if (isSnowy)
                            point.colour = mix(
                                point.colour, Colour(0.97F, 0.95F, 0.94F), smoothBetween(0.0F, 0.35F, needle + 0.25F));
                    }));
        }
    }
}

void drawLeaf(Scene& scene)
{
    const Colour green = scene.palette.pick({0x4a8a30, 0xc86a20, 0xd8a828, 0x2a6a3a, 0xa83020, 0x8aa848});
    const Colour other = mix(green, scene.palette.pick({0xb8a030, 0x7a3018, 0x1c4a28, 0xe8d060}), 0.6F);
    const Colour vein = toned(mix(green, other, 0.4F), 0.5F);
    const float width = scene.random.uniform(0.42F, 0.62F);
    const float teeth = scene.random.chance(0.6F) ? scene.random.uniform(0.02F, 0.07F) : 0.0F;
    const int notches = scene.random.integer(7, 14);
    const float bend = scene.random.uniform(-0.25F, 0.25F);
    const float belly = scene.random.uniform(0.35F, 0.5F);
    const float power = std::log(0.5F) / std::log(belly);
    const auto spine = [bend](float t) { return bend * std::sin(kPi * t); };
    Outline left;
    Outline right;
    for (int i = 0; i <= 80; ++i) {
        const float t = static_cast<float>(i) / 80.0F;
        const float saw = t * static_cast<float>(notches) - std::floor(t * static_cast<float>(notches));
        const float half =
            width * std::sin(kPi * std::pow(t, power)) + teeth * (1.0F - saw) * (t < 0.95F ? 1.0F : 0.0F);
        const float y = 0.72F - 1.68F * t;
        left.emplace_back(spine(t) - half, y);
        right.emplace_back(spine(t) + half, y);
    }
    Outline outline = left;
    outline.insert(outline.end(), right.rbegin(), right.rend());
    scene.canvas.tube(spline({{0.0F, 0.65F}, {0.03F, 0.9F}, {0.1F, 1.12F}}, 6), tapered(0.03F, 0.04F),
        Material(vein * 0.8F).shadow(0.4F));
    const Surface blotches = mottled(scene.random, other, 0.5F, 0.02F);
    const float rise = scene.random.uniform(0.7F, 1.1F);
    const float pairs = scene.random.uniform(3.2F, 5.5F);
    scene.canvas.solid(outline,
        Material(green).round(0.25F).bulge(0.5F).gloss(0.35F, 3).rim(0.15F).shadow(0.6F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                blotches(place, point);
                const float t = std::clamp((0.72F - place.y) / 1.68F, 0.0F, 1.0F);
                const float across = place.x - spine(t);
                const float side = std::abs(across);
                const float phase = (t * 1.68F - rise * side + 0.25F * side * side) * pairs;
                const float ladder = std::abs(phase - std::floor(phase) - 0.5F);
                const float rib = smoothBetween(0.07F, 0.02F, ladder);
                const Cell cell = cellNoise(place * 16.0F, 0.9F);
                const float net = smoothBetween(0.12F, 0.03F, cell.edge) * 0.4F;
                const float midrib = smoothBetween(0.035F - 0.02F * t, 0.015F - 0.01F * t, side);
                point.colour *= 0.8F + 0.4F * smoothBetween(0.5F, 0.2F, ladder);
                point.colour = mix(point.colour, vein, std::max({midrib, 0.75F * rib, net}));
                point.height += 0.05F * std::sin(2.0F * kPi * ladder) - 0.02F * std::max(midrib, rib)
                    - 0.07F * smoothBetween(0.2F, 0.0F, side);
            }));
}

void drawFernLeaflet(Scene& scene, cv::Point2f root, float heading, float length, const Colour& green)
{
    const cv::Point2f along = polar(heading, 1.0F);
    Outline upper;
    Outline lower;
    const int lobes = 6;
    for (int i = 0; i <= 2 * lobes; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(2 * lobes);
        const float half = 0.17F * length * (1.02F - t) * (i % 2 == 1 ? 1.0F : 0.45F);
        const cv::Point2f across(-along.y * half, along.x * half);
        upper.push_back(root + along * (t * length) + across);
        lower.push_back(root + along * (t * length) - across);
    }
    upper.insert(upper.end(), lower.rbegin(), lower.rend());
    scene.canvas.solid(upper, Material(green).bulge(0.6F).gloss(0.15F).shadow(0.4F));
    scene.canvas.stroke({root, root + along * (0.9F * length)}, 0.008F, green * 0.45F, 0.8F);
}

void drawFern(Scene& scene)
{
    const Colour green = scene.palette.pick({0x4a8a30, 0x5a9a40, 0x3a7a3a, 0x7a8a30, 0xa87a30});
    const Colour young = mix(green, scene.palette.pick({0xa8c858, 0xc8d070, 0x80a050}), 0.6F);
    const int fronds = scene.random.integer(1, 3);
    for (int frond = 0; frond < fronds; ++frond) {
        const float lean =
            (fronds == 1 ? 0.0F : static_cast<float>(frond) / static_cast<float>(fronds - 1) - 0.5F) * 1.5F
            + scene.random.uniform(-0.15F, 0.15F);
        const float bend = scene.random.uniform(-0.5F, 0.5F) + 0.4F * lean;
        const float size = fronds == 1 ? 0.44F : 0.36F;
        const Outline rachis = spline({{0.1F * lean, 1.05F}, {0.4F * lean, 0.4F}, {0.8F * lean + 0.2F * bend, -0.35F},
                                          {lean + 0.7F * bend, -0.95F}},
            16);
        const std::size_t pairs = rachis.size() - 4;
        for (std::size_t i = 4; i < pairs; i += 2) {
            const float t = static_cast<float>(i) / static_cast<float>(pairs);
            const cv::Point2f along = rachis[i + 1] - rachis[i - 1];
            const float heading = std::atan2(along.y, along.x);
            const float length =
                size * 1.6F * std::pow(std::max(0.0F, std::sin(kPi * std::min(1.0F, 0.22F + 0.78F * t))), 0.75F)
                + 0.02F;
            for (const float side : {-1.0F, 1.0F}) {
                drawFernLeaflet(scene, rachis[i], heading + side * (1.2F - 0.45F * t),
                    length * scene.random.uniform(0.92F, 1.06F),
                    mix(green, young, t) * scene.random.uniform(0.8F, 1.1F));
            }
        }
        scene.canvas.tube(
            rachis, tapered(0.03F, 0.006F), Material(mix(green, Colour(0.2F, 0.3F, 0.4F), 0.4F)).shadow(0.4F));
    }
}

Surface cactusSurface(const Colour& green, const Colour& spine, float ribs)
{
    return [=](cv::Point2f place, SurfacePoint& point) {
        const float turn = std::asin(std::clamp(place.y, -0.99F, 0.99F)) * ribs;
        const float rib = std::cos(2.0F * turn);
        point.colour = green * (0.72F + 0.42F * rib) * (1.0F + 0.25F * fractalNoise(place.x * 5.0F, place.y));
        const float step = place.x * 9.0F;
        const float star = std::hypot((step - std::floor(step) - 0.5F) * 1.0F, 1.0F - rib);
        point.colour = mix(toned(spine, 0.3F), point.colour, smoothBetween(0.14F, 0.3F, star));
        point.gloss = 0.6F + 0.4F * rib;
    };
}

void drawCactusFlower(Scene& scene, cv::Point2f centre, float size, const Colour& colour)
{
    for (int i = 0; i < 7; ++i) {
        const float turn = -0.5F * kPi + 0.42F * (static_cast<float>(i) - 3.0F);
        scene.canvas.solid(
            leaf(centre, centre + polar(turn, size), 0.28F * size), Material(colour).shadow(0.3F).rim(0.3F));
    }
}

void drawCactus(Scene& scene)
{
    const Colour green = scene.palette.pick({0x4a7a48, 0x5a8a5a, 0x6a8a48, 0x3a6a58});
    const Colour spine = scene.palette.natural({0xf0e8c8, 0xe8d8b0, 0xd8c8a8});
    const Colour flower = scene.palette.pick({0xe83a78, 0xf0c030, 0xf07830, 0xf0e0f0});
    const Material material = Material(green).gloss(0.15F).rim(0.3F).shadow(0.7F).surface(
        cactusSurface(green, spine, scene.random.uniform(2.4F, 3.6F)));
    drawGround(scene, 0.82F, scene.palette.pick({0xc8a068, 0xb88a58, 0xd8b888}));
    scene.canvas.haze(ellipse({0.15F, 0.93F}, 0.5F, 0.06F), 0.05F, scene.canvas.light().ambient * 0.15F, 0.6F);
    const float girth = scene.random.uniform(0.17F, 0.23F);
    const auto capped = [](float width) {
        return [width](float t) { return width * std::sqrt(std::min(1.0F, 0.25F + 5.0F * t)); };
    };
    for (const float side : {-1.0F, 1.0F}) {
        if (scene.random.chance(0.12F))
            continue;
        const float y = scene.random.uniform(0.0F, 0.45F);
        const float reach = side * scene.random.uniform(0.48F, 0.72F);
        const float top = y - scene.random.uniform(0.4F, 0.75F);
        scene.canvas.tube(spline({{reach, top}, {reach, 0.5F * (top + y)}, {0.9F * reach, y - 0.02F},
                                     {0.5F * reach, y + 0.08F}, {0.0F, y + 0.06F}},
                              8),
            capped(0.62F * girth), material);
        if (scene.random.chance(0.5F))
            drawCactusFlower(scene, {reach, top - 0.08F}, 0.17F, flower);
    }
    scene.canvas.tube(spline({{0.0F, -0.78F}, {0.0F, 0.0F}, {0.0F, 0.9F}}, 8), capped(girth), material);
    if (scene.random.chance(0.6F))
        drawCactusFlower(scene, {0.0F, -0.92F}, 0.22F, flower);
}

void growCoral(Scene& scene, cv::Point2f root, float heading, float length, float width, int depth,
    const Material& material, const Colour& tipColour)
{
    const cv::Point2f middle = root + polar(heading + scene.random.uniform(-0.25F, 0.25F), 0.55F * length);
    const cv::Point2f tip = root + polar(heading, length);
    scene.canvas.tube(spline({root, middle, tip}, 4), tapered(width, 0.82F * width), material);
    if (depth == 0) {
        scene.canvas.solid(circle(tip, 1.12F * width), Material(tipColour).shadow(0.4F).rim(0.4F));
        return;
    }
    const int forks = scene.random.integer(2, 3);
    for (int i = 0; i < forks; ++i) {
        const float spread =
            (static_cast<float>(i) / static_cast<float>(forks - 1) - 0.5F) * scene.random.uniform(0.9F, 1.5F);
        growCoral(scene, tip, heading + spread, length * scene.random.uniform(0.68F, 0.85F), 0.76F * width, depth - 1,
            material, tipColour);
    }
}

void drawCoral(Scene& scene)
{
    const Colour colour = scene.palette.pick({0xe85a50, 0xe89040, 0xd870a8, 0xe8d8c8, 0x9a60b0, 0xc83848});
    const Colour tip = toned(colour, 0.55F);
    const Material material =
        Material(colour).gloss(0.2F).rim(0.35F).shadow(0.6F).surface([=](cv::Point2f place, SurfacePoint& point) {
            const Cell cell = cellNoise({place.x * 22.0F, place.y * 2.2F}, 0.7F);
            const float polyp = smoothBetween(0.4F, 0.2F, cell.distance);
            point.colour = mix(colour * 0.8F, tip, polyp);
            point.height = 0.3F * (cell.distance - 0.4F);
        });
    const Colour rock = scene.palette.pick({0x6a6058, 0x50585c, 0x7a6a60});
    const int stems = scene.random.integer(3, 4);
    for (int i = 0; i < stems; ++i) {
        const float share = static_cast<float>(i) / static_cast<float>(stems - 1) - 0.5F;
        growCoral(scene, {0.3F * share, 0.85F}, -0.5F * kPi + 1.6F * share, scene.random.uniform(0.4F, 0.52F),
            scene.random.uniform(0.075F, 0.1F), 3, material, tip);
    }
    scene.canvas.solid(wobbled(ellipse({0.0F, 0.98F}, 0.75F, 0.22F), scene.random, 0.12F),
        Material(rock).shadow(0.5F).surface(mottled(scene.random, rock * 0.5F, 0.14F, 0.03F)));
}

} // namespace

Kinds plantKinds()
{
    return {
        {"mushroom", drawMushroom, Pose::Upright, kFoliage | kLand | kStudio, 3},
        {"tree", drawTree, Pose::Upright, kSky | kLand, 1},
        {"pine", drawPine, Pose::Upright, kSky | kLand, 2},
        {"leaf", drawLeaf, Pose::Free, kFoliage | kWall | kSky | kStudio, 3},
        {"fern", drawFern, Pose::Tilted, kFoliage | kStudio | kWall, 1},
        {"cactus", drawCactus, Pose::Upright, kSky | kLand, 2},
        {"coral", drawCoral, Pose::Upright, kWater | kStudio, 1},
    };
}

} // namespace cnnvis::drawing
