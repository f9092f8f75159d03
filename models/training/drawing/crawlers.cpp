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

/// Bands, diamonds or blotches along a scaly skin, on a tube.
Surface snakeSkin(RandomStream& random, const Colour& back, const Colour& mark, const Colour& belly)
{
    const int kind = random.integer(0, 2);
    const float pitch = random.uniform(2.2F, 4.5F);
    return [=](cv::Point2f place, SurfacePoint& point) {
        const float along = place.x * pitch;
        const float across = place.y;
        float pattern = 0.0F;
        if (kind == 0)
            pattern = std::sin(2.0F * kPi * along);
        else if (kind == 1)
            pattern = 1.1F - 4.0F * std::abs(along - std::floor(along) - 0.5F) - std::abs(across);
        else
            pattern = 3.0F * fractalNoise(along * 0.8F, across * 0.8F);
        point.colour = mix(back, mark, smoothBetween(-0.15F, 0.15F, pattern));
        point.colour = mix(point.colour, belly, smoothBetween(0.6F, 0.9F, std::abs(across)));
        const float diagonal1 = std::sin(60.0F * place.x + 9.0F * across);
        const float diagonal2 = std::sin(60.0F * place.x - 9.0F * across);
        const float scale = diagonal1 * diagonal2;
        point.colour *= 1.0F + 0.22F * scale;
        point.height = 0.12F * scale;
        point.gloss = 1.0F + scale;
    };
}

void drawSnakeHead(Scene& scene, cv::Point2f neck, float heading, const Colour& back, const Colour& mark)
{
    const Placement placement = scene.canvas.place(neck, heading, 1.4F, 1.4F);
    const Colour tongue = scene.palette.natural({0xc82838, 0x301018});
    for (const float side : {-1.0F, 1.0F}) {
        scene.canvas.tube(spline({{0.3F, 0.0F}, {0.46F, 0.0F}, {0.56F, 0.07F * side}}, 4), tapered(0.014F, 0.006F),
            Material(tongue).shadow(0.2F));
    }
    const Outline half{{-0.12F, 0.12F}, {0.06F, 0.2F}, {0.24F, 0.13F}, {0.35F, 0.05F}};
    Outline other;
    for (auto point = half.rbegin(); point != half.rend(); ++point)
        other.emplace_back(point->x, -point->y);
    scene.canvas.solid(blob(joined(half, other), 6),
        Material(back).bulge(0.8F).gloss(0.4F).shadow(0.8F).surface(
            layered(scaly(scene.random, mark, 3.1F, 0.07F, 0.2F), graded(mark, {0.2F, 0.0F}, {-0.15F, 0.0F}))));
    EyeLook look;
    look.iris = scene.palette.pick({0xe8b020, 0xc83818, 0xb8c838});
    look.pupilWidth = 0.7F;
    look.pupilHeight = 0.3F;
    for (const float side : {-1.0F, 1.0F}) {
        drawEyeball(scene, {0.14F, 0.115F * side}, 0.05F, look);
        scene.canvas.fill(circle({0.32F, 0.03F * side}, 0.012F), back * 0.15F);
    }
}

void drawSnake(Scene& scene)
{
    const Colour back = scene.palette.pick({0x8a7a40, 0x5a6a2a, 0xb89858, 0x3a3a34, 0x3a7a3a, 0xc06a30});
    const Colour mark = scene.palette.pick({0x3a2414, 0x1c1c18, 0xc8a050, 0x8a2a1c, 0xe0d8b0});
    const Colour belly = toned(scene.palette.pick({0xe8dcb0, 0xd8c890, 0xf0e8d0}), 0.1F);
    const float turns = scene.random.uniform(2.0F, 2.7F);
    const float start = scene.random.uniform(0.0F, 6.0F);
    const float thickness = scene.random.uniform(0.14F, 0.165F);
    const int steps = 100;
    Outline path;
    for (int i = 0; i <= steps; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(steps);
        const float radius = 0.86F - 0.7F * std::pow(t, 0.9F) * std::min(1.0F, turns / 2.7F);
        path.push_back(polar(start + 2.0F * kPi * turns * t, radius) + cv::Point2f(0.0F, -0.12F * t));
    }
    scene.canvas.haze(circle({0.03F, 0.06F}, 0.95F), 0.1F, scene.canvas.light().ambient * 0.15F, 0.6F);
    scene.canvas.tube(
        path,
        [thickness](float t) {
            return thickness * std::min(1.0F, 0.15F + 5.0F * t) * (t > 0.9F ? 1.0F - 2.5F * (t - 0.9F) : 1.0F);
        },
        Material(back).gloss(0.3F, 4).rim(0.2F).shadow(1.0F).surface(snakeSkin(scene.random, back, mark, belly)));
    const cv::Point2f last = path.back() - path[path.size() - 3];
    drawSnakeHead(scene, path.back(), std::atan2(last.y, last.x), back, mark);
}

void drawGeckoLeg(Scene& scene, cv::Point2f root, float side, float forward, const Material& skin, const Colour& toe)
{
    const cv::Point2f knee = root + cv::Point2f(0.28F * side, 0.1F * forward + scene.random.uniform(-0.06F, 0.06F));
    const cv::Point2f foot = knee + cv::Point2f(0.16F * side, 0.24F * forward);
    for (int i = 0; i < 5; ++i) {
        const float heading =
            (forward > 0.0F ? 0.5F : -0.5F) * kPi + 0.5F * (static_cast<float>(i) - 2.0F) - 0.3F * side * forward;
        const cv::Point2f tip = foot + polar(heading, 0.14F);
        scene.canvas.tube({foot, tip}, tapered(0.024F, 0.018F), Material(toe).shadow(0.4F));
        scene.canvas.solid(circle(tip, 0.036F), Material(toe).shadow(0.4F).gloss(0.3F));
    }
    scene.canvas.tube(spline({root, knee, foot}, 6), tapered(0.085F, 0.05F), skin);
}

void drawGecko(Scene& scene)
{
    const Colour skin = scene.palette.pick({0x4a9a3a, 0xd8a840, 0x8a7860, 0x3a8a88, 0xb86838});
    const Colour mark = scene.palette.pick({0xe87030, 0x3a2c20, 0xf0e8c8, 0x205040, 0xe8d040});
    const float sway = scene.random.uniform(0.1F, 0.22F) * scene.random.sign();
    const Outline path = spline({{-0.2F * sway, -0.92F}, {0.0F, -0.55F}, {sway, -0.1F}, {-0.3F * sway, 0.3F},
                                    {-2.2F * sway, 0.62F}, {-1.6F * sway, 0.95F}, {0.4F * sway, 1.08F}},
        10);
    const float offset = scene.random.uniform(0.0F, 8.0F);
    const int kind = scene.random.integer(0, 1);
    const Surface hide = [=](cv::Point2f place, SurfacePoint& point) {
        const Cell cell = cellNoise({place.x * 7.0F + offset, place.y * 1.6F}, 0.9F);
        const float pattern = kind == 0 ? 0.42F - cell.distance
                                        : 0.6F * std::sin(16.0F * place.x + offset) - 0.1F + 0.3F * place.y * place.y;
        const float bead = std::sin(75.0F * place.x + 12.0F * place.y) * std::sin(75.0F * place.x - 12.0F * place.y);
        point.colour = mix(skin, mark, smoothBetween(-0.06F, 0.06F, pattern));
        point.colour *= 1.0F + 0.2F * bead;
        point.height = 0.12F * bead;
    };
    const Material material = Material(skin).gloss(0.25F).rim(0.2F).shadow(0.8F).surface(hide);
    drawGeckoLeg(scene, {0.45F * sway, -0.38F}, 1.0F, -1.0F, material, skin);
    drawGeckoLeg(scene, {0.45F * sway, -0.38F}, -1.0F, -1.0F, material, skin);
    drawGeckoLeg(scene, {-0.2F * sway, 0.28F}, 1.0F, 1.0F, material, skin);
    drawGeckoLeg(scene, {-0.2F * sway, 0.28F}, -1.0F, 1.0F, material, skin);
    scene.canvas.tube(
        path,
        [](float t) {
            const float head = 0.17F * std::exp(-60.0F * (t - 0.1F) * (t - 0.1F));
            const float trunk = 0.18F * std::exp(-28.0F * (t - 0.4F) * (t - 0.4F));
            return 0.02F + head + trunk + 0.07F * smoothBetween(0.5F, 0.62F, t) * (1.05F - t);
        },
        material);
    EyeLook look;
    look.iris = scene.palette.pick({0xe8c040, 0xc85020, 0xd8d8b0});
    look.pupilWidth = 0.28F;
    look.pupilHeight = 0.75F;
    for (const float side : {-1.0F, 1.0F})
        drawEyeball(scene, {0.14F * side - 0.1F * sway, -0.78F}, 0.072F, look);
}

Surface turtleShell(const Colour& plate, const Colour& seam, float offset)
{
    return [=](cv::Point2f place, SurfacePoint& point) {
        const float edge = std::hypot(place.x / 0.6F, place.y / 0.72F);
        Cell cell = cellNoise(cv::Point2f(place.x * 2.9F + 0.5F, place.y * 2.4F + offset), 0.25F);
        if (edge > 0.8F) {
            const float turn = std::atan2(place.y, place.x) * 3.5F;
            const float inTurn = std::abs(turn - std::floor(turn) - 0.5F);
            cell.edge = std::min(2.0F * (0.5F - inTurn), 6.0F * (edge - 0.8F));
            cell.distance = inTurn;
        }
        const float ring = std::sin(28.0F * cell.edge);
        point.colour = mix(seam, plate * (0.8F + 0.4F * cell.shade), smoothBetween(0.03F, 0.14F, cell.edge));
        point.colour = mix(point.colour, toned(plate, 0.3F), 0.5F * smoothBetween(0.4F, 0.0F, cell.distance));
        point.colour *= 1.0F + 0.1F * ring + 0.25F * fractalNoise(place * 5.0F);
        point.height = 0.05F * smoothBetween(0.0F, 0.3F, cell.edge) + 0.003F * ring;
    };
}

void drawTurtle(Scene& scene)
{
    const Colour skin = scene.palette.pick({0x6a8a4a, 0x8a8a60, 0x4a7a6a, 0x98885a});
    const Colour spot = mix(skin, scene.palette.pick({0x2a3a20, 0x3a2c1c, 0xe8e0a8}), 0.7F);
    const Colour plate = scene.palette.pick({0x8a6430, 0x6a7a38, 0xa0783c, 0x5a5a3a});
    const Colour seam = scene.palette.pick({0x2a1c10, 0x20281a, 0xd8c088});
    const Surface hide = spotted(scene.random, spot, 0.11F, 1.0F);
    const Material limb = Material(skin).gloss(0.25F).shadow(0.5F).rim(0.2F).surface(hide);
    const float stroke = scene.random.uniform(-0.3F, 0.35F);
    for (const float side : {-1.0F, 1.0F}) {
        scene.canvas.solid(
            blob({{0.35F * side, -0.55F}, {0.7F * side, -0.72F - stroke}, {1.02F * side, -0.55F - 1.4F * stroke},
                     {0.75F * side, -0.42F - 0.5F * stroke}, {0.45F * side, -0.3F}},
                6),
            limb);
        scene.canvas.solid(
            blob({{0.3F * side, 0.5F}, {0.62F * side, 0.75F}, {0.68F * side, 0.98F}, {0.42F * side, 0.8F}}, 6), limb);
    }
    scene.canvas.solid(leaf({0.0F, 0.6F}, {0.05F, 1.0F}, 0.08F), limb);
    const float nod = scene.random.uniform(-0.1F, 0.1F);
    scene.canvas.solid(
        blob({{-0.15F, -0.55F}, {-0.19F + nod, -0.85F}, {nod, -1.08F}, {0.19F + nod, -0.85F}, {0.15F, -0.55F}}, 6),
        limb);
    for (const float side : {-1.0F, 1.0F})
        drawBead(scene, {0.13F * side + nod, -0.9F}, 0.04F);
    const Outline shell = blob({{0.0F, -0.72F}, {0.42F, -0.58F}, {0.6F, -0.1F}, {0.5F, 0.4F}, {0.0F, 0.76F},
                                   {-0.5F, 0.4F}, {-0.6F, -0.1F}, {-0.42F, -0.58F}},
        6);
    scene.canvas.solid(shell,
        Material(plate).bulge(0.7F).gloss(0.35F, 4).shadow(0.9F).rim(0.25F).surface(
            turtleShell(plate, seam, scene.random.uniform(0.0F, 1.0F))));
}

void drawClaw(Scene& scene, cv::Point2f wrist, float side, float size, const Material& shell)
{
    const float gape = scene.random.uniform(0.12F, 0.3F);
    const Placement placement = scene.canvas.place(wrist, scene.random.uniform(-0.25F, 0.25F), side * size, size);
    scene.canvas.solid(blob({{0.0F, 0.05F}, {0.3F, -0.1F}, {0.42F, -0.4F}, {0.3F, -0.85F}, {0.2F + 0.3F * gape, -0.4F},
                                {0.05F, -0.3F}},
                           6),
        shell);
    scene.canvas.solid(blob({{-0.05F, 0.12F}, {-0.36F, -0.1F}, {-0.38F, -0.5F}, {-0.12F - gape * 0.2F, -0.95F},
                                {0.0F, -0.45F}, {0.14F, -0.3F}, {0.25F, 0.0F}},
                           6),
        shell);
    for (int i = 0; i < 4; ++i) {
        const float y = -0.45F - 0.11F * static_cast<float>(i);
        scene.canvas.solid(circle({-0.05F, y}, 0.045F), Material({0.75F, 0.85F, 0.9F}).shadow(0.2F));
    }
}

void drawCrab(Scene& scene)
{
    const Colour shell = scene.palette.pick({0xc84828, 0xd87038, 0x8a3a28, 0x6a7a8a, 0xb88048});
    const Colour spot = mix(shell, scene.palette.pick({0xf0d0a0, 0x5a2018, 0xe8b088}), 0.6F);
    const Surface speckle =
        layered(mottled(scene.random, spot, 0.22F, 0.03F), spotted(scene.random, toned(spot, 0.25F), 0.1F, 0.45F));
    const Material material = Material(shell).gloss(0.4F, 4).rim(0.25F).shadow(0.6F).surface(speckle);
    for (const float side : {-1.0F, 1.0F}) {
        for (int i = 0; i < 4; ++i) {
            const float drop = 0.14F * static_cast<float>(i);
            const cv::Point2f knee(
                side * (0.86F + 0.08F * std::sin(1.3F * static_cast<float>(i))), -0.08F + 1.9F * drop - 0.12F);
            const cv::Point2f foot(side * (0.98F - 0.9F * drop), 0.45F + 1.35F * drop);
            scene.canvas.tube(
                {{0.4F * side, 0.12F + drop}, knee}, tapered(0.075F, 0.055F), Material(shell).gloss(0.4F).shadow(0.6F));
            scene.canvas.tube({knee, foot}, tapered(0.058F, 0.012F), Material(shell * 0.9F).gloss(0.4F).shadow(0.6F));
        }
        const cv::Point2f elbow(0.74F * side, -0.35F);
        scene.canvas.tube(
            spline({{0.4F * side, -0.02F}, elbow, {0.62F * side, -0.55F}}, 5), tapered(0.1F, 0.08F), material);
        drawClaw(scene, {0.6F * side, -0.52F}, side, scene.random.uniform(0.45F, 0.66F), material);
    }
    const float width = scene.random.uniform(0.58F, 0.68F);
    const Outline half{{0.0F, -0.3F}, {0.3F, -0.3F}, {width, -0.1F}, {0.55F, 0.25F}, {0.25F, 0.5F}, {0.0F, 0.54F}};
    for (const float side : {-1.0F, 1.0F}) {
        scene.canvas.tube(
            {{0.16F * side, -0.2F}, {0.2F * side, -0.42F}}, tapered(0.045F, 0.04F), Material(shell).gloss(0.3F));
        drawBead(scene, {0.2F * side, -0.45F}, 0.07F);
    }
    scene.canvas.solid(blob(joined(half, mirrored(half)), 5),
        Material(shell).bulge(0.75F).gloss(0.45F, 4).rim(0.3F).shadow(0.7F).surface(speckle));
    scene.canvas.stroke(arc({0.0F, -0.35F}, 0.5F, 0.7F, kPi - 0.7F), 0.02F, shell * 0.35F, 0.6F);
}

void drawSnailBody(Scene& scene, const Colour& skin)
{
    const Colour dark = skin * 0.55F;
    const Surface wet = mottled(scene.random, dark, 0.08F, 0.016F);
    for (const float x : {-0.84F, -0.68F}) {
        const Outline stalk = spline({{-0.66F, 0.3F}, {x, 0.0F}, {x - 0.12F, -0.3F - 0.2F * (x + 0.8F)}}, 6);
        scene.canvas.tube(stalk, tapered(0.06F, 0.03F), Material(skin).gloss(0.4F).shadow(0.3F));
        drawBead(scene, stalk.back(), 0.045F);
    }
    const Outline foot = blob({{-0.98F, 0.55F}, {-0.95F, 0.3F}, {-0.72F, 0.2F}, {-0.45F, 0.42F}, {0.1F, 0.5F},
                                  {0.6F, 0.6F}, {1.08F, 0.84F}, {0.3F, 0.86F}, {-0.7F, 0.84F}},
        6);
    scene.canvas.solid(foot, Material(skin).gloss(0.55F, 4).rim(0.3F).shadow(0.6F).surface(wet));
    for (int i = 0; i < 2; ++i) {
        const float y = 0.5F + 0.1F * static_cast<float>(i);
        scene.canvas.tube(spline({{-0.92F, y}, {-1.02F, y + 0.1F}, {-1.08F, y + 0.12F}}, 4), tapered(0.035F, 0.02F),
            Material(skin).gloss(0.4F));
    }
}

void drawSnail(Scene& scene)
{
    const Colour skin = scene.palette.pick({0x8a7a5a, 0xb09a78, 0x6a5a48, 0x9a8a80});
    const Colour shell = scene.palette.pick({0xb87838, 0xd8a860, 0xe0c890, 0x8a5030, 0xd0b0a0});
    const Colour mark = scene.palette.pick({0x4a2814, 0x6a3a1c, 0x3a2c28, 0xf0e0b8});
    drawSnailBody(scene, skin);
    const cv::Point2f centre(0.14F, -0.06F);
    const float outer = scene.random.uniform(0.66F, 0.74F);
    const float growth = 0.1F;
    const float turn = 2.0F * kPi;
    const float start = 0.5F * kPi;
    Outline outline;
    for (int i = 0; i <= 60; ++i) {
        const float angle = turn * (static_cast<float>(i) / 60.0F - 1.0F);
        outline.push_back(centre + polar(start + angle, outer * std::exp(growth * angle)));
    }
    const float bands = scene.random.uniform(1.0F, 3.2F);
    scene.canvas.solid(outline,
        Material(shell).round(0.2F).gloss(0.5F, 4).rim(0.2F).shadow(0.8F).surface([=](cv::Point2f place,
                                                                                      SurfacePoint& point) {
            const cv::Point2f away = place - centre;
            const float radius = std::max(0.01F, std::hypot(away.x, away.y));
            const float angle = std::fmod(std::atan2(away.y, away.x) - start + 4.0F * turn, turn) - turn;
            const float whorl = std::ceil((std::log(radius / outer) / growth - angle) / turn);
            const float high = outer * std::exp(growth * (angle + turn * whorl));
            const float low = high * std::exp(-growth * turn);
            const float across = std::clamp((radius - low) / (high - low), 0.0F, 1.0F);
            const float lines = std::sin(70.0F * (angle + turn * whorl) * 0.5F);
            point.colour = mix(shell, mark, 0.8F * smoothBetween(0.2F, 0.7F, std::sin(turn * bands * across + 0.6F)));
            point.colour *= (0.9F + 0.12F * lines + 0.3F * fractalNoise(place * 5.0F))
                * (0.4F + 0.6F * smoothBetween(0.0F, 0.25F, across));
            point.height =
                0.75F * (high - low) * std::sqrt(std::max(0.0F, across * (1.02F - across))) + 0.12F * (outer - radius);
        }));
}

} // namespace

Kinds crawlerKinds()
{
    return {
        {"snake", drawSnake, Pose::Free, kLand | kFoliage | kWall | kStudio, 2},
        {"gecko", drawGecko, Pose::Free, kWall | kFoliage | kStudio, 2},
        {"turtle", drawTurtle, Pose::Free, kWater | kLand | kStudio, 2},
        {"crab", drawCrab, Pose::Tilted, kWater | kLand | kStudio, 2},
        {"snail", drawSnail, Pose::Upright, kFoliage | kLand | kWall | kStudio, 2},
    };
}

} // namespace cnnvis::drawing
