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

/// Gives a flat outline the roundness of a standing cylinder.
Surface cylinder(float halfWidth, Surface wall)
{
    return [=](cv::Point2f place, SurfacePoint& point) {
        const float across = std::clamp(place.x / halfWidth, -0.995F, 0.995F);
        wall({std::asin(across) * halfWidth, place.y}, point);
        point.height += 0.8F * halfWidth * std::sqrt(1.0F - across * across);
    };
}

/// Seen from below: things get smaller towards the top.
cv::Matx33f lookingUp(float amount)
{
    return {1.0F, 0.0F, 0.0F, 0.0F, 1.0F, 0.0F, 0.0F, -amount, 1.0F};
}

void drawOpening(Scene& scene, cv::Point2f centre, float width, float height, const Colour& frame, bool isLit)
{
    const Outline arch = joined(
        placed(arc({0.0F, 0.0F}, 1.0F, kPi, 2.0F * kPi), centre - cv::Point2f(0.0F, 0.4F * height), 0.0F, width, width),
        {centre + cv::Point2f(width, 0.6F * height), centre + cv::Point2f(-width, 0.6F * height)});
    scene.canvas.solid(placed(arch, centre * -0.35F, 0.0F, 1.35F, 1.35F), Material(frame).round(0.5F).shadow(0.3F));
    scene.canvas.fill(arch, isLit ? Colour(0.3F, 0.7F, 1.0F) : Colour(0.07F, 0.05F, 0.05F));
}

void drawPagodaRoof(Scene& scene, float y, float half, float rise, const Colour& tile, const Colour& trim)
{
    const float tip = half * 1.18F;
    const Outline right{{0.16F * half, y - rise}, {0.45F * half, y - 0.5F * rise}, {0.85F * half, y - 0.12F * rise},
        {tip, y - 0.34F * rise}};
    const Outline under{{0.9F * half, y + 0.2F * rise}, {0.4F * half, y + 0.26F * rise}};
    Outline half1 = spline(right, 6);
    half1 = joined(half1, under);
    const Outline roof = joined(half1, mirrored(half1));
    scene.canvas.solid(roof,
        Material(tile).round(0.4F).bulge(0.7F).gloss(0.3F).shadow(0.7F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const float fan = place.x / (0.35F + (place.y - y + rise) / (1.3F * rise));
                const float groove = std::sin(34.0F * fan / half * 0.9F);
                const float course = std::sin(40.0F * (place.y - y) / rise * 0.6F);
                point.colour = tile * (0.9F + 0.3F * groove + 0.08F * course);
                point.height = 0.014F * groove;
            }));
    scene.canvas.tube(
        spline({{-tip, y - 0.34F * rise}, {-0.85F * half, y - 0.02F * rise}, {0.0F, y + 0.24F * rise},
                   {0.85F * half, y - 0.02F * rise}, {tip, y - 0.34F * rise}},
            7),
        [rise](float) { return 0.085F * rise; }, Material(trim).gloss(0.4F).shadow(0.6F));
}

void drawPagoda(Scene& scene)
{
    const Colour tile = scene.palette.pick({0x3a5a50, 0x5a6068, 0x8a3a2a, 0x2a4a6a, 0x6a4a34});
    const Colour wall = scene.palette.pick({0xc03a28, 0xe8dcc8, 0x8a4a2a, 0xd8b888});
    const Colour trim = scene.palette.pick({0xe0b040, 0xc84030, 0x4a3020});
    const int floors = scene.random.integer(3, 6);
    const float storey = 1.62F / static_cast<float>(floors);
    const float base = scene.random.uniform(0.62F, 0.82F);
    const float shrink = scene.random.uniform(0.42F, 0.6F);
    const Placement camera = scene.canvas.place(lookingUp(scene.random.uniform(0.0F, 0.18F)));
    for (int floor = 0; floor < floors; ++floor) {
        const float share = static_cast<float>(floor) / static_cast<float>(floors);
        const float half = base * (1.0F - shrink * share);
        const float bottom = 1.0F - storey * static_cast<float>(floor);
        const float wallHalf = 0.62F * half;
        scene.canvas.solid(box(-wallHalf, bottom - 0.72F * storey, wallHalf, bottom + 0.05F),
            Material(wall).round(0.0F).shadow(0.4F).surface(
                cylinder(1.4F * wallHalf, streaked(scene.random, wall * 0.7F, 1.57F, 2.0F))));
        const int bays = 3;
        for (int bay = -1; bay <= 1; ++bay) {
            const float x = wallHalf * 0.6F * static_cast<float>(bay);
            drawOpening(scene, {x, bottom - 0.22F * storey}, 0.4F * wallHalf / static_cast<float>(bays), 0.3F * storey,
                trim, scene.random.chance(0.25F));
        }
        for (const float post : {-1.0F, -0.32F, 0.32F, 1.0F}) {
            scene.canvas.tube({{post * wallHalf, bottom - 0.6F * storey}, {post * wallHalf, bottom}},
                tapered(0.022F, 0.022F), Material(trim * 0.8F));
        }
        drawPagodaRoof(scene, bottom - 0.62F * storey, half, 0.62F * storey, tile, trim);
    }
    const float top = 1.0F - storey * static_cast<float>(floors) - 0.2F * storey;
    scene.canvas.tube({{0.0F, top + 0.05F}, {0.0F, top - 0.3F}}, tapered(0.03F, 0.008F), Material(trim).gloss(0.5F));
    for (int i = 0; i < 3; ++i) {
        scene.canvas.solid(
            ellipse({0.0F, top - 0.07F * static_cast<float>(i)}, 0.065F - 0.014F * static_cast<float>(i), 0.026F),
            Material(trim).gloss(0.5F));
    }
}

void drawBattlements(Scene& scene, float y, float half, const Colour& stone, const Surface& wall)
{
    const int count = 5;
    scene.canvas.solid(
        box(-half, y, half, y + 0.16F), Material(stone).round(0.0F).shadow(0.6F).surface(cylinder(half * 1.02F, wall)));
    for (int i = 0; i < count; ++i) {
        const float left = half * (2.0F * static_cast<float>(i) / (static_cast<float>(count) - 0.42F) - 1.0F);
        const float right = left + half * 1.16F / (static_cast<float>(count) - 0.42F);
        scene.canvas.solid(box(left, y - 0.13F, right, y + 0.02F),
            Material(stone).round(0.0F).shadow(0.3F).surface(cylinder(half * 1.02F, wall)));
    }
    for (int i = 0; i < 7; ++i) {
        const float x = 0.92F * half * (static_cast<float>(i) / 3.0F - 1.0F);
        scene.canvas.solid(
            box(x - 0.03F, y + 0.14F, x + 0.03F, y + 0.25F), Material(stone * 0.8F).round(0.5F).shadow(0.4F));
    }
}

void drawTurret(Scene& scene, float x, float half, float top, bool isRoofed, const Colour& stone, const Colour& roof)
{
    const Placement placement = scene.canvas.place(cv::Point2f(x, 0.0F));
    const Surface wall = masonry(scene.random, stone * 0.5F, 0.2F, 0.1F);
    scene.canvas.solid(box(-half, top, half, 1.35F),
        Material(stone).round(0.0F).gloss(0.03F).shadow(0.6F).surface(cylinder(half * 1.02F, wall)));
    for (float y = top + 0.38F; y < 0.85F; y += 0.42F) {
        drawOpening(scene, {scene.random.uniform(-0.3F, 0.3F) * half, y}, 0.16F * half + 0.015F, 0.16F, stone * 0.85F,
            scene.random.chance(0.3F));
    }
    drawBattlements(scene, top, 1.22F * half, stone, wall);
    if (isRoofed) {
        const float peak = top - scene.random.uniform(0.4F, 0.6F);
        const float eave = 1.12F * half;
        scene.canvas.solid({{0.0F, peak}, {eave, top - 0.03F}, {0.5F * eave, top + 0.04F}, {-0.5F * eave, top + 0.04F},
                               {-eave, top - 0.03F}},
            Material(roof).round(0.0F).gloss(0.2F).shadow(0.5F).surface([=](cv::Point2f place, SurfacePoint& point) {
                const float width = eave * std::max(0.02F, (place.y - peak) / (top - peak));
                const float across = std::clamp(place.x / width, -0.99F, 0.99F);
                const float slate = std::sin(60.0F * place.y) + std::sin(9.0F * std::asin(across));
                point.colour = roof * (0.9F + 0.12F * slate);
                point.height = 0.8F * width * std::sqrt(1.0F - across * across) + 0.004F * slate;
            }));
        scene.canvas.tube(
            {{0.0F, peak + 0.03F}, {0.0F, peak - 0.2F}}, tapered(0.012F, 0.008F), Material({0.1F, 0.1F, 0.1F}));
        scene.canvas.solid(
            {{0.0F, peak - 0.2F}, {0.26F, peak - 0.13F}, {0.0F, peak - 0.06F}}, Material(roof).round(0.2F));
    }
}

void drawCastle(Scene& scene)
{
    const Colour stone = scene.palette.pick({0xa89c88, 0x8c8880, 0xb8a078, 0x787c84, 0xc0a890});
    const Colour roof = scene.palette.pick({0x4a5a78, 0x8a3a2c, 0x3a4a44, 0x6a4a5a});
    const Placement camera = scene.canvas.place(lookingUp(scene.random.uniform(0.1F, 0.3F)));
    const bool isRoofed = scene.random.chance(0.6F);
    const float side = scene.random.uniform(0.5F, 0.62F);
    if (scene.random.chance(0.75F)) {
        drawTurret(scene, -side, 0.22F, scene.random.uniform(-0.15F, 0.25F), isRoofed, stone * 0.9F, roof);
        drawTurret(scene, side, 0.2F, scene.random.uniform(-0.3F, 0.15F), isRoofed, stone * 0.9F, roof);
        const Surface wall = masonry(scene.random, stone * 0.5F, 0.2F, 0.1F);
        scene.canvas.solid(
            box(-0.75F, 0.55F, 0.75F, 1.35F), Material(stone * 0.85F).round(0.0F).shadow(0.4F).surface(wall));
    }
    drawTurret(
        scene, 0.0F, scene.random.uniform(0.3F, 0.38F), scene.random.uniform(-0.5F, -0.35F), isRoofed, stone, roof);
}

void drawOnion(Scene& scene, cv::Point2f foot, float half, float height, const Colour& first, const Colour& second,
    const Colour& gold)
{
    const Placement placement = scene.canvas.place(foot);
    const Outline right{{0.62F * half, 0.0F}, {half, -0.3F * height}, {0.82F * half, -0.55F * height},
        {0.3F * half, -0.8F * height}, {0.05F * half, -1.05F * height}};
    const Outline edge = spline(right, 7);
    Outline outline = edge;
    outline = joined(outline, mirrored(edge));
    const float gores = scene.random.uniform(4.0F, 9.0F);
    const float twist = scene.random.pick({0.0F, 0.0F, 2.5F, 5.0F});
    const int kind = scene.random.integer(0, 2);
    scene.canvas.solid(outline,
        Material(first).bulge(0.9F).gloss(0.6F, 4).rim(0.3F).shadow(0.5F).surface([=](cv::Point2f place,
                                                                                      SurfacePoint& point) {
            const float t = -place.y / height;
            const float width = half * std::max(0.06F, 1.0F - 1.1F * std::abs(t - 0.3F) * (t < 0.3F ? 1.1F : 1.2F));
            const float turn = std::asin(std::clamp(place.x / width, -0.99F, 0.99F));
            const float wave = std::sin(gores * (turn + twist * t));
            const float cross = kind == 1 ? std::sin(26.0F * t) : 1.0F;
            point.colour = mix(first, kind == 2 ? first * 0.8F : second, smoothBetween(-0.12F, 0.12F, wave * cross));
            point.height = 0.025F * half * std::abs(wave);
        }));
    const float peak = -1.03F * height;
    scene.canvas.tube({{0.0F, peak}, {0.0F, peak - 0.3F * height}}, tapered(0.02F, 0.012F), Material(gold).gloss(0.6F));
    scene.canvas.solid(circle({0.0F, peak - 0.05F * height}, 0.07F * half + 0.012F), Material(gold).gloss(0.7F));
    scene.canvas.tube({{-0.06F, peak - 0.2F * height}, {0.06F, peak - 0.2F * height}}, tapered(0.014F, 0.014F),
        Material(gold).gloss(0.6F));
}

void drawDomes(Scene& scene)
{
    const Colour wall = scene.palette.pick({0xf0e4d0, 0xc85840, 0xe0c8a0, 0xd8dce0});
    const Colour gold = scene.palette.natural({0xf0c040, 0xe8b030});
    const Placement camera = scene.canvas.place(lookingUp(scene.random.uniform(0.0F, 0.15F)));
    const auto tower = [&](float x, float half, float top, float height) {
        const Colour first = scene.palette.pick({0xe0b030, 0x2a6ab0, 0x2a8a5a, 0xc83a30, 0x50a0b8});
        const Colour second = scene.palette.pick({0xf0ece0, 0xe8c040, 0xd84a30, 0x3060a0});
        const Placement placement = scene.canvas.place(cv::Point2f(x, 0.0F));
        const Surface plaster = mottled(scene.random, wall * 0.82F, 0.3F, 0.004F);
        scene.canvas.solid(box(-0.62F * half, top, 0.62F * half, 1.35F),
            Material(wall).round(0.0F).shadow(0.5F).surface(cylinder(0.63F * half, plaster)));
        for (float y = top + 0.2F; y < 1.0F; y += 0.34F) {
            for (const float u : {-0.36F, 0.0F, 0.36F})
                drawOpening(scene, {u * half, y}, 0.085F * half + 0.008F, 0.15F, toned(wall, 0.4F), false);
            scene.canvas.tube({{-0.64F * half, y + 0.17F}, {0.64F * half, y + 0.17F}}, tapered(0.02F, 0.02F),
                Material(first).gloss(0.2F));
        }
        scene.canvas.solid(ellipse({0.0F, top}, 0.7F * half, 0.05F), Material(gold).gloss(0.5F).shadow(0.5F));
        drawOnion(scene, {0.0F, top}, half, height, first, second, gold);
    };
    if (scene.random.chance(0.85F)) {
        tower(-0.62F, scene.random.uniform(0.24F, 0.3F), scene.random.uniform(0.2F, 0.4F), 0.5F);
        tower(0.62F, scene.random.uniform(0.24F, 0.3F), scene.random.uniform(0.1F, 0.4F), 0.5F);
    }
    tower(0.0F, scene.random.uniform(0.44F, 0.54F), scene.random.uniform(0.02F, 0.18F),
        scene.random.uniform(0.72F, 0.85F));
}

void drawLighthouse(Scene& scene)
{
    const Colour first = scene.palette.pick({0xf4f0e8, 0xe8e0d0});
    const Colour second = scene.palette.pick({0xc83028, 0x2a3a5a, 0x303034, 0x2a6a8a});
    const Colour rock = scene.palette.pick({0x5a5450, 0x6a6058, 0x4a5058});
    const float top = -0.52F;
    const float stripes = scene.random.uniform(3.0F, 6.0F);
    const float twist = scene.random.chance(0.35F) ? scene.random.uniform(0.3F, 0.6F) : 0.0F;
    const auto halfAt = [top](float y) { return 0.17F + 0.13F * (y - top) / 1.5F; };
    const cv::Point2f lamp(0.0F, top - 0.16F);
    for (const float side : {-1.0F, 1.0F}) {
        const float drop = scene.random.uniform(-0.1F, 0.2F);
        scene.canvas.haze({lamp, {1.9F * side, lamp.y - 0.22F + drop}, {1.9F * side, lamp.y + 0.22F + drop}}, 0.04F,
            {0.75F, 0.95F, 1.0F}, scene.random.uniform(0.15F, 0.5F));
    }
    scene.canvas.solid({{-halfAt(top), top}, {halfAt(top), top}, {halfAt(1.1F), 1.1F}, {-halfAt(1.1F), 1.1F}},
        Material(first).round(0.0F).gloss(0.1F).shadow(0.5F).surface([=](cv::Point2f place, SurfacePoint& point) {
            const float half = halfAt(place.y);
            const float across = std::clamp(place.x / half, -0.99F, 0.99F);
            const float level = (place.y - top) * stripes / 1.5F + twist * std::asin(across);
            const float stain = fractalNoise(place.x * 3.0F, place.y * 1.2F);
            point.colour = mix(first, second, level - std::floor(level) < 0.5F ? 1.0F : 0.0F) * (1.0F + 0.15F * stain);
            point.height = 0.8F * half * std::sqrt(1.0F - across * across);
        }));
    for (const float y : {-0.2F, 0.25F, 0.7F})
        scene.canvas.fill(box(-0.03F, y, 0.03F, y + 0.1F), Colour(0.1F, 0.08F, 0.07F));
    scene.canvas.solid(box(-0.27F, top - 0.03F, 0.27F, top + 0.04F), Material(second * 0.7F).round(0.8F).shadow(0.7F));
    scene.canvas.solid(box(-0.13F, top - 0.28F, 0.13F, top - 0.02F),
        Material({0.6F, 0.9F, 1.0F}).round(0.6F).gloss(0.6F).surface([](cv::Point2f, SurfacePoint& point) {
            point.glow = 0.7F;
        }));
    for (const float x : {-0.13F, -0.045F, 0.045F, 0.13F})
        scene.canvas.line({{x, top - 0.28F}, {x, top - 0.02F}}, 0.012F, second * 0.4F);
    scene.canvas.solid(
        blob({{-0.19F, top - 0.27F}, {-0.1F, top - 0.4F}, {0.0F, top - 0.5F}, {0.1F, top - 0.4F}, {0.19F, top - 0.27F}},
            5),
        Material(second).gloss(0.4F).shadow(0.5F));
    scene.canvas.glow(lamp, 0.5F, {0.6F, 0.9F, 1.0F}, 0.7F);
    for (int i = 0; i < 6; ++i) {
        const cv::Point2f centre(-0.75F + 0.3F * static_cast<float>(i), 1.0F + scene.random.uniform(-0.06F, 0.06F));
        scene.canvas.solid(wobbled(ellipse(centre, 0.3F, 0.2F), scene.random, 0.12F, 3.0F),
            Material(rock * scene.random.uniform(0.8F, 1.1F))
                .round(0.7F)
                .shadow(0.5F)
                .surface(mottled(scene.random, rock * 0.5F, 0.16F, 0.04F)));
    }
}

void drawRange(Scene& scene, const Outline& peaks, float snowLine, const Colour& rock, float haze)
{
    const Colour snow = scene.palette.natural({0xf4f6fa, 0xe8eef8, 0xf8f0ec});
    const Colour air = scene.palette.natural({0xa8bcd0, 0xb8c0d0});
    const cv::Point2f offset{scene.random.uniform(0.0F, 8.0F), scene.random.uniform(0.0F, 8.0F)};
    Outline crest;
    for (int i = 0; i <= 120; ++i) {
        const float x = -1.4F + 2.8F * static_cast<float>(i) / 120.0F;
        float y = 1.2F;
        for (const cv::Point2f& peak : peaks) {
            y = std::min(
                y, peak.y + 1.05F * std::abs(x - peak.x) + 0.1F * fractalNoise(4.0F * x + offset.x, offset.y + peak.x));
        }
        crest.emplace_back(x, y);
    }
    const Outline outline = joined(crest, {{1.4F, 1.5F}, {-1.4F, 1.5F}});
    scene.canvas.solid(outline,
        Material(rock).round(0.0F).gloss(0.03F).shadow(0.0F).rim(0.0F).surface([=](cv::Point2f place,
                                                                                   SurfacePoint& point) {
            float cone = 1e3F;
            float above = 0.0F;
            for (const cv::Point2f& peak : peaks) {
                const float slope = peak.y
                    + 1.05F
                        * std::abs(place.x - peak.x + 0.22F * fractalNoise(place.y * 1.7F + offset.x, peak.x * 5.0F));
                if (slope < cone) {
                    cone = slope;
                    above = std::abs(place.x - peak.x + 0.22F * fractalNoise(place.y * 1.7F + offset.x, peak.x * 5.0F));
                }
            }
            const float ridge = ridgedNoise(cv::Point2f(place.x * 1.6F + 0.5F * place.y, place.y * 1.1F) + offset);
            const float detail = fractalNoise(place * 4.5F + offset);
            point.height = -0.75F * above + 0.16F * ridge + 0.05F * detail;
            const float cover = smoothBetween(-0.1F, 0.1F, snowLine - place.y + 0.28F * detail - 0.2F * (ridge - 0.5F));
            point.colour = mix(rock * (1.0F + 0.35F * detail), snow, cover);
            point.colour =
                mix(point.colour, air, std::clamp(haze + 0.25F * smoothBetween(0.2F, 1.2F, place.y), 0.0F, 0.9F));
            point.glow = 0.3F * haze;
        }));
}

void drawMountain(Scene& scene)
{
    drawBackdrop(scene, kSky);
    const Colour rock = scene.palette.pick({0x5a5a64, 0x6a5a50, 0x4a5668, 0x7a6458});
    if (scene.random.chance(0.7F)) {
        drawRange(scene, {{scene.random.uniform(-0.9F, -0.4F), -0.2F}, {scene.random.uniform(0.3F, 1.0F), -0.3F}},
            scene.random.uniform(-0.2F, 0.3F), rock, 0.5F);
    }
    const float x = scene.random.uniform(-0.45F, 0.45F);
    const float side = scene.random.sign();
    drawRange(scene,
        {{x, scene.random.uniform(-0.85F, -0.5F)}, {x + 0.75F * side, scene.random.uniform(-0.15F, 0.15F)},
            {x - 0.85F * side, scene.random.uniform(0.0F, 0.4F)}},
        scene.random.uniform(-0.35F, 0.35F), rock, 0.05F);
    const Colour forest = scene.palette.pick({0x2a4030, 0x3a4a2a, 0x4a4a34}) * 0.8F;
    const cv::Point2f offset{scene.random.uniform(0.0F, 8.0F), scene.random.uniform(0.0F, 8.0F)};
    const float level = scene.random.uniform(0.55F, 0.85F);
    scene.canvas.fill(box(-1.4F, -1.4F, 1.4F, 1.4F), [=](cv::Point2f place, SurfacePoint& point) {
        const float spikes = 0.05F * std::abs(fractalNoise(place.x * 9.0F + offset.x, offset.y))
            + 0.12F * fractalNoise(place.x + offset.x, offset.y);
        const float depth = place.y - level - spikes;
        point.opacity = smoothBetween(0.0F, 0.02F, depth);
        point.colour = forest * (1.0F + 0.5F * fractalNoise(place.x * 9.0F, place.y * 6.0F) + 0.3F * depth);
    });
}

} // namespace

Kinds buildingKinds()
{
    return {
        {"pagoda", drawPagoda, Pose::Upright, kSky | kLand | kFoliage, 2},
        {"castle tower", drawCastle, Pose::Upright, kSky | kLand, 1},
        {"onion domes", drawDomes, Pose::Upright, kSky | kLand, 1},
        {"lighthouse", drawLighthouse, Pose::Upright, kSky | kLand, 1},
        {"mountain", drawMountain, Pose::Whole, kSky, 1},
    };
}

} // namespace cnnvis::drawing
