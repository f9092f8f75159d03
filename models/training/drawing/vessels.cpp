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

void drawBalloon(Scene& scene)
{
    const std::vector<Colour> cloth{scene.palette.pick({0xd83028, 0x2868b8, 0xe87828}),
        scene.palette.pick({0xf0c030, 0xf4f0e8, 0x48a058}),
        scene.palette.pick({0x2868b8, 0xd83028, 0x7838a0, 0xf0e0c0})};
    const int gores = scene.random.integer(5, 9);
    const int kind = scene.random.integer(0, 2);
    const float spin = scene.random.uniform(0.0F, 2.0F);
    const Colour basket = scene.palette.natural({0x8a5a30, 0xa87848});
    const Outline right{{0.13F, 0.5F}, {0.45F, 0.18F}, {0.7F, -0.25F}, {0.62F, -0.7F}, {0.3F, -0.98F}, {0.0F, -1.05F}};
    const Outline edge = spline(right, 8);
    for (const float x : {-1.0F, -0.35F, 0.35F, 1.0F})
        scene.canvas.line({{0.13F * x, 0.5F}, {0.1F * x, 0.82F}}, 0.007F, basket * 0.4F);
    scene.canvas.solid(joined(edge, mirrored(edge)),
        Material(cloth[0]).bulge(0.85F).gloss(0.25F, 3).rim(0.25F).shadow(0.1F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const float t = std::clamp((place.y + 1.05F) / 1.55F, 0.0F, 1.0F);
                const float width = std::max(0.08F,
                    0.71F
                        * std::pow(
                            std::max(0.0F, std::sin(kPi * std::clamp(0.06F + 0.86F * std::pow(t, 0.8F), 0.0F, 1.0F))),
                            0.75F));
                const float turn = std::asin(std::clamp(place.x / width, -0.985F, 0.985F));
                const float sector = (turn + spin) * static_cast<float>(gores) / kPi * (kind == 2 ? 0.5F : 1.0F)
                    + (kind == 2 ? 3.0F * t : 0.0F);
                const auto gore = static_cast<int>(std::floor(sector)) + 8;
                const float seam = std::abs(std::sin(kPi * sector));
                int choice = gore % 2;
                if (kind == 1) {
                    const float zigzag = std::abs(sector - std::floor(sector) - 0.5F) * 0.25F;
                    choice = (static_cast<int>(std::floor((t + zigzag) * 7.0F))) % 3;
                }
                point.colour = cloth[static_cast<std::size_t>(choice)] * (0.75F + 0.28F * std::sqrt(seam));
                point.height = 0.05F * std::sqrt(seam);
            }));
    scene.canvas.solid(ellipse({0.0F, 0.5F}, 0.14F, 0.035F), Material(cloth[1] * 0.4F).shadow(0.0F));
    scene.canvas.glow({0.0F, 0.52F}, 0.2F, {0.3F, 0.7F, 1.0F}, 0.7F);
    scene.canvas.solid(blob({{-0.13F, 0.8F}, {0.13F, 0.8F}, {0.11F, 1.02F}, {-0.11F, 1.02F}}, 5),
        Material(basket).gloss(0.1F).shadow(0.3F).surface([basket](cv::Point2f place, SurfacePoint& point) {
            const float weave = std::sin(90.0F * place.x) * std::sin(90.0F * place.y);
            point.colour = basket * (0.9F + 0.4F * weave);
        }));
    scene.canvas.tube({{-0.13F, 0.8F}, {0.13F, 0.8F}}, tapered(0.022F, 0.022F), Material(basket * 0.6F));
}

void drawSail(
    Scene& scene, cv::Point2f top, float half, float height, float belly, const Colour& cloth, const Colour& mark)
{
    const Outline outline =
        blob({top + cv::Point2f(-half, 0.0F), top + cv::Point2f(0.0F, 0.03F), top + cv::Point2f(half, 0.0F),
                 top + cv::Point2f(1.12F * half + belly, 0.55F * height), top + cv::Point2f(1.08F * half, height),
                 top + cv::Point2f(0.2F * belly, 0.86F * height), top + cv::Point2f(-1.08F * half, height),
                 top + cv::Point2f(-1.02F * half + belly, 0.55F * height)},
            6);
    const bool isStriped = luminance(mark) < luminance(cloth);
    scene.canvas.solid(outline,
        Material(cloth).bulge(0.7F).gloss(0.05F).rim(0.2F).shadow(0.5F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const float across = (place.x - top.x) / half;
                const float fold = std::sin(9.0F * across + 3.0F * (place.y - top.y));
                const float seam = smoothBetween(0.94F, 0.99F, std::cos(16.0F * across));
                point.colour =
                    isStriped ? mix(cloth, mark, smoothBetween(-0.1F, 0.1F, std::sin(7.0F * across)) * 0.8F) : cloth;
                point.colour *= (1.0F - 0.15F * seam) * (1.0F + 0.12F * fractalNoise(place * 3.0F));
                point.height = 0.014F * fold;
            }));
}

void drawSea(Scene& scene, float level)
{
    const Colour deep = scene.palette.pick({0x1a4a6a, 0x20606a, 0x2a3a5a, 0x3a6a78});
    const Colour foam = toned(scene.palette.natural({0xd8e8f0, 0xc8e0e8}), 0.1F);
    const cv::Point2f offset{scene.random.uniform(0.0F, 8.0F), scene.random.uniform(0.0F, 8.0F)};
    scene.canvas.fill(box(-3.5F, level - 0.1F, 3.5F, 3.5F), [=](cv::Point2f place, SurfacePoint& point) {
        const float depth = place.y - level + 0.03F * fractalNoise(place.x * 2.0F + offset.x, offset.y);
        const float wave = fractalNoise(place.x * 2.4F + offset.x, place.y * 7.0F + offset.y);
        point.colour = mix(deep * (1.0F + 0.4F * wave), foam,
            0.85F * smoothBetween(0.3F, 0.55F, wave + 0.35F * smoothBetween(0.1F, 0.0F, depth)));
        point.opacity = smoothBetween(0.0F, 0.03F, depth);
    });
}

struct ShipColours {
    Colour hull;
    Colour trim;
    Colour cloth;
    Colour mark;
};

/// A mast at x = 0 with its sails, the smallest at the top.
void drawMast(Scene& scene, float top, float breadth, float belly, const ShipColours& colours)
{
    scene.canvas.tube({{0.0F, top}, {0.0F, 0.5F}}, tapered(0.016F, 0.03F), Material(colours.hull * 0.8F));
    for (const float foot : {-0.32F, 0.32F})
        scene.canvas.line({{0.0F, top + 0.1F}, {foot, 0.42F}}, 0.005F, colours.hull * 0.35F, 0.8F);
    float y = top + 0.08F;
    for (int sail = 0; sail < 3; ++sail) {
        const float half = (0.17F + 0.06F * static_cast<float>(sail)) * breadth;
        const float height = 0.3F + 0.07F * static_cast<float>(sail);
        if (y + height > 0.46F)
            break;
        drawSail(scene, {0.0F, y}, half, height, belly, colours.cloth, colours.mark);
        scene.canvas.tube(
            {{-1.15F * half, y}, {1.15F * half, y}}, tapered(0.015F, 0.015F), Material(colours.hull * 0.8F));
        y += height + 0.02F;
    }
    scene.canvas.solid(
        {{0.0F, top}, {0.2F, top + 0.03F}, {0.0F, top + 0.08F}}, Material(colours.trim).round(0.2F).shadow(0.0F));
}

void drawHull(Scene& scene, const Colour& hull, const Colour& trim)
{
    const Outline body =
        joined(spline({{-0.98F, 0.2F}, {-0.6F, 0.42F}, {0.0F, 0.47F}, {0.55F, 0.42F}, {0.95F, 0.26F}}, 6),
            spline({{0.82F, 0.6F}, {0.6F, 0.85F}, {-0.7F, 0.85F}, {-0.92F, 0.55F}}, 6));
    scene.canvas.solid(
        body, Material(hull).bulge(0.8F).gloss(0.2F).shadow(0.5F).surface([=](cv::Point2f place, SurfacePoint& point) {
            const float sheer = place.y - 0.22F * place.x * place.x;
            const float plank = std::sin(70.0F * sheer);
            point.colour = hull * (0.95F + 0.22F * plank + 0.3F * fractalNoise(place.x * 1.5F, place.y * 9.0F));
            point.colour = mix(point.colour, trim, smoothBetween(0.035F, 0.02F, std::abs(sheer - 0.5F)));
            const float port = std::max(
                std::abs(place.x * 6.0F - std::floor(place.x * 6.0F) - 0.5F) / 3.0F, std::abs(sheer - 0.575F) * 1.8F);
            point.colour = mix(Colour(0.03F, 0.03F, 0.04F), point.colour,
                std::abs(place.x) > 0.8F ? 1.0F : smoothBetween(0.05F, 0.065F, port));
            point.height = 0.004F * plank;
        }));
}

void drawShip(Scene& scene)
{
    const Colour hull = scene.palette.pick({0x5a3820, 0x3a2a20, 0x7a4a28, 0x2a3a4a});
    const Colour trim = scene.palette.pick({0xd8a840, 0xc83828, 0xe8dcc0});
    const Colour cloth = scene.palette.pick({0xf0e8d8, 0xe0d0b0, 0xf8f4ec, 0xc8584a});
    const Colour mark = scene.palette.pick({0xb83028, 0xf8f4ec, 0xf0e8d8, 0x2a4a7a});
    const float heel = scene.random.uniform(-0.1F, 0.1F);
    const float belly = scene.random.uniform(0.04F, 0.14F);
    const Placement placement = scene.canvas.place({0.0F, 0.0F}, heel);
    const int masts = scene.random.integer(2, 3);
    for (int i = 0; i < masts; ++i) {
        const float share = static_cast<float>(i) / static_cast<float>(masts - 1) - 0.5F;
        const float top = -1.02F + 0.34F * std::abs(share) * 2.0F * (masts == 3 ? 1.0F : 0.4F);
        const Placement mast = scene.canvas.place(cv::Point2f(1.02F * share, 0.0F));
        drawMast(scene, top, masts == 2 ? 1.35F : 1.0F, belly,
            {hull, trim, cloth * (1.0F - 0.05F * static_cast<float>(i)), mark});
    }
    scene.canvas.tube({{0.75F, 0.4F}, {1.12F, 0.12F}}, tapered(0.025F, 0.012F), Material(hull));
    scene.canvas.solid(
        {{1.08F, 0.15F}, {0.56F, -0.5F}, {0.66F, 0.3F}}, Material(cloth * 0.93F).round(0.5F).bulge(0.4F).shadow(0.2F));
    drawHull(scene, hull, trim);
    drawSea(scene, 0.72F);
}

Surface chinaDecor(RandomStream& random, const Colour& glaze, const Colour& pattern)
{
    const int kind = random.integer(0, 3);
    const float offset = random.uniform(0.0F, 8.0F);
    return [=](cv::Point2f place, SurfacePoint& point) {
        const float turn = std::asin(std::clamp(place.x / 0.7F, -0.97F, 0.97F));
        float value = -1.0F;
        if (kind == 0) { // petals round the belly
            const float u = turn * 3.2F + offset;
            const cv::Point2f local(u - std::floor(u) - 0.5F, 2.6F * (place.y - 0.2F));
            value = 0.3F + 0.1F * std::cos(5.0F * std::atan2(local.y, local.x)) - std::hypot(local.x, local.y);
        } else if (kind == 1) { // rings
            value = std::sin(28.0F * place.y + offset) - 0.4F;
        } else if (kind == 2) { // cracks of the glaze
            value = 0.07F - cellNoise(place * 7.0F, 0.9F).edge;
        }
        point.colour = mix(glaze, pattern, 0.85F * smoothBetween(-0.03F, 0.05F, value));
        point.colour *= 1.0F + 0.1F * fractalNoise(place * 2.0F);
    };
}

void drawSteam(Scene& scene, float lift)
{
    for (int i = 0; i < 3 && scene.random.chance(0.7F); ++i) {
        const float x = -1.12F - 0.03F * static_cast<float>(i);
        scene.canvas.haze(band(spline({{x, lift - 0.1F}, {x - 0.1F, lift - 0.3F}, {x + 0.05F, lift - 0.5F},
                                          {x - 0.08F, lift - 0.75F}},
                                   6),
                              [](float t) { return 0.02F + 0.05F * t; }),
            0.05F, {0.95F, 0.95F, 0.95F}, 0.2F);
    }
}

void drawTeapot(Scene& scene)
{
    const Colour glaze = scene.palette.pick({0xf0ece4, 0x3a6aa0, 0x8a3a28, 0x4a7a5a, 0xd8b078, 0x383434});
    const Colour pattern = scene.palette.pick({0x2848a0, 0xf0ece4, 0xd8a030, 0xc83a48, 0x3a7a48});
    const float height = scene.random.uniform(0.5F, 0.64F);
    const Material china =
        Material(glaze).gloss(0.85F, 5).rim(0.3F).shadow(0.6F).surface(chinaDecor(scene.random, glaze, pattern));
    const Material plain = Material(glaze).gloss(0.85F, 4).rim(0.3F).shadow(0.6F);
    scene.canvas.haze(ellipse({0.1F, 0.82F}, 0.85F, 0.1F), 0.07F, scene.canvas.light().ambient * 0.12F, 0.7F);
    const float reach = scene.random.uniform(0.98F, 1.12F);
    scene.canvas.tube(spline({{0.5F, -0.18F}, {0.8F, -0.32F}, {reach, -0.05F}, {0.92F, 0.32F}, {0.52F, 0.45F}}, 8),
        tapered(0.075F, 0.06F), plain);
    const float lift = scene.random.uniform(-0.38F, -0.2F);
    scene.canvas.tube(
        spline({{-0.4F, 0.38F}, {-0.78F, 0.2F}, {-0.85F, -0.05F}, {-1.1F, lift}}, 8),
        [](float t) { return 0.2F - 0.13F * t; }, plain);
    scene.canvas.solid(ellipse({-1.1F, lift}, 0.075F, 0.045F, -0.9F), Material(glaze * 0.2F).bulge(-1.0F).shadow(0.0F));
    const Outline right{{0.0F, -0.38F * height / 0.6F}, {0.38F, -0.34F * height / 0.6F}, {0.68F, 0.0F}, {0.68F, 0.35F},
        {0.42F, 0.72F}, {0.0F, 0.75F}};
    scene.canvas.solid(box(-0.36F, 0.68F, 0.36F, 0.82F), Material(glaze * 0.8F).round(0.6F).gloss(0.5F).shadow(0.4F));
    scene.canvas.solid(blob(joined(right, mirrored(right)), 6), china);
    const float lid = -0.34F * height / 0.6F;
    scene.canvas.solid(blob({{-0.4F, lid}, {-0.3F, lid - 0.16F}, {0.0F, lid - 0.25F}, {0.3F, lid - 0.16F}, {0.4F, lid},
                                {0.0F, lid + 0.05F}},
                           6),
        plain);
    scene.canvas.stroke(
        spline({{-0.42F, lid + 0.01F}, {0.0F, lid + 0.06F}, {0.42F, lid + 0.01F}}, 6), 0.022F, glaze * 0.3F, 0.8F);
    scene.canvas.solid(circle({0.0F, lid - 0.31F}, 0.095F), plain);
    drawSteam(scene, lift);
}

} // namespace

Kinds vesselKinds()
{
    return {
        {"balloon", drawBalloon, Pose::Upright, kSky | kLand, 3},
        {"ship", drawShip, Pose::Upright, kSky, 1},
        {"teapot", drawTeapot, Pose::Upright, kStudio | kWall, 2},
    };
}

} // namespace cnnvis::drawing
