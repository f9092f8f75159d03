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

void drawFin(Scene& scene, const Outline& outline, cv::Point2f root, const Colour& colour)
{
    const float offset = scene.random.uniform(0.0F, 8.0F);
    scene.canvas.solid(outline,
        Material(colour).round(0.4F).bulge(0.4F).opacity(0.92F).gloss(0.3F, 3).shadow(0.25F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const cv::Point2f away = place - root;
                const float ray = std::sin(26.0F * std::atan2(away.y, away.x) + offset);
                point.colour = mix(colour * 0.55F, toned(colour, 0.2F), smoothBetween(-0.4F, 0.6F, ray));
                point.height = 0.008F * ray;
            }));
}

void drawFishFins(Scene& scene, const Colour& fin, float height)
{
    const float fork = scene.random.uniform(0.0F, 0.22F);
    const float span = scene.random.uniform(0.42F, 0.7F);
    drawFin(scene, blob({{0.5F, -0.04F}, {1.0F, -span}, {0.95F - fork, 0.0F}, {1.0F, span}, {0.5F, 0.04F}}, 5),
        {0.4F, 0.0F}, fin);
    const float crest = height + scene.random.uniform(0.2F, 0.4F);
    drawFin(scene, blob({{-0.4F, -0.7F * height}, {-0.05F, -crest}, {0.35F, -0.8F * crest}, {0.5F, -0.3F * height}}, 5),
        {-0.1F, 0.3F}, fin);
    drawFin(scene,
        blob({{-0.1F, 0.8F * height}, {0.1F, height + 0.28F}, {0.4F, height + 0.12F}, {0.35F, 0.4F * height}}, 5),
        {0.0F, -0.3F}, fin);
}

void drawFish(Scene& scene)
{
    const Colour back = scene.palette.pick({0xe07828, 0x3a70a0, 0xc83838, 0x607888, 0xe0b830, 0x4a8a5a});
    const Colour belly = toned(scene.palette.pick({0xe8e4d8, 0xf0d8a0, 0xc8d8d8}), 0.2F);
    const Colour fin = scene.palette.pick({0xd86028, 0xe8c040, 0x5080a8, 0x802840});
    const float height = scene.random.uniform(0.36F, 0.56F);
    drawFishFins(scene, fin, height);
    const Outline body =
        blob({{-0.95F, 0.02F}, {-0.72F, -0.62F * height}, {-0.2F, -height}, {0.35F, -0.6F * height}, {0.68F, -0.11F},
                 {0.68F, 0.11F}, {0.3F, 0.65F * height}, {-0.25F, height}, {-0.75F, 0.6F * height}},
            6);
    Surface skin =
        layered(scaly(scene.random, back * 0.55F, 0.0F, 0.11F, 0.3F), graded(belly, {0.0F, -0.1F}, {0.0F, height}));
    if (scene.random.chance(0.6F)) {
        const Colour mark = scene.palette.pick({0xf0f0e8, 0x202028, 0xe8d050, 0x304a80});
        const Surface marks = scene.random.chance(0.7F)
            ? striped(scene.random, mark, 0.0F, scene.random.uniform(0.25F, 0.5F))
            : spotted(scene.random, mark, 0.16F);
        skin = layered(marks, skin);
    }
    scene.canvas.solid(body, Material(back).bulge(0.8F).gloss(0.45F, 4).rim(0.25F).surface(skin));
    const Outline gill = arc({-0.75F, 0.0F}, 0.36F, -0.8F, 0.8F);
    scene.canvas.stroke(gill, 0.03F, back * 0.3F, 0.8F);
    scene.canvas.stroke(placed(gill, {0.03F, 0.0F}), 0.015F, toned(back, 0.5F), 0.5F);
    drawFin(scene, blob({{-0.3F, 0.12F}, {0.02F, 0.1F}, {0.12F, 0.35F}, {-0.15F, 0.34F}}, 5), {-0.35F, 0.1F}, fin);
    scene.canvas.stroke(spline({{-0.95F, 0.06F}, {-0.85F, 0.12F}, {-0.76F, 0.1F}}, 4), 0.022F, back * 0.2F, 0.9F);
    EyeLook look;
    look.iris = scene.palette.pick({0xe8c860, 0xd8d8d0, 0xe07030});
    look.pupilWidth = look.pupilHeight = 0.58F;
    drawEyeball(scene, {-0.67F, -0.12F}, scene.random.uniform(0.1F, 0.14F), look);
}

void drawTentacles(Scene& scene, const Colour& colour, float width)
{
    const int count = scene.random.integer(8, 15);
    for (int i = 0; i < count; ++i) {
        const float x = width * (1.7F * static_cast<float>(i) / static_cast<float>(count - 1) - 0.85F);
        Outline points{{x, -0.1F}};
        const float phase = scene.random.uniform(0.0F, 6.0F);
        const float sway = scene.random.uniform(0.04F, 0.14F);
        const float length = scene.random.uniform(0.8F, 1.25F);
        for (int step = 1; step <= 5; ++step) {
            const float t = static_cast<float>(step) / 5.0F;
            points.emplace_back(x * (1.0F - 0.25F * t) + sway * std::sin(phase + 7.0F * t), -0.1F + length * t);
        }
        scene.canvas.tube(spline(points, 6), tapered(0.022F, 0.006F),
            Material(toned(colour, 0.3F)).opacity(0.75F).rim(0.5F).shadow(0.0F));
    }
}

void drawOralArms(Scene& scene, const Colour& colour)
{
    const int count = scene.random.integer(3, 5);
    for (int i = 0; i < count; ++i) {
        const float x = 0.5F * (static_cast<float>(i) / static_cast<float>(count - 1) - 0.5F);
        const float phase = scene.random.uniform(0.0F, 6.0F);
        Outline path;
        for (int step = 0; step <= 22; ++step) {
            const float t = static_cast<float>(step) / 22.0F;
            path.emplace_back(x * (1.0F + 0.4F * t) + 0.07F * std::sin(phase + 6.0F * t), -0.15F + 0.95F * t);
        }
        const Outline frill =
            band(path, [=](float t) { return (0.1F + 0.035F * std::sin(40.0F * t + phase)) * (1.05F - t); });
        scene.canvas.solid(frill,
            Material(toned(colour, 0.4F))
                .opacity(0.8F)
                .core(0.75F)
                .rim(0.4F)
                .shadow(0.2F)
                .surface(mottled(scene.random, colour * 0.7F, 0.12F, 0.02F)));
    }
}

void drawJellyfish(Scene& scene)
{
    const Colour body = scene.palette.pick({0xd890c8, 0x90b8e8, 0xe8a878, 0xb8d8e8, 0xe87890, 0xa890e0});
    const Colour inner = scene.palette.pick({0xe85a88, 0xf0d8a0, 0x6a78d8, 0xf0f0f8});
    const float width = scene.random.uniform(0.66F, 0.9F);
    const float dome = scene.random.uniform(0.72F, 0.95F);
    drawTentacles(scene, body, width);
    drawOralArms(scene, inner);
    Outline bell;
    for (int i = 0; i <= 30; ++i) {
        bell.push_back({0.0F, -0.1F});
        bell.back() += {-width * std::cos(kPi * static_cast<float>(i) / 30.0F),
            -dome * std::pow(std::max(0.0F, std::sin(kPi * static_cast<float>(i) / 30.0F)), 0.8F)};
    }
    const int lobes = scene.random.integer(6, 11);
    for (int i = 0; i <= 40; ++i) {
        const float t = static_cast<float>(i) / 40.0F;
        bell.emplace_back(width * (1.0F - 2.0F * t),
            -0.1F + 0.12F * std::sin(kPi * t) + 0.06F * std::abs(std::sin(kPi * static_cast<float>(lobes) * t)));
    }
    scene.canvas.glow({0.0F, -0.4F}, 1.1F, body, 0.35F);
    const float ribs = static_cast<float>(lobes);
    scene.canvas.solid(bell,
        Material(body).bulge(0.9F).core(0.72F).gloss(0.45F, 4).rim(0.7F).shadow(0.0F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const float turn = std::atan2(place.x, 0.35F - place.y);
                const float rib = std::cos(turn * ribs * 2.0F);
                const float distance = std::hypot(place.x, 1.2F * (place.y + 0.5F));
                const float organ = smoothBetween(0.42F, 0.15F, distance)
                    * (0.6F + 0.4F * std::cos(4.0F * std::atan2(place.y + 0.5F, place.x)));
                point.colour = mix(body, inner, 0.8F * organ + 0.25F * smoothBetween(0.5F, 1.0F, rib));
                point.colour = mix(point.colour, toned(body, 0.6F), 0.7F * smoothBetween(-0.12F, 0.02F, place.y));
                point.height = 0.012F * rib;
                point.glow = 0.25F + 0.3F * organ;
            }));
}

Surface armSurface(const Colour& skin, const Colour& sucker, float side)
{
    return [=](cv::Point2f place, SurfacePoint& point) {
        const float blotch = fractalNoise(place.x * 3.0F + side, place.y * 0.8F);
        point.colour = skin * (1.0F + 0.45F * blotch);
        const float across = side * place.y;
        const float step = place.x * 11.0F;
        const float dx = (step - std::floor(step) - 0.5F) * 1.1F;
        const float ring = std::hypot(dx, (across - 0.55F) * 1.5F);
        if (across > 0.1F) {
            point.colour = mix(point.colour, toned(sucker, 0.2F), smoothBetween(0.15F, 0.4F, across) * 0.55F);
            point.colour = mix(mix(sucker * 0.45F, toned(sucker, 0.5F), smoothBetween(0.12F, 0.26F, ring)),
                point.colour, smoothBetween(0.38F, 0.46F, ring));
        }
    };
}

void drawOctopusArm(Scene& scene, int index, const Colour& skin, const Colour& sucker)
{
    const float share = (static_cast<float>(index) - 3.5F) / 3.5F;
    const float side = share < 0.0F ? -1.0F : 1.0F;
    const float spread = std::abs(share);
    Outline path;
    float heading = 0.5F * kPi - 1.35F * share;
    cv::Point2f place{0.3F * share, 0.05F};
    const float curl = side * scene.random.uniform(0.8F, 1.5F) * (scene.random.chance(0.75F) ? 1.0F : -1.0F);
    const int steps = 34;
    for (int step = 0; step <= steps; ++step) {
        path.push_back(place);
        const float t = static_cast<float>(step) / static_cast<float>(steps);
        place += polar(heading, 0.042F * (1.1F - 0.4F * t) * (0.9F + 0.25F * spread));
        heading -= (t < 0.4F ? 0.02F * side : 0.26F * curl * t);
    }
    scene.canvas.tube(
        path, [](float t) { return 0.135F * (1.0F - 0.88F * std::pow(t, 0.8F)); },
        Material(skin).gloss(0.4F, 4).rim(0.25F).shadow(0.8F).surface(
            armSurface(skin, sucker, curl > 0.0F ? -1.0F : 1.0F)));
}

void drawOctopus(Scene& scene)
{
    const Colour skin = scene.palette.pick({0xb8482c, 0xa05a48, 0x8a4a6a, 0xc87848, 0x6a5a7a, 0x4a7a80});
    const Colour sucker = toned(scene.palette.pick({0xe8c8b0, 0xf0d8c0, 0xd8b0b8}), 0.2F);
    const Colour blotch = mix(skin, scene.palette.pick({0xe8b890, 0x5a2818, 0xd8a068}), 0.6F);
    for (const int index : {3, 4, 2, 5, 1, 6, 0, 7})
        drawOctopusArm(scene, index, skin, sucker);
    const float tilt = scene.random.uniform(-0.25F, 0.25F);
    const Outline mantle =
        placed(blob({{-0.28F, 0.2F}, {-0.34F, -0.1F}, {-0.5F, -0.5F}, {-0.32F, -0.95F}, {0.0F, -1.05F}, {0.32F, -0.95F},
                        {0.5F, -0.5F}, {0.34F, -0.1F}, {0.28F, 0.2F}},
                   6),
            {0.0F, 0.0F}, tilt);
    scene.canvas.solid(mantle,
        Material(skin).gloss(0.4F, 4).rim(0.25F).shadow(0.6F).surface(layered(
            mottled(scene.random, blotch, 0.3F, 0.03F), spotted(scene.random, toned(blotch, 0.2F), 0.14F, 0.5F))));
    EyeLook look;
    look.iris = scene.palette.pick({0xe8b840, 0xd8d0a0, 0xe08030});
    look.pupilWidth = 0.75F;
    look.pupilHeight = 0.25F;
    for (const float side : {-1.0F, 1.0F}) {
        scene.canvas.solid(circle({0.25F * side, -0.08F}, 0.17F), Material(skin * 0.85F).shadow(0.4F));
        drawEyeball(scene, {0.26F * side, -0.09F}, 0.115F, look);
    }
}

void drawNautilus(Scene& scene)
{
    const Colour shell = scene.palette.pick({0xe8d8b8, 0xd8b890, 0xc89868, 0xe0c8b8, 0xa8a098});
    const Colour band1 = scene.palette.pick({0xa8542c, 0x8a3a20, 0x70482c, 0xb87848, 0x5a6a78});
    const float growth = scene.random.uniform(0.13F, 0.19F);
    const float start = scene.random.uniform(0.0F, 2.0F * kPi);
    const float ribs = scene.random.uniform(5.0F, 10.0F);
    const float strength = scene.random.uniform(0.35F, 1.0F);
    const float marks = scene.random.uniform(1.5F, 4.0F);
    const float turn = 2.0F * kPi;
    const float outer = 0.72F;
    // Outline: r = outer · e^(growth · angle) over the last whorl; its mouth closes the step between both ends.
    Outline outline;
    for (int i = 0; i <= 70; ++i) {
        const float angle = turn * (static_cast<float>(i) / 70.0F - 1.0F);
        outline.push_back(polar(start + angle, 0.98F * std::exp(growth * angle)));
    }
    const Surface surface = [=](cv::Point2f place, SurfacePoint& point) {
        const float radius = std::max(0.01F, std::hypot(place.x, place.y));
        float angle = std::fmod(std::atan2(place.y, place.x) - start + 4.0F * turn, turn) - turn;
        const float whorl = std::ceil((std::log(radius / 0.98F) / growth - angle) / turn);
        const float total = angle + turn * whorl;
        const float high = 0.98F * std::exp(growth * total);
        const float low = high * std::exp(-growth * turn);
        const float across = std::clamp((radius - low) / (high - low), 0.0F, 1.0F);
        const float rib = std::sin(ribs * total * 1.6F + 1.5F * across);
        const float stain = fractalNoise(total * marks * 0.5F + 0.6F * across, across * 1.4F + 0.2F * total);
        const float flame = std::sin(marks * 2.0F * total + 2.5F * stain + 2.0F * across);
        point.colour = mix(shell, band1, 0.85F * smoothBetween(-0.1F, 0.5F, flame + 0.9F * (across - 0.5F)));
        point.colour *= (1.0F + 0.12F * rib) * (0.35F + 0.65F * smoothBetween(0.0F, 0.22F, across));
        point.height = (high - low)
            * (0.62F * std::sqrt(std::max(0.0F, across * (1.04F - across))) + 0.02F * strength * rib)
            * (1.0F - 0.3F * radius / outer * 0.5F);
    };
    const cv::Point2f inner = polar(start, 0.98F * std::exp(-growth * turn));
    const cv::Point2f outerEnd = polar(start, 0.98F);
    const cv::Point2f middle = 0.5F * (inner + outerEnd);
    const float half = 0.5F * (0.98F - std::hypot(inner.x, inner.y));
    scene.canvas.solid(
        outline, Material(shell).round(0.12F).bulge(0.7F).gloss(0.45F, 4).rim(0.2F).shadow(0.6F).surface(surface));
    scene.canvas.solid(ellipse(middle + polar(start + 0.5F * kPi, 0.04F), 1.02F * half, 0.5F * half, start),
        Material(toned(shell, 0.3F)).round(0.5F).gloss(0.5F).shadow(0.4F));
    scene.canvas.solid(ellipse(middle + polar(start + 0.5F * kPi, 0.06F), 0.82F * half, 0.34F * half, start),
        Material(band1 * 0.3F)
            .bulge(-0.8F)
            .shadow(0.0F)
            .surface(graded(toned(shell, 0.1F), middle, middle + polar(start, half * 1.6F))));
}

void drawStarfish(Scene& scene)
{
    const Colour skin = scene.palette.pick({0xd86030, 0xc83a30, 0xd89848, 0x8a4a7a, 0x3a6a98});
    const Colour knob = toned(scene.palette.pick({0xf0d0a0, 0xf0b080, 0xe8e0d0}), 0.1F);
    const int arms = scene.random.chance(0.8F) ? 5 : scene.random.integer(6, 7);
    Outline points;
    const float waist = scene.random.uniform(0.27F, 0.36F);
    for (int i = 0; i < arms; ++i) {
        const float turn =
            2.0F * kPi * (static_cast<float>(i) + scene.random.uniform(-0.12F, 0.12F)) / static_cast<float>(arms);
        const float half = kPi / static_cast<float>(arms);
        const float reach = scene.random.uniform(0.85F, 1.0F);
        points.push_back(polar(turn - half, waist));
        points.push_back(polar(turn - 0.2F * half, 0.72F * reach));
        points.push_back(polar(turn + scene.random.uniform(-0.06F, 0.06F), reach));
        points.push_back(polar(turn + 0.2F * half, 0.72F * reach));
    }
    const Surface bumps = [=](cv::Point2f place, SurfacePoint& point) {
        const Cell cell = cellNoise(place * 10.0F, 0.8F);
        const float dot = smoothBetween(0.42F, 0.2F, cell.distance);
        point.colour = mix(skin * (0.75F + 0.4F * cell.shade), knob, dot);
        point.height = 0.03F * dot;
    };
    scene.canvas.solid(
        blob(points, 6), Material(skin).bulge(0.95F).gloss(0.25F, 3).shadow(0.7F).rim(0.2F).surface(bumps));
    for (int i = 0; i < arms; ++i) {
        const cv::Point2f tip = points[static_cast<std::size_t>(4 * i + 2)];
        for (int k = 1; k < 7; ++k) {
            const float t = static_cast<float>(k) / 7.5F;
            scene.canvas.solid(circle(tip * t, 0.045F * (1.2F - t)), Material(knob).shadow(0.4F).gloss(0.3F));
        }
    }
    scene.canvas.solid(circle({0.0F, 0.0F}, 0.07F), Material(knob).shadow(0.4F).gloss(0.3F));
}

} // namespace

Kinds seaKinds()
{
    return {
        {"fish", drawFish, Pose::Tilted, kWater | kStudio, 3},
        {"jellyfish", drawJellyfish, Pose::Tilted, kWater | kStudio, 3},
        {"octopus", drawOctopus, Pose::Tilted, kWater | kStudio, 2},
        {"nautilus shell", drawNautilus, Pose::Free, kWater | kLand | kStudio | kWall, 3},
        {"starfish", drawStarfish, Pose::Free, kWater | kWall | kStudio, 3},
    };
}

} // namespace cnnvis::drawing
