// SPDX-License-Identifier: GPL-3.0-or-later
#include "backdrop.h"
#include "creature_parts.h"
#include "families.h"
#include "noise.h"
#include "surfaces.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace cnnvis::drawing {

namespace {

void drawLantern(Scene& scene)
{
    const Colour paper = scene.palette.pick({0xe03828, 0xf0a030, 0xf0e0c0, 0xe86a98, 0x60a8d0});
    const Colour fitting = scene.palette.pick({0x2a1c14, 0xc89838, 0x4a2418});
    const Colour light = mix(toned(paper, 0.45F), scene.palette.natural({0xffd880}), 0.5F);
    const float width = scene.random.uniform(0.5F, 0.8F);
    const float height = scene.random.uniform(0.5F, 0.66F);
    const float square = scene.random.uniform(0.5F, 1.0F);
    const int ribs = scene.random.integer(7, 14);
    Outline right;
    for (int i = 0; i <= 20; ++i) {
        const float turn = kPi * (static_cast<float>(i) / 20.0F - 0.5F);
        right.emplace_back(
            0.25F * width + 0.75F * width * std::pow(std::max(0.0F, std::cos(turn)), square), height * std::sin(turn));
    }
    scene.canvas.glow({0.0F, 0.0F}, 1.5F, light, 0.45F);
    scene.canvas.tube({{0.0F, -1.3F}, {0.0F, -height}}, tapered(0.018F, 0.018F), Material(fitting));
    scene.canvas.solid(joined(right, mirrored(right)),
        Material(paper).bulge(0.8F).gloss(0.1F).rim(0.2F).shadow(0.4F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const float level = (place.y / height * 0.5F + 0.5F) * static_cast<float>(ribs);
                const float fold = level - std::floor(level);
                const float hot = smoothBetween(1.0F, 0.0F, std::hypot(place.x / width, 0.8F * place.y / height));
                point.colour = mix(paper, light, 0.9F * hot) * (0.75F + 0.35F * std::sin(kPi * fold));
                point.colour *= 1.0F + 0.15F * fractalNoise(place * 7.0F);
                point.height = 0.035F * std::sin(kPi * fold);
                point.glow = 0.35F + 0.5F * hot;
            }));
    for (const float side : {-1.0F, 1.0F}) {
        const float y = side * height;
        scene.canvas.solid(blob({{-0.3F * width, y - 0.06F}, {0.3F * width, y - 0.06F}, {0.32F * width, y + 0.06F},
                                    {-0.32F * width, y + 0.06F}},
                               4),
            Material(fitting).gloss(0.5F).shadow(0.5F));
    }
    const int threads = scene.random.integer(5, 9);
    const Colour tassel = scene.palette.pick({0xd83028, 0xe8b040, 0x8a2a20});
    scene.canvas.solid(circle({0.0F, height + 0.12F}, 0.06F), Material(tassel).gloss(0.4F));
    for (int i = 0; i < threads; ++i) {
        const float x = 0.1F * (2.0F * static_cast<float>(i) / static_cast<float>(threads - 1) - 1.0F);
        scene.canvas.tube(spline({{0.3F * x, height + 0.14F}, {x, height + 0.3F},
                                     {x + scene.random.uniform(-0.03F, 0.03F), height + 0.5F}},
                              4),
            tapered(0.022F, 0.012F), Material(tassel * scene.random.uniform(0.7F, 1.1F)));
    }
}

void drawFacet(Scene& scene, const Outline& corners, const Colour& colour, float tone)
{
    cv::Point2f middle(0.0F, 0.0F);
    for (const cv::Point2f& corner : corners)
        middle += corner * (1.0F / static_cast<float>(corners.size()));
    const cv::Vec3f light = scene.canvas.light().direction;
    const float facing = middle.x * light[0] + middle.y * light[1];
    const float value = std::clamp(0.72F + 0.6F * facing + tone, 0.12F, 1.5F);
    const Colour near = mix(colour * value, Colour(1.0F, 1.0F, 1.0F), std::max(0.0F, value - 0.85F));
    const Colour far = toned(colour * (0.5F * value), 0.05F);
    const cv::Point2f from = corners[0];
    const Surface blend = graded(far, from, 2.0F * middle - from);
    scene.canvas.fill(corners, [near, blend](cv::Point2f place, SurfacePoint& point) {
        point.colour = near;
        blend(place, point);
    });
    scene.canvas.line(joined(corners, {corners[0]}), 0.006F, toned(colour, 0.6F), 0.3F);
}

void drawJewel(Scene& scene)
{
    const Colour colour = scene.palette.pick({0xd01838, 0x1848c8, 0x18a858, 0xb838d8, 0xe8a818, 0x40c0e0, 0xe8e8f4});
    const int sides = scene.random.integer(6, 10);
    const float aspect = scene.random.chance(0.5F) ? 1.0F : scene.random.uniform(0.68F, 0.85F);
    const float step = 2.0F * kPi / static_cast<float>(sides);
    const auto at = [&](float index, float radius) {
        return cv::Point2f(radius * std::cos(index * step), aspect * radius * std::sin(index * step));
    };
    Outline girdle;
    for (int i = 0; i < 2 * sides; ++i)
        girdle.push_back(at(0.5F * static_cast<float>(i), i % 2 == 0 ? 0.98F : 0.95F));
    scene.canvas.haze(placed(girdle, {-0.12F * scene.canvas.light().direction[0], 0.1F}, 0.0F, 1.02F, 1.02F), 0.08F,
        scene.canvas.light().ambient * 0.15F, 0.6F);
    scene.canvas.glow({0.0F, 0.0F}, 1.4F, colour, 0.25F);
    scene.canvas.solid(girdle, Material(colour * 0.5F).round(0.1F).gloss(0.6F).shadow(0.4F));
    const float table = scene.random.uniform(0.42F, 0.55F);
    for (int i = 0; i < sides; ++i) {
        const float k = static_cast<float>(i);
        const auto tone = [&] { return scene.random.uniform(-0.3F, 0.35F); };
        drawFacet(scene, {at(k, table), at(k + 0.5F, 0.74F), at(k, 0.97F), at(k - 0.5F, 0.74F)}, colour, tone());
        drawFacet(scene, {at(k, table), at(k + 1.0F, table), at(k + 0.5F, 0.74F)}, colour, tone());
        drawFacet(scene, {at(k + 0.5F, 0.74F), at(k, 0.97F), at(k + 0.5F, 0.94F)}, colour, tone() - 0.1F);
        drawFacet(scene, {at(k + 0.5F, 0.74F), at(k + 1.0F, 0.97F), at(k + 0.5F, 0.94F)}, colour, tone() + 0.1F);
        drawFacet(scene, {at(k, table), at(k + 1.0F, table), at(k + 0.5F, 0.22F)}, colour, tone());
        drawFacet(scene, {at(k, table), at(k + 0.5F, 0.22F), {0.0F, 0.0F}, at(k - 0.5F, 0.22F)}, colour, tone());
    }
    Outline tableOutline;
    for (int i = 0; i < sides; ++i)
        tableOutline.push_back(at(static_cast<float>(i), table));
    scene.canvas.line(joined(tableOutline, {tableOutline[0]}), 0.012F, toned(colour, 0.8F), 0.8F);
    for (int i = 0; i < 4; ++i) {
        const cv::Point2f place =
            at(scene.random.uniform(0.0F, static_cast<float>(sides)), scene.random.uniform(0.2F, 0.9F));
        const float size = scene.random.uniform(0.1F, 0.3F);
        scene.canvas.stroke({place - cv::Point2f(size, 0.0F), place, place + cv::Point2f(size, 0.0F)}, 0.014F,
            {1.0F, 1.0F, 1.0F}, 0.9F);
        scene.canvas.stroke({place - cv::Point2f(0.0F, size), place, place + cv::Point2f(0.0F, size)}, 0.014F,
            {1.0F, 1.0F, 1.0F}, 0.9F);
        scene.canvas.glow(place, 0.8F * size, {1.0F, 1.0F, 1.0F}, 0.6F);
    }
}

void drawCog(Scene& scene, cv::Point2f centre, float radius, int teeth, const Colour& metal)
{
    Outline outline;
    const float depth = 0.24F * radius * 8.0F / static_cast<float>(teeth);
    const float phase = scene.random.uniform(0.0F, 1.0F);
    for (int i = 0; i < teeth; ++i) {
        for (const auto& [offset, reach] : {std::pair{-0.26F, 0.0F}, {-0.16F, 1.0F}, {0.16F, 1.0F}, {0.26F, 0.0F}}) {
            const float turn = 2.0F * kPi * (static_cast<float>(i) + offset + phase) / static_cast<float>(teeth);
            outline.push_back(centre + polar(turn, radius - depth + depth * reach));
        }
    }
    const Colour rust = scene.palette.pick({0x7a3a18, 0x3a3028, 0x8a5a30});
    const int spokes = scene.random.integer(4, 7);
    const float offset = scene.random.uniform(0.0F, 8.0F);
    scene.canvas.solid(outline,
        Material(metal).round(0.12F).gloss(0.5F, 3).rim(0.2F).shadow(0.9F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const cv::Point2f away = place - centre;
                const float distance = std::hypot(away.x, away.y) / radius;
                const float turn = std::atan2(away.y, away.x) + offset;
                const float brushed = fractalNoise(distance * 14.0F + offset, turn * 0.6F);
                const float stain = fractalNoise(away * (2.0F / radius) + cv::Point2f(offset, offset));
                const float sector = turn * static_cast<float>(spokes) / (2.0F * kPi);
                const float local =
                    std::abs(sector - std::floor(sector) - 0.5F) * 2.0F * kPi / static_cast<float>(spokes) * distance;
                const float inWindow = std::min(
                    {distance - 0.3F, 0.66F - distance, kPi / static_cast<float>(spokes) * distance - local - 0.07F});
                point.colour = mix(metal * (1.0F + 0.3F * brushed), rust, 0.7F * smoothBetween(0.15F, 0.5F, stain));
                point.colour = mix(point.colour, rust * 0.12F, smoothBetween(0.0F, 0.03F, inWindow));
                point.height = radius
                    * (0.1F * smoothBetween(0.05F, -0.06F, inWindow) + 0.08F * smoothBetween(0.27F, 0.23F, distance)
                        + 0.005F * brushed);
                point.gloss = inWindow > 0.0F ? 0.0F : 1.0F;
            }));
    scene.canvas.solid(circle(centre, 0.12F * radius), Material(metal * 0.7F).gloss(0.7F, 4).shadow(0.6F));
    scene.canvas.fill(circle(centre, 0.06F * radius), rust * 0.15F);
}

void drawGear(Scene& scene)
{
    const auto metal = [&] { return scene.palette.pick({0xb08848, 0x8a8e94, 0x6a6e74, 0xa86a40, 0xc8a860}); };
    if (scene.random.chance(0.5F)) {
        drawCog(scene, polar(scene.random.uniform(0.0F, 6.0F), 0.85F), scene.random.uniform(0.35F, 0.5F),
            scene.random.integer(8, 12), metal() * 0.8F);
    }
    drawCog(scene, {0.0F, 0.0F}, 0.97F, scene.random.integer(9, 17), metal());
    if (scene.random.chance(0.4F)) {
        drawCog(scene, polar(scene.random.uniform(0.0F, 6.0F), 0.7F), scene.random.uniform(0.25F, 0.4F),
            scene.random.integer(8, 12), metal());
    }
}

struct KnotPiece {
    std::size_t first;
    float depth;
};

void drawKnot(Scene& scene)
{
    const Colour rope = scene.palette.pick({0xc8a868, 0x8a8e94, 0xd8c8a8, 0xb88838, 0x4a7a5a, 0x9a4030});
    const Colour line = scene.palette.pick({0x5a3a1c, 0x2a2c30, 0xf0e8d0, 0x3a2418});
    const int lobes = scene.random.integer(3, 7);
    const int turns = lobes % 2 == 0 ? 3 : 2;
    const int winding = lobes == 3 || lobes == 6 ? 2 : turns;
    const int count = 150;
    const int p = lobes == 6 ? 5 : lobes;
    const float wave = scene.random.uniform(0.24F, 0.33F);
    const float thickness = scene.random.uniform(0.095F, 0.13F) * (p > 4 ? 0.85F : 1.0F);
    Outline path;
    std::vector<KnotPiece> pieces;
    for (int i = 0; i <= count + 2; ++i) {
        const float t = 2.0F * kPi * static_cast<float>(i % count) / static_cast<float>(count);
        const float radius = 0.57F + wave * std::cos(static_cast<float>(p) * t);
        path.push_back(polar(static_cast<float>(winding) * t, radius));
        if (i < count && i % 2 == 0)
            pieces.push_back({static_cast<std::size_t>(i), std::sin(static_cast<float>(p) * t)});
    }
    std::stable_sort(
        pieces.begin(), pieces.end(), [](const KnotPiece& a, const KnotPiece& b) { return a.depth < b.depth; });
    const bool isTwisted = scene.random.chance(0.5F);
    const Material material =
        Material(rope).gloss(0.45F, 4).rim(0.2F).shadow(1.0F).surface([=](cv::Point2f place, SurfacePoint& point) {
            const float strand = isTwisted ? std::sin(48.0F * place.x + 3.5F * place.y) : std::cos(7.0F * place.y);
            point.colour = mix(line, rope, smoothBetween(-0.7F, 0.1F, strand))
                * (1.0F + 0.3F * fractalNoise(place.x * 4.0F, place.y));
            point.height = isTwisted ? 0.35F * strand : 0.0F;
        });
    for (const KnotPiece& piece : pieces) {
        const Outline part(path.begin() + static_cast<std::ptrdiff_t>(piece.first),
            path.begin() + static_cast<std::ptrdiff_t>(piece.first) + 3);
        const cv::Point2f step = part[1] - part[0];
        scene.canvas.tube(part, tapered(thickness, thickness), material,
            static_cast<float>(piece.first) * std::hypot(step.x, step.y));
    }
}

void drawWheel(Scene& scene)
{
    const Colour wood = scene.palette.pick({0x8a5a30, 0x6a4428, 0xa87848, 0x5a5048});
    const Colour iron = scene.palette.pick({0x3a3838, 0x5a5048, 0x8a3020});
    const Surface grain = [wood](cv::Point2f place, SurfacePoint& point) {
        const float fibre = fractalNoise(place.x * 1.2F, place.y * 3.0F);
        point.colour = wood * (1.0F + 0.5F * fibre);
    };
    const Material timber = Material(wood).gloss(0.12F).shadow(0.9F).surface(grain);
    const int spokes = scene.random.integer(8, 14);
    const float phase = scene.random.uniform(0.0F, 1.0F);
    const float squash = scene.random.uniform(0.75F, 1.0F);
    const Placement placement = scene.canvas.place({0.0F, 0.0F}, 0.0F, squash, 1.0F);
    for (int i = 0; i < spokes; ++i) {
        const float turn = 2.0F * kPi * (static_cast<float>(i) + phase) / static_cast<float>(spokes);
        scene.canvas.tube(
            {polar(turn, 0.12F), polar(turn, 0.5F), polar(turn, 0.85F)},
            [](float t) { return 0.035F + 0.025F * std::sin(kPi * t); }, timber);
    }
    Outline rim = arc({0.0F, 0.0F}, 0.83F, 0.0F, kPi);
    rim = joined(rim, arc({0.0F, 0.0F}, 0.83F, kPi, 2.02F * kPi));
    scene.canvas.tube(rim, tapered(0.085F, 0.085F),
        Material(wood).round(0.8F).gloss(0.12F).shadow(0.9F).surface([=](cv::Point2f place, SurfacePoint& point) {
            grain(place, point);
            const float joint = place.x * 1.15F - std::floor(place.x * 1.15F);
            point.colour *= 0.4F + 0.6F * smoothBetween(0.0F, 0.05F, std::min(joint, 1.0F - joint));
        }));
    scene.canvas.tube(placed(rim, {0.0F, 0.0F}, 0.0F, 1.13F, 1.13F), tapered(0.035F, 0.035F),
        Material(iron).gloss(0.5F).shadow(0.5F));
    scene.canvas.solid(circle({0.0F, 0.0F}, 0.22F),
        Material(wood * 0.85F).gloss(0.15F).shadow(0.9F).surface(furry(scene.random, wood * 0.5F, {0.0F, 0.0F})));
    scene.canvas.solid(circle({0.0F, 0.0F}, 0.12F), Material(iron).round(0.5F).gloss(0.6F, 4).shadow(0.7F));
    scene.canvas.solid(circle({0.0F, 0.0F}, 0.05F), Material(iron * 0.3F).bulge(-1.0F).shadow(0.0F));
}

} // namespace

Kinds thingKinds()
{
    return {
        {"lantern", drawLantern, Pose::Upright, kStudio | kFoliage | kWall, 3},
        {"jewel", drawJewel, Pose::Free, kStudio | kWall | kWater, 3},
        {"gear", drawGear, Pose::Free, kStudio | kWall, 2},
        {"knot", drawKnot, Pose::Free, kStudio | kWall | kFoliage, 2},
        {"wheel", drawWheel, Pose::Free, kWall | kLand | kStudio, 2},
    };
}

} // namespace cnnvis::drawing
