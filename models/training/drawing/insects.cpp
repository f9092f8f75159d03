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

struct WingColours {
    Colour base;
    Colour second;
    Colour edge;
    Colour spot;
};

/// Veins, a dark margin with light dots, and an eyespot.
Surface wingSurface(
    RandomStream& random, const WingColours& colours, cv::Point2f root, cv::Point2f eyespot, float reach)
{
    const float offset = random.uniform(0.0F, 8.0F);
    const float margin = random.uniform(0.68F, 0.82F);
    const float eyeSize = random.chance(0.7F) ? random.uniform(0.1F, 0.17F) : 0.0F;
    const float veins = random.uniform(7.0F, 11.0F);
    return [=](cv::Point2f place, SurfacePoint& point) {
        const cv::Point2f away = place - root;
        const float distance = std::hypot(away.x, away.y) / reach;
        const float turn = std::atan2(away.y, away.x);
        const float wave = fractalNoise(place * 2.0F + cv::Point2f(offset, offset));
        point.colour = mix(colours.base, colours.second, smoothBetween(0.2F, 0.75F, distance + 0.25F * wave));
        const float vein = std::abs(std::sin(turn * veins + 0.5F * wave));
        point.colour = mix(colours.edge, point.colour, smoothBetween(0.05F, 0.18F, vein));
        const float rim = smoothBetween(margin - 0.05F, margin + 0.05F, distance + 0.08F * wave);
        point.colour = mix(point.colour, colours.edge, rim);
        const float dots = std::hypot((vein - 1.0F) * 1.3F, (distance - margin - 0.12F) * 9.0F);
        point.colour = mix(colours.spot, point.colour, smoothBetween(0.4F, 0.6F, dots));
        if (eyeSize > 0.0F) {
            const float eye = std::hypot(place.x - eyespot.x, place.y - eyespot.y) / eyeSize;
            point.colour = mix(colours.edge, point.colour, smoothBetween(0.9F, 1.1F, eye));
            point.colour = mix(colours.spot, point.colour, smoothBetween(0.65F, 0.8F, eye));
            point.colour = mix(colours.edge * 0.5F, point.colour, smoothBetween(0.3F, 0.42F, eye));
        }
        point.colour *= 1.0F + 0.25F * fractalNoise(place * 9.0F);
        point.height = 0.012F * smoothBetween(0.0F, 0.3F, vein) + 0.05F * wave;
    };
}

void drawInsectBody(Scene& scene, const Colour& colour, float length, float width)
{
    scene.canvas.tube(
        spline({{0.0F, -0.1F}, {0.0F, 0.3F * length}, {0.0F, length}}, 8),
        [width](float t) { return width * (0.75F + 0.5F * std::sin(2.6F * t)) * (1.0F - 0.6F * t * t); },
        Material(colour).gloss(0.3F).shadow(0.7F).surface([colour](cv::Point2f place, SurfacePoint& point) {
            const float ring = std::sin(38.0F * place.x);
            point.colour = colour * (1.0F + 0.35F * ring);
            point.height = 0.25F * ring;
        }));
    scene.canvas.solid(ellipse({0.0F, -0.14F}, 1.25F * width, 1.9F * width),
        Material(colour).shadow(0.5F).surface(furry(scene.random, toned(colour, 0.25F), {0.0F, -0.14F})));
    scene.canvas.solid(circle({0.0F, -0.14F - 2.1F * width}, 1.0F * width), Material(colour).shadow(0.5F).gloss(0.4F));
    for (const float side : {-1.0F, 1.0F})
        drawBead(scene, {0.75F * width * side, -0.14F - 2.4F * width}, 0.45F * width);
}

void drawButterfly(Scene& scene)
{
    const WingColours colours{scene.palette.pick({0xe88020, 0x3a80d0, 0xe8c840, 0xf0e8d0, 0xc83828, 0x60b090}),
        scene.palette.pick({0xf0b040, 0x2050a0, 0xe86830, 0xd8d8e8, 0x80c8e0}),
        mix(scene.palette.natural({0x1c1410, 0x2a1c14, 0x181828}), scene.palette.pick({0x1c1410}), 0.25F),
        toned(scene.palette.pick({0xf8f0d8, 0xf0d860, 0x80c0f0}), 0.3F)};
    const float open = scene.random.uniform(0.72F, 1.0F);
    const float lift = scene.random.uniform(-0.12F, 0.12F);
    const float scallop = scene.random.uniform(0.0F, 0.06F);
    const float tail = scene.random.chance(0.4F) ? scene.random.uniform(0.15F, 0.3F) : 0.0F;
    const Outline hind = blob({{0.04F, 0.05F}, {0.5F, 0.02F}, {0.8F, 0.3F}, {0.7F - scallop, 0.55F},
                                  {0.55F, 0.78F + tail}, {0.36F, 0.7F}, {0.15F, 0.55F}},
        6);
    const Outline fore = blob({{0.04F, -0.1F}, {0.4F, -0.58F}, {0.98F, -0.85F + lift}, {1.02F, -0.62F},
                                  {0.88F - scallop, -0.3F}, {0.82F, 0.02F}, {0.4F, 0.12F}},
        6);
    const Surface hindSurface = wingSurface(scene.random, colours, {0.0F, 0.0F}, {0.5F, 0.42F}, 0.95F);
    const Surface foreSurface = wingSurface(scene.random, colours, {0.0F, -0.05F}, {0.62F, -0.38F}, 1.3F);
    for (const float side : {-1.0F, 1.0F}) {
        const float fold = side > 0.0F ? open : open * scene.random.uniform(0.85F, 1.0F);
        const Placement placement = scene.canvas.place({0.0F, 0.0F}, 0.0F, side * fold, 1.0F);
        scene.canvas.solid(
            hind, Material(colours.base).round(0.15F).bulge(0.4F).gloss(0.15F).shadow(0.6F).surface(hindSurface));
        scene.canvas.solid(
            fore, Material(colours.base).round(0.15F).bulge(0.4F).gloss(0.15F).shadow(0.6F).surface(foreSurface));
    }
    const Colour body = mix(colours.edge, scene.palette.natural({0x4a3424, 0x2a2420}), 0.6F);
    for (const float side : {-1.0F, 1.0F}) {
        const Outline antenna = spline({{0.02F * side, -0.3F}, {0.15F * side, -0.6F}, {0.32F * side, -0.85F}}, 6);
        scene.canvas.tube(antenna, tapered(0.014F, 0.012F), Material(body).shadow(0.2F));
        scene.canvas.solid(circle(antenna.back(), 0.035F), Material(body).shadow(0.2F));
    }
    drawInsectBody(scene, body, 0.62F, 0.075F);
}

void drawBeetleLegs(Scene& scene, const Colour& colour)
{
    for (const float side : {-1.0F, 1.0F}) {
        for (int i = 0; i < 3; ++i) {
            const float y = -0.25F + 0.32F * static_cast<float>(i);
            const float forward = i == 0 ? -1.0F : 1.0F;
            const float swing = scene.random.uniform(-0.07F, 0.07F);
            const cv::Point2f knee(side * 0.78F, y + forward * 0.12F + swing);
            const cv::Point2f heel(
                side * (i == 2 ? 0.85F : 0.92F), y + forward * (0.38F + 0.08F * static_cast<float>(i)) + swing);
            const cv::Point2f toe = heel + cv::Point2f(0.1F * side, 0.12F * forward);
            scene.canvas.tube(
                {{0.3F * side, y}, knee}, tapered(0.065F, 0.05F), Material(colour).gloss(0.5F).shadow(0.6F));
            scene.canvas.tube({knee, heel}, tapered(0.05F, 0.028F), Material(colour).gloss(0.5F).shadow(0.6F));
            scene.canvas.tube({heel, toe}, tapered(0.024F, 0.014F), Material(colour).gloss(0.5F).shadow(0.4F));
        }
    }
}

void drawBeetleHead(Scene& scene, const Material& shell, const Colour& dark)
{
    const int kind = scene.random.integer(0, 2);
    for (const float side : {-1.0F, 1.0F}) {
        if (kind == 0) { // antlers of a stag beetle
            scene.canvas.tube(
                spline(
                    {{0.1F * side, -0.78F}, {0.34F * side, -0.95F}, {0.26F * side, -1.15F}, {0.1F * side, -1.2F}}, 6),
                tapered(0.075F, 0.02F), Material(dark).gloss(0.6F).shadow(0.5F));
            scene.canvas.tube(
                {{0.31F * side, -1.02F}, {0.18F * side, -1.04F}}, tapered(0.035F, 0.01F), Material(dark).gloss(0.6F));
        } else { // antennae
            scene.canvas.tube(
                spline(
                    {{0.12F * side, -0.8F}, {0.4F * side, -0.98F}, {0.75F * side, -0.95F}, {0.95F * side, -0.75F}}, 6),
                tapered(0.03F, 0.014F), Material(dark).gloss(0.5F).shadow(0.4F));
        }
    }
    scene.canvas.solid(ellipse({0.0F, -0.72F}, 0.22F, 0.17F), Material(dark).gloss(0.6F).shadow(0.5F));
    if (kind == 2) {
        scene.canvas.tube(spline({{0.0F, -0.75F}, {0.0F, -1.0F}, {0.05F, -1.18F}}, 5), tapered(0.075F, 0.015F),
            Material(dark).gloss(0.6F).shadow(0.5F));
    }
    for (const float side : {-1.0F, 1.0F})
        drawBead(scene, {0.17F * side, -0.78F}, 0.05F);
    scene.canvas.solid(
        blob(
            {{-0.2F, -0.68F}, {0.2F, -0.68F}, {0.42F, -0.36F}, {0.36F, -0.24F}, {-0.36F, -0.24F}, {-0.42F, -0.36F}}, 6),
        shell);
}

void drawBeetle(Scene& scene)
{
    const Colour shell = scene.palette.pick({0x2a8a4a, 0x2a4a9a, 0xb83020, 0x3a2a20, 0x8a5a20, 0xd8a020, 0x204848});
    const Colour sheen = scene.palette.pick({0x60c0d0, 0xc8a040, 0xc04880, 0x80d060});
    const Colour dark = mix(scene.palette.natural({0x181410, 0x1c1c24}), shell, 0.15F);
    drawBeetleLegs(scene, dark);
    Surface skin = [=](cv::Point2f place, SurfacePoint& point) {
        const float line = std::sin(40.0F * std::abs(place.x) * (1.1F - 0.25F * place.y));
        point.colour = mix(shell, sheen, 0.6F * smoothBetween(0.1F, 0.5F, std::abs(place.x) - 0.15F * place.y));
        point.colour *= 1.0F + 0.12F * line;
        point.height = 0.006F * line;
    };
    if (scene.random.chance(0.45F)) {
        const Surface marks = scene.random.chance(0.6F) ? spotted(scene.random, dark, 0.3F, 0.8F)
                                                        : striped(scene.random, dark, 1.57F, 0.34F);
        skin = layered(skin, marks);
    }
    const Material material = Material(shell).bulge(0.95F).gloss(0.75F, 4).rim(0.4F).shadow(0.7F).surface(skin);
    drawBeetleHead(scene, material, dark);
    const float width = scene.random.uniform(0.42F, 0.56F);
    const float gap = scene.random.uniform(0.0F, 0.03F);
    for (const float side : {-1.0F, 1.0F}) {
        scene.canvas.solid(
            blob({{gap * side, -0.26F}, {0.3F * side, -0.27F}, {width * side, -0.02F}, {0.95F * width * side, 0.42F},
                     {0.24F * side, 0.88F}, {gap * side, 0.92F}, {gap * side, 0.3F}},
                6),
            material);
    }
    scene.canvas.stroke({{0.0F, -0.24F}, {0.0F, 0.9F}}, 0.018F, dark * 0.4F, 0.9F);
    scene.canvas.solid(
        blob({{-0.09F, -0.25F}, {0.09F, -0.25F}, {0.0F, -0.08F}}, 4), Material(dark).gloss(0.5F).shadow(0.2F));
}

void drawWeb(Scene& scene)
{
    const cv::Point2f hub{scene.random.uniform(-0.7F, 0.7F), scene.random.uniform(-0.7F, 0.7F)};
    const Colour silk(0.92F, 0.92F, 0.92F);
    const int spokes = scene.random.integer(9, 13);
    for (int i = 0; i < spokes; ++i) {
        const float turn = 2.0F * kPi * static_cast<float>(i) / static_cast<float>(spokes);
        const float next = 2.0F * kPi * static_cast<float>(i + 1) / static_cast<float>(spokes);
        scene.canvas.line({hub, hub + polar(turn, 2.2F)}, 0.006F, silk, 0.5F);
        for (int ring = 1; ring < 7; ++ring) {
            const float radius = 0.22F * static_cast<float>(ring);
            const cv::Point2f sag = hub + polar(0.5F * (turn + next), 0.88F * radius);
            scene.canvas.line({hub + polar(turn, radius), sag, hub + polar(next, radius)}, 0.005F, silk, 0.4F);
        }
    }
}

void drawSpider(Scene& scene)
{
    const Colour body = scene.palette.pick({0x3a2a20, 0x1c1814, 0x6a4a2c, 0x8a6a40, 0x5a2018});
    const Colour mark = scene.palette.pick({0xd8a030, 0xc83020, 0xe8d8b0, 0x8a6040});
    if (scene.random.chance(0.5F))
        drawWeb(scene);
    const Surface hairy = [body, mark](cv::Point2f place, SurfacePoint& point) {
        point.colour = mix(body, mark, 0.7F * smoothBetween(0.5F, 0.9F, std::sin(22.0F * place.x)));
        point.colour *= 1.0F + 0.5F * fractalNoise(place.x * 25.0F, place.y * 2.0F);
    };
    const float sprawl = scene.random.uniform(0.9F, 1.1F);
    for (const float side : {-1.0F, 1.0F}) {
        for (int i = 0; i < 4; ++i) {
            const float turn = -0.95F + 0.62F * static_cast<float>(i) + scene.random.uniform(-0.1F, 0.1F);
            const float bend = i < 2 ? -0.35F : 0.35F;
            const cv::Point2f root(0.12F * side, -0.22F + 0.07F * static_cast<float>(i));
            const auto reach = [&](float angle, float length) {
                return cv::Point2f(side * std::cos(angle) * length, std::sin(angle) * length);
            };
            const cv::Point2f knee = root + reach(turn + 0.5F * bend, 0.45F * sprawl);
            const cv::Point2f ankle = knee + reach(turn - 0.1F * bend, 0.36F * sprawl);
            const cv::Point2f foot = ankle + reach(turn - 2.2F * bend, 0.3F * sprawl);
            scene.canvas.tube(spline({root, knee, ankle, foot}, 5), tapered(0.058F, 0.014F),
                Material(body).gloss(0.25F).rim(0.35F).shadow(0.7F).surface(hairy));
        }
    }
    const float fat = scene.random.uniform(0.3F, 0.42F);
    const Outline abdomen = blob({{0.0F, 0.0F}, {0.7F * fat, 0.08F}, {fat, 0.4F}, {0.5F * fat, 0.85F}, {0.0F, 0.93F},
                                     {-0.5F * fat, 0.85F}, {-fat, 0.4F}, {-0.7F * fat, 0.08F}},
        6);
    scene.canvas.solid(abdomen,
        Material(body).gloss(0.3F).rim(0.4F).shadow(0.8F).surface(
            layered(furry(scene.random, body * 1.6F, {0.0F, 0.4F}, 1.5F), [=](cv::Point2f place, SurfacePoint& point) {
                const float chevron = std::sin(22.0F * (place.y - 0.8F * std::abs(place.x)));
                const float belt = smoothBetween(0.55F * fat, 0.35F * fat, std::abs(place.x));
                point.colour = mix(point.colour, mark, 0.8F * belt * smoothBetween(0.0F, 0.5F, chevron));
            })));
    scene.canvas.solid(ellipse({0.0F, -0.15F}, 0.2F, 0.24F),
        Material(body).gloss(0.35F).rim(0.4F).shadow(0.6F).surface(
            furry(scene.random, body * 1.7F, {0.0F, -0.1F}, 1.5F)));
    for (const float side : {-1.0F, 1.0F}) {
        scene.canvas.tube(spline({{0.07F * side, -0.34F}, {0.12F * side, -0.46F}, {0.04F * side, -0.54F}}, 4),
            tapered(0.05F, 0.02F), Material(body).gloss(0.5F));
        drawBead(scene, {0.06F * side, -0.31F}, 0.042F);
        drawBead(scene, {0.13F * side, -0.26F}, 0.028F);
    }
}

void drawDragonflyWing(Scene& scene, float side, float turn, float length, const Colour& tint)
{
    const cv::Point2f root(0.06F * side, -0.3F);
    const cv::Point2f tip = root + cv::Point2f(side * std::cos(turn), std::sin(turn)) * length;
    const cv::Point2f along = (tip - root) * (1.0F / length);
    const Outline outline = leaf(root, tip, 0.17F, 0.66F);
    scene.canvas.solid(outline,
        Material(tint).round(0.1F).opacity(0.62F).gloss(0.5F, 4).shadow(0.25F).rim(0.4F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const cv::Point2f away = place - root;
                const float u = away.dot(along);
                const float v = along.cross(away);
                const Cell cell = cellNoise({u * 13.0F, v * 17.0F}, 0.6F);
                const float vein = smoothBetween(0.16F, 0.05F, cell.edge);
                const float mark = std::abs(u - 0.88F * length) < 0.06F && side * v < 0.0F ? 1.0F : 0.0F;
                point.colour = mix(toned(tint, 0.3F), tint * 0.2F, std::max(vein, mark));
                point.opacity = 0.55F + 0.9F * std::max(vein, mark);
                point.height = 0.01F * vein;
            }));
    scene.canvas.stroke(joined({root}, {tip}), 0.012F, tint * 0.25F, 0.8F);
}

void drawDragonfly(Scene& scene)
{
    const Colour body = scene.palette.pick({0x2a7ac0, 0x3a9a50, 0xc03828, 0x308a90, 0xc88a28});
    const Colour dark = mix(scene.palette.natural({0x141c20, 0x201814}), body, 0.2F);
    const Colour tint = toned(scene.palette.pick({0xc8dce8, 0xe8dcb8, 0xb8d8d0, 0xd8a868}), 0.15F);
    const float sweep = scene.random.uniform(-0.12F, 0.18F);
    const float bend = scene.random.uniform(-0.15F, 0.15F);
    for (const float side : {-1.0F, 1.0F}) {
        drawDragonflyWing(scene, side, 0.42F + sweep, 1.0F, tint);
        drawDragonflyWing(scene, side, -0.18F + sweep, 1.08F, tint);
    }
    const Outline tail = spline({{0.0F, -0.15F}, {0.3F * bend, 0.3F}, {bend, 0.75F}, {1.5F * bend, 1.1F}}, 9);
    scene.canvas.tube(
        tail, [](float t) { return 0.075F - 0.025F * t + 0.02F * smoothBetween(0.8F, 0.95F, t); },
        Material(body).gloss(0.5F).rim(0.3F).shadow(0.8F).surface([=](cv::Point2f place, SurfacePoint& point) {
            const float segment = place.x * 7.0F - std::floor(place.x * 7.0F);
            point.colour = mix(dark, body, smoothBetween(0.0F, 0.22F, segment));
            point.colour = mix(point.colour, dark, smoothBetween(0.72F, 0.8F, std::abs(place.y)));
            point.height = 0.4F * (segment - 0.5F);
        }));
    scene.canvas.solid(ellipse({0.0F, -0.3F}, 0.15F, 0.24F),
        Material(body).gloss(0.5F).rim(0.3F).shadow(0.6F).surface(striped(scene.random, dark, 0.9F, 0.14F)));
    scene.canvas.solid(ellipse({0.0F, -0.58F}, 0.14F, 0.1F), Material(dark).shadow(0.5F));
    const Colour eye = scene.palette.pick({0x6a9ad0, 0x8ab838, 0xb86a30, 0x50b0a0});
    for (const float side : {-1.0F, 1.0F}) {
        scene.canvas.solid(ellipse({0.105F * side, -0.62F}, 0.11F, 0.12F, 0.4F * side),
            Material(eye).gloss(0.8F, 4).rim(0.4F).shadow(0.4F).surface([eye](cv::Point2f place, SurfacePoint& point) {
                const Cell cell = cellNoise(place * 45.0F, 0.2F);
                point.colour = eye * (0.55F + 0.8F * smoothBetween(0.0F, 0.3F, cell.edge));
            }));
    }
}

} // namespace

Kinds insectKinds()
{
    return {
        {"butterfly", drawButterfly, Pose::Free, kFoliage | kSky | kStudio, 3},
        {"beetle", drawBeetle, Pose::Free, kFoliage | kWall | kStudio | kLand, 3},
        {"spider", drawSpider, Pose::Free, kFoliage | kWall | kStudio, 2},
        {"dragonfly", drawDragonfly, Pose::Free, kFoliage | kSky | kWater | kStudio, 2},
    };
}

} // namespace cnnvis::drawing
