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

struct Plumage {
    Colour back;
    Colour breast;
    Colour wing;
    Colour accent;
};

Plumage randomPlumage(Palette& palette)
{
    return {palette.pick({0x3a6aa8, 0x8a5a38, 0x2a2a30, 0xc83828, 0x4a8a3a, 0x788088, 0xe0b030}),
        palette.pick({0xe8d8b8, 0xd8703a, 0xf0ece4, 0xe8c040, 0xb0a898}),
        palette.pick({0x28384a, 0x5a3a24, 0x203850, 0x3a3a3a, 0x2a5a3a}),
        palette.pick({0xe8e0d0, 0xe8a030, 0xc03028, 0x90b8d8})};
}

/// Long feathers side by side, the first one undermost.
void drawFeatherFan(Scene& scene, cv::Point2f root, float from, float to, int count, float length, const Colour& first,
    const Colour& second)
{
    for (int i = 0; i < count; ++i) {
        const float share = count > 1 ? static_cast<float>(i) / static_cast<float>(count - 1) : 0.5F;
        const float turn = from + (to - from) * share;
        const float reach = length * (0.75F + 0.25F * std::sin(kPi * (0.25F + 0.6F * share)));
        const cv::Point2f tip = root + polar(turn, reach);
        scene.canvas.solid(leaf(root, tip, 0.1F * length + 0.01F, 0.62F),
            Material(mix(first, second, share))
                .bulge(0.5F)
                .shadow(0.45F)
                .gloss(0.12F)
                .surface(streaked(scene.random, mix(first, second, share) * 0.6F, turn - 0.5F, 3.0F, 0.004F)));
        scene.canvas.stroke({root, tip}, 0.012F, mix(first, second, share) * 0.45F, 0.8F);
    }
}

void drawPerch(Scene& scene)
{
    const Colour bark = scene.palette.pick({0x5a4432, 0x6a5a48, 0x3a2c20});
    const Outline path = spline({{-1.3F, 0.95F + scene.random.uniform(-0.15F, 0.1F)}, {-0.4F, 0.88F}, {0.3F, 0.9F},
        {1.3F, 0.8F + scene.random.uniform(-0.2F, 0.1F)}});
    scene.canvas.tube(
        path, tapered(0.1F, 0.06F), Material(bark).surface([bark](cv::Point2f place, SurfacePoint& point) {
            const float crack = fractalNoise(place.x * 4.0F, place.y * 2.0F);
            point.colour = bark * (1.0F + 0.6F * crack);
            point.height = 0.4F * crack;
        }));
    for (const float x : {-0.1F, 0.14F}) {
        const Colour leg = scene.palette.natural({0x6a5040, 0x8a6a40});
        scene.canvas.tube({{x, 0.5F}, {x + 0.03F, 0.82F}}, tapered(0.035F, 0.025F), Material(leg));
        for (const float toe : {-0.09F, 0.0F, 0.09F})
            scene.canvas.tube({{x + 0.03F, 0.8F}, {x + 0.03F + toe, 0.9F}}, tapered(0.028F, 0.016F), Material(leg));
    }
}

void drawBirdHead(Scene& scene, const Plumage& plumage, cv::Point2f head, float radius)
{
    const Colour beak = scene.palette.pick({0x3a3430, 0xe0a030, 0xd06030, 0x807060});
    const float length = scene.random.uniform(0.22F, 0.5F);
    const float hook = scene.random.uniform(-0.02F, 0.16F);
    const cv::Point2f root = head + cv::Point2f(-0.75F * radius, 0.05F);
    const cv::Point2f tip = root + cv::Point2f(-length, hook + 0.04F);
    scene.canvas.solid(spline({root + cv::Point2f(0.05F, 0.0F), tip, root + cv::Point2f(0.05F, 0.13F)}, 5),
        Material(beak * 0.75F).shadow(0.2F));
    scene.canvas.solid(spline({root + cv::Point2f(0.06F, -0.12F), root + cv::Point2f(-0.5F * length, -0.06F), tip,
                                  root + cv::Point2f(0.05F, 0.05F)},
                           5),
        Material(beak).gloss(0.4F).shadow(0.2F));
    if (scene.random.chance(0.4F)) {
        drawFeatherFan(
            scene, head + cv::Point2f(0.0F, -0.5F * radius), -1.3F, -0.5F, 4, 0.4F, plumage.accent, plumage.back);
    }
    scene.canvas.solid(circle(head, radius),
        Material(plumage.back)
            .shadow(0.15F)
            .gloss(0.08F)
            .surface(layered(scaly(scene.random, plumage.back * 0.7F, 0.5F, 0.07F, 0.25F),
                graded(plumage.breast, head + cv::Point2f(0.0F, 0.1F * radius),
                    head + cv::Point2f(-0.3F * radius, radius)))));
    if (scene.random.chance(0.5F)) {
        scene.canvas.solid(leaf(head + cv::Point2f(-radius, 0.02F), head + cv::Point2f(0.9F * radius, 0.05F), 0.1F),
            Material(plumage.accent).bulge(0.3F).shadow(0.0F));
    }
    EyeLook look;
    look.iris = scene.palette.pick({0x301c10, 0xe0a020, 0x8a2010});
    look.pupilWidth = look.pupilHeight = 0.62F;
    drawEyeball(scene, head + cv::Point2f(-0.3F * radius, -0.1F * radius), 0.26F * radius, look);
}

void drawBird(Scene& scene)
{
    const Plumage plumage = randomPlumage(scene.palette);
    drawPerch(scene);
    const float slant = scene.random.uniform(-0.15F, 0.25F);
    drawFeatherFan(scene, {0.42F, 0.25F}, 0.15F + slant, 0.5F + slant, 4, scene.random.uniform(0.6F, 0.95F),
        plumage.wing, plumage.back);
    const cv::Point2f head{-0.45F + scene.random.uniform(-0.05F, 0.05F), -0.52F};
    const float plump = scene.random.uniform(0.0F, 0.14F);
    const Outline body = blob({{-0.62F, -0.5F}, {-0.72F - plump, 0.1F}, {-0.35F, 0.55F + plump}, {0.2F, 0.55F},
                                  {0.62F, 0.36F}, {0.45F, 0.05F}, {0.1F, -0.35F}, {-0.25F, -0.62F}},
        6);
    const Surface down = scaly(scene.random, plumage.breast * 0.75F, 0.8F, 0.1F, 0.25F);
    scene.canvas.solid(body,
        Material(plumage.breast)
            .gloss(0.06F)
            .surface(layered(graded(plumage.back, {-0.35F, 0.25F}, {0.2F, -0.25F}), down)));
    drawBirdHead(scene, plumage, head, scene.random.uniform(0.3F, 0.36F));
    const Outline wing =
        blob({{-0.35F, -0.15F}, {-0.3F, 0.25F}, {0.15F, 0.42F}, {0.5F, 0.38F}, {0.3F, 0.0F}, {-0.05F, -0.25F}}, 6);
    drawFeatherFan(scene, {-0.1F, 0.05F}, 0.75F, 0.3F, 5, 0.95F, plumage.wing, mix(plumage.wing, plumage.accent, 0.5F));
    scene.canvas.solid(wing,
        Material(plumage.back).bulge(0.6F).shadow(0.5F).surface(scaly(scene.random, plumage.wing, 0.6F, 0.15F, 0.5F)));
}

void drawSwanNeck(Scene& scene, const Colour& white)
{
    const float bend = scene.random.uniform(-0.1F, 0.15F);
    const Outline neck = spline({{-0.3F, 0.42F}, {-0.62F, 0.15F}, {-0.52F, -0.3F}, {-0.4F + bend, -0.62F},
                                    {-0.55F + bend, -0.88F}, {-0.75F + bend, -0.75F}},
        8);
    scene.canvas.tube(
        neck, [](float t) { return 0.19F - 0.1F * t + 0.05F * smoothBetween(0.75F, 0.95F, t); },
        Material(white).gloss(0.05F).rim(0.2F).surface([white](cv::Point2f place, SurfacePoint& point) {
            point.colour = white * (1.0F + 0.2F * fractalNoise(place.x * 3.0F, place.y));
        }));
    const cv::Point2f head = neck.back();
    scene.canvas.solid(leaf(head + cv::Point2f(0.02F, -0.02F), head + cv::Point2f(-0.36F, 0.18F), 0.07F, 0.3F),
        Material(scene.palette.natural({0xe07a28, 0xd89030, 0x303030})).gloss(0.4F).shadow(0.1F));
    scene.canvas.solid(
        ellipse(head + cv::Point2f(-0.08F, 0.0F), 0.05F, 0.035F, 0.5F), Material({0.05F, 0.05F, 0.05F}).shadow(0.0F));
    drawBead(scene, head + cv::Point2f(0.04F, -0.04F), 0.03F);
}

void drawSwan(Scene& scene)
{
    const Colour white = scene.palette.pick({0xf4f2ee, 0xf8f4e8, 0xe8ecf0, 0x2a2a30});
    const Colour shade = mix(white, scene.palette.pick({0x8090a8, 0xa89888}), 0.5F);
    scene.canvas.haze(ellipse({0.15F, 0.86F}, 1.0F, 0.1F), 0.08F, scene.canvas.light().ambient * 0.2F, 0.6F);
    const Outline body = blob(
        {{-0.6F, 0.4F}, {-0.5F, 0.8F}, {0.3F, 0.88F}, {0.85F, 0.6F}, {1.0F, 0.3F}, {0.5F, 0.25F}, {-0.2F, 0.22F}}, 6);
    scene.canvas.solid(body, Material(white).gloss(0.05F).surface(scaly(scene.random, shade, 0.3F, 0.13F, 0.3F)));
    drawSwanNeck(scene, white);
    const float raise = scene.random.uniform(0.0F, 0.5F);
    drawFeatherFan(scene, {-0.2F, 0.42F}, -0.25F - raise, 0.12F, 7, 1.15F, mix(white, shade, 0.5F), white);
    scene.canvas.solid(blob({{-0.38F, 0.4F}, {-0.2F, 0.62F}, {0.35F, 0.6F}, {0.6F, 0.35F}, {0.3F, 0.1F - 0.4F * raise},
                                {-0.15F, 0.2F}},
                           6),
        Material(white).bulge(0.6F).shadow(0.4F).surface(scaly(scene.random, shade, 0.1F, 0.17F, 0.5F)));
    for (int i = 0; i < 4; ++i) {
        const float y = 0.84F + 0.06F * static_cast<float>(i);
        const float reach = 0.7F + 0.12F * static_cast<float>(i);
        scene.canvas.stroke(
            wobbled(spline({{-reach, y}, {0.1F, y + 0.05F}, {reach + 0.1F, y}}), scene.random, 0.04F, 3.0F), 0.02F,
            {0.95F, 0.93F, 0.88F}, 0.5F);
    }
}

void drawPlumeBarbs(Scene& scene, const Outline& shaft, const Colour& first, const Colour& second)
{
    const int count = 58;
    for (int i = 0; i < count; ++i) {
        const float share = static_cast<float>(i) / static_cast<float>(count - 1);
        const auto index = static_cast<std::size_t>(share * static_cast<float>(shaft.size() - 2));
        const cv::Point2f root = shaft[index];
        const cv::Point2f along = shaft[index + 1] - root;
        const float heading = std::atan2(along.y, along.x);
        const float reach = (0.16F + 0.46F * smoothBetween(0.0F, 0.65F, share)) * scene.random.uniform(0.85F, 1.1F);
        for (const float side : {-1.0F, 1.0F}) {
            const float spread = side * (1.15F - 0.65F * share);
            const cv::Point2f middle = root + polar(heading + spread, 0.55F * reach);
            const cv::Point2f tip = middle + polar(heading + 0.55F * spread, 0.55F * reach);
            const Colour colour = mix(first, second, scene.random.unit());
            scene.canvas.tube(spline({root, middle, tip}, 3), tapered(0.022F, 0.006F),
                Material(colour).gloss(0.35F, 3).shadow(0.25F));
        }
    }
}

void drawPeacockFeather(Scene& scene)
{
    const Colour green = scene.palette.pick({0x2a8a4a, 0x3a9a70, 0x6a8a2a});
    const Colour bronze = scene.palette.pick({0x8a7030, 0xa88a3a, 0x6a5a28});
    const Colour blue = scene.palette.pick({0x1a6ab0, 0x10a0a8, 0x2060c8});
    const float bend = scene.random.uniform(-0.3F, 0.3F);
    const Outline shaft = spline({{0.2F * bend, 1.15F}, {bend, 0.5F}, {0.4F * bend, -0.1F}, {0.0F, -0.55F}}, 10);
    drawPlumeBarbs(scene, shaft, green, bronze);
    scene.canvas.tube(
        shaft, tapered(0.035F, 0.018F), Material(scene.palette.natural({0xe8dcc0, 0xc8b890})).gloss(0.3F));
    const cv::Point2f centre(0.0F, -0.45F);
    const float offset = scene.random.uniform(0.0F, 8.0F);
    const Colour core = mix(scene.palette.natural({0x101838, 0x1a1050}), blue, 0.15F);
    const Outline vane = blob({{0.0F, -1.02F}, {0.42F, -0.78F}, {0.5F, -0.4F}, {0.3F, -0.05F}, {0.0F, 0.08F},
                                  {-0.3F, -0.05F}, {-0.5F, -0.4F}, {-0.42F, -0.78F}},
        6);
    scene.canvas.solid(vane,
        Material(green).round(0.6F).bulge(0.3F).gloss(0.45F, 3).shadow(0.35F).surface([=](cv::Point2f place,
                                                                                          SurfacePoint& point) {
            const cv::Point2f away = place - centre;
            const float turn = std::atan2(away.y - 0.4F, away.x);
            const float barb = fractalNoise(turn * (12.0F * 1.2732395F) + offset, 0.5F * std::hypot(away.x, away.y));
            const float distance = std::hypot(away.x, 0.85F * away.y) + 0.03F * barb;
            const float notch = std::hypot(away.x, away.y - 0.04F + 0.5F * std::abs(away.x)) + 0.02F * barb;
            point.colour = mix(bronze, green, smoothBetween(0.36F, 0.46F, distance));
            point.colour = mix(toned(bronze, 0.25F), point.colour, smoothBetween(0.24F, 0.32F, distance));
            point.colour = mix(blue, point.colour, smoothBetween(0.21F, 0.25F, distance));
            point.colour = mix(core, point.colour, smoothBetween(0.11F, 0.15F, notch));
            point.colour *= 1.0F + 0.5F * barb;
            point.height = 0.02F * barb;
        }));
    drawFringe(scene, vane, 0.12F, mix(green, bronze, 0.4F), centre);
}

} // namespace

Kinds birdKinds()
{
    return {
        {"bird", drawBird, Pose::Upright, kFoliage | kSky | kLand, 2},
        {"swan", drawSwan, Pose::Upright, kWater | kLand | kFoliage, 2},
        {"peacock feather", drawPeacockFeather, Pose::Free, kAnywhere, 3},
    };
}

} // namespace cnnvis::drawing
