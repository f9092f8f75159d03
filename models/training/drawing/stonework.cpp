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

const Outline& wholeFrame()
{
    static const Outline outline = box(-1.5F, -1.5F, 1.5F, 1.5F);
    return outline;
}

/// An arched opening on a floor; `point` > 0 makes the arch pointed.
Outline archway(float half, float spring, float floor, float point)
{
    Outline right;
    for (int i = 0; i <= 14; ++i) {
        const float turn = 0.5F * kPi * static_cast<float>(i) / 14.0F;
        right.emplace_back(half * std::sin(turn),
            spring - (1.0F + point) * half * std::pow(std::max(0.0F, std::cos(turn)), 1.0F - 0.35F * point));
    }
    right.emplace_back(half, floor);
    return joined(right, mirrored(right));
}

/// Only what lies between an outline and the same outline made smaller, to save painting what will be covered.
Outline frameOf(const Outline& outline, float inner)
{
    Outline hole = placed(outline, {0.0F, 0.0F}, 0.0F, inner, inner);
    std::reverse(hole.begin(), hole.end());
    Outline frame = joined(outline, {outline.front()});
    frame.push_back(hole.back());
    return joined(frame, hole);
}

void drawArcadeFloor(Scene& scene, float half, float floor, const Colour& first, const Colour& second, float shrink)
{
    // The vanishing point is the origin: depth goes with floor / y.
    scene.canvas.fill({{-half, floor}, {-0.02F * half, 0.02F * floor}, {0.02F * half, 0.02F * floor}, {half, floor},
                          {2.0F * half, 2.0F * floor}, {-2.0F * half, 2.0F * floor}},
        [=](cv::Point2f place, SurfacePoint& point) {
            const float depth = floor / std::max(0.01F, place.y);
            const float u = place.x * depth / half * 2.5F;
            const float v = 3.0F * std::log(depth) / std::log(1.0F / shrink);
            const bool isFirst = ((static_cast<int>(std::floor(u)) + static_cast<int>(std::floor(v))) & 1) == 0;
            const float band = std::sin(2.0F * kPi * v / 3.0F);
            point.colour = (isFirst ? first : second) * (0.55F + 0.45F * smoothBetween(-0.2F, 0.5F, band));
            point.colour *= 1.0F + 0.2F * fractalNoise(place * 6.0F);
        });
}

void drawArcade(Scene& scene)
{
    const Colour stone = scene.palette.pick({0xc8b490, 0xa8a098, 0xb88a60, 0xd8c8b0, 0x8a8c90});
    const Colour light = toned(scene.palette.pick({0xf8e8b8, 0xd8e8f8, 0xf8d0a0}), 0.3F);
    const cv::Point2f vanishing{scene.random.uniform(-0.3F, 0.3F), scene.random.uniform(-0.15F, 0.25F)};
    const float half = scene.random.uniform(0.72F, 0.95F);
    const float spring = scene.random.uniform(-0.3F, 0.05F);
    const float floor = scene.random.uniform(0.75F, 1.0F);
    const float point = scene.random.chance(0.4F) ? scene.random.uniform(0.3F, 0.8F) : 0.0F;
    const float shrink = scene.random.uniform(0.64F, 0.76F);
    const Surface wall = masonry(scene.random, stone * 0.55F, 0.34F, 0.16F);
    scene.canvas.solid(wholeFrame(), Material(stone).round(0.0F).shadow(0.0F).surface(wall));
    const Placement placement = scene.canvas.place(vanishing);
    const Outline opening = archway(half, spring, floor, point);
    float size = 1.0F;
    const int depth = scene.random.integer(4, 6);
    for (int i = 0; i < depth; ++i) {
        const Placement inner = scene.canvas.place({0.0F, 0.0F}, 0.0F, size, size);
        const float tone = 0.95F - 0.1F * static_cast<float>(i % 2) + 0.05F * static_cast<float>(i);
        // A moulding on the wall, the depth of the arch, then the wall behind.
        scene.canvas.solid(frameOf(placed(opening, {0.0F, 0.0F}, 0.0F, 1.09F, 1.07F), 0.88F),
            Material(toned(stone, 0.15F) * tone).round(0.12F).shadow(0.5F).gloss(0.1F));
        scene.canvas.solid(frameOf(opening, 0.84F),
            Material(stone * (0.45F * tone))
                .round(0.0F)
                .shadow(0.0F)
                .surface([=](cv::Point2f place, SurfacePoint& surfacePoint) {
                    const float turn = std::atan2(place.y - spring, place.x);
                    const float joint = smoothBetween(0.9F, 0.99F, std::cos(turn * 22.0F));
                    surfacePoint.colour *=
                        (1.0F - 0.4F * joint) * (place.x * scene.canvas.light().direction[0] < 0.0F ? 1.5F : 0.8F);
                }));
        const Placement behind = scene.canvas.place({0.0F, 0.0F}, 0.0F, 0.86F, 0.86F);
        scene.canvas.solid(frameOf(opening, 0.97F * shrink / 0.86F),
            Material(mix(stone * tone, light, 0.08F * static_cast<float>(i)))
                .round(0.0F)
                .shadow(0.0F)
                .gloss(0.0F)
                .surface(wall));
        size *= shrink;
    }
    const Placement last = scene.canvas.place({0.0F, 0.0F}, 0.0F, size, size);
    scene.canvas.fill(opening, light);
    const Placement whole = scene.canvas.place({0.0F, 0.0F}, 0.0F, 1.0F / size, 1.0F / size);
    drawArcadeFloor(scene, half * 0.97F, floor, toned(stone, 0.2F), stone * scene.random.uniform(0.4F, 0.7F), shrink);
    scene.canvas.glow({0.0F, 0.1F}, 0.55F, light, 0.45F);
}

void drawStaircase(Scene& scene)
{
    const Colour step = scene.palette.pick({0xc8b898, 0x8a6a48, 0xa8a49c, 0xd8d0c4, 0x6a4430});
    const Colour rail = scene.palette.pick({0x3a2818, 0x1c1c20, 0xb08838, 0x5a5a60});
    const Colour depthColour = scene.palette.pick({0xf0d8a0, 0x202838, 0x382818, 0xd8e0e8});
    const float growth = scene.random.uniform(0.1F, 0.15F);
    const float steps = static_cast<float>(scene.random.integer(13, 20));
    const float turn = 2.0F * kPi;
    const float start = scene.random.uniform(0.0F, turn);
    const float squash = scene.random.uniform(0.72F, 1.0F);
    const cv::Point2f centre{scene.random.uniform(-0.3F, 0.3F), scene.random.uniform(-0.3F, 0.3F)};
    const float well = scene.random.uniform(0.38F, 0.5F);
    scene.canvas.solid(wholeFrame(),
        Material(step).round(0.0F).shadow(0.0F).gloss(0.1F).surface([=](cv::Point2f place, SurfacePoint& point) {
            const cv::Point2f away = place - centre;
            const float radius = std::max(0.02F, std::hypot(away.x, away.y / squash));
            const float angle = std::fmod(std::atan2(away.y / squash, away.x) - start + 4.0F * turn, turn) - turn;
            const float whorl = std::ceil((std::log(radius) / growth - angle) / turn);
            const float total = angle + turn * whorl;
            const float high = std::exp(growth * total);
            const float low = high * std::exp(-growth * turn);
            const float across = (radius - low) / (high - low);
            const float position = total * steps / turn;
            const float tread = position - std::floor(position);
            const float dim = 0.35F + 0.65F * smoothBetween(-0.05F, 0.9F, radius);
            if (across < well) { // the wall under the flight outside, and the rail on it
                const float baluster = std::abs(std::sin(position * kPi * 1.0F));
                const float railing = smoothBetween(0.13F, 0.07F, std::abs(across - well + 0.12F));
                point.colour = mix(step * 0.28F, step * 0.55F, across / well)
                    * (0.7F + 0.3F * smoothBetween(0.1F, 0.35F, baluster));
                point.colour = mix(point.colour, rail, std::max(railing, smoothBetween(0.22F, 0.1F, baluster) * 0.8F));
                point.height = 0.12F * high * railing;
                point.gloss = 1.0F + 4.0F * railing;
            } else {
                const float nosing = smoothBetween(0.1F, 0.0F, tread);
                point.colour = mix(step * (0.5F + 0.65F * tread), step * 0.2F, nosing);
                point.colour *= 0.6F + 0.4F * smoothBetween(well, well + 0.2F, across);
                point.colour *= 1.0F + 0.18F * fractalNoise(place * 5.0F);
                point.height = 0.1F * high * tread;
            }
            point.colour *= dim;
            point.colour = mix(depthColour, point.colour, smoothBetween(0.03F, 0.16F, radius));
        }));
}

/// How far inside a glass opening of the rose window a point lies; < 0 is stone. `id` tells the openings apart.
float roseOpening(cv::Point2f place, float count, float lancetEnd, int& id)
{
    const float radius = std::hypot(place.x, place.y);
    const float turn = std::atan2(place.y, place.x) / (2.0F * kPi) * count;
    const float spoke = std::floor(turn + 0.5F);
    const float local = (turn - spoke) * 2.0F * kPi / count;
    const float between = std::floor(turn);
    const float localBetween = (turn - between - 0.5F) * 2.0F * kPi / count;
    const float reach = kPi / count;
    id = static_cast<int>(spoke) + 40;
    float inside = 0.15F * (1.0F + 0.15F * std::cos(count * 0.5F * turn / count * 2.0F * kPi)) - radius;
    if (radius > 0.19F) {
        const float width = std::min(reach * radius - 0.018F, std::sqrt(std::max(0.0F, (lancetEnd - radius) * 0.35F)));
        inside = std::min(width - std::abs(local) * radius, std::min(radius - 0.21F, lancetEnd - radius));
    }
    const cv::Point2f ring = polar(localBetween, radius) - cv::Point2f(0.5F * (lancetEnd + 0.9F) + 0.02F, 0.0F);
    const float small = 0.46F * (0.9F - lancetEnd) * std::min(1.0F, 1.1F) - std::hypot(ring.x, ring.y);
    if (radius > lancetEnd - 0.12F && small > inside) {
        id = static_cast<int>(between) + 80;
        inside = small;
    }
    return inside;
}

void drawRoseWindow(Scene& scene)
{
    const Colour stone = scene.palette.pick({0x8a8478, 0xb0a48c, 0x6a6a70, 0xa08468});
    const std::vector<Colour> glass{scene.palette.pick({0x2050c8, 0xc82028}), scene.palette.pick({0xd82838, 0x2878d0}),
        scene.palette.pick({0xf0c030, 0x30a860}), scene.palette.pick({0x8030b0, 0x20b0c0})};
    const float count = static_cast<float>(scene.random.integer(8, 16));
    const float lancetEnd = scene.random.uniform(0.58F, 0.7F);
    const float brightness = scene.random.uniform(0.8F, 1.5F);
    const float scale = 1.0F / scene.random.uniform(0.8F, 1.05F);
    const cv::Point2f centre{scene.random.uniform(-0.15F, 0.15F), scene.random.uniform(-0.15F, 0.15F)};
    const float phase = scene.random.uniform(0.0F, 1.0F);
    const Surface wall = masonry(scene.random, stone * 0.5F, 0.36F, 0.18F);
    const int shift = scene.random.integer(0, 3);
    scene.canvas.solid(wholeFrame(),
        Material(stone).round(0.0F).shadow(0.0F).gloss(0.05F).surface([=](cv::Point2f frame, SurfacePoint& point) {
            const cv::Point2f place = (frame - centre) * scale;
            const float radius = std::hypot(place.x, place.y);
            if (radius > 0.96F) {
                wall(frame, point);
                const float moulding = smoothBetween(0.1F, 0.0F, radius - 0.96F);
                point.colour = mix(point.colour, toned(stone, 0.1F), moulding);
                point.height = point.height * (1.0F - moulding) + 0.08F * std::sin(25.0F * (radius - 0.96F)) * moulding;
                return;
            }
            const float turned = phase;
            const cv::Point2f local(place.x * std::cos(turned) - place.y * std::sin(turned),
                place.x * std::sin(turned) + place.y * std::cos(turned));
            int id = 0;
            const float inside = roseOpening(local, count, lancetEnd, id);
            if (inside > 0.0F) {
                const Cell cell = cellNoise(local * 11.0F, 0.9F);
                const auto choice =
                    static_cast<std::size_t>((id + shift + (cell.shade > 0.75F ? 1 : 0) + (radius > 0.5F ? 1 : 0)) % 4);
                const float lead = smoothBetween(0.03F, 0.1F, cell.edge) * smoothBetween(0.0F, 0.018F, inside);
                point.colour = glass[choice]
                    * (brightness * (0.55F + 0.6F * cell.shade + 0.3F * fractalNoise(place * 2.0F)))
                    * (0.12F + 0.88F * lead);
                point.glow = 0.85F;
                point.height = -0.03F;
            } else {
                point.colour = stone * (0.95F + 0.3F * fractalNoise(place * 6.0F));
                point.height = 0.05F * smoothBetween(0.0F, -0.03F, inside);
            }
        }));
    scene.canvas.glow(centre, 1.0F / scale, glass[0], 0.15F);
}

} // namespace

Kinds stoneworkKinds()
{
    return {
        {"arcade", drawArcade, Pose::Whole, kWall, 1},
        {"spiral staircase", drawStaircase, Pose::Whole, kWall, 1},
        {"rose window", drawRoseWindow, Pose::Whole, kWall, 1},
    };
}

} // namespace cnnvis::drawing
