// SPDX-License-Identifier: GPL-3.0-or-later
#include "backdrop.h"
#include "families.h"
#include "noise.h"
#include "surfaces.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::drawing {

namespace {

/// Lays a surface over the whole frame: turned, scaled and bent like cloth.
void drawSheet(Scene& scene, const Colour& base, float gloss, const Surface& surface, float bend = 0.06F)
{
    const cv::Point2f offset{scene.random.uniform(0.0F, 8.0F), scene.random.uniform(0.0F, 8.0F)};
    const float swell = scene.random.uniform(0.05F, 0.25F);
    scene.canvas.solid(box(-1.5F, -1.5F, 1.5F, 1.5F),
        Material(base).round(0.0F).shadow(0.0F).gloss(gloss, 4).surface([=](cv::Point2f place, SurfacePoint& point) {
            const float wave = fractalNoise(place * 0.7F + offset);
            surface(
                place + bend * cv::Point2f(wave, fractalNoise(place.x * 0.7F + offset.y, place.y * 0.7F + offset.x)),
                point);
            point.height += swell * wave;
        }));
}

void drawHoneycomb(Scene& scene)
{
    const Colour wax = scene.palette.pick({0xe0a030, 0xd88a20, 0xc89a50});
    const Colour honey = scene.palette.pick({0xc86a08, 0xa84a08, 0xe89a18});
    const float size = scene.random.uniform(0.16F, 0.32F);
    const float turn = scene.random.uniform(0.0F, 1.0F);
    const auto seed = static_cast<std::uint32_t>(scene.random.bits());
    drawSheet(scene, wax, 0.6F, [=](cv::Point2f place, SurfacePoint& point) {
        const cv::Point2f local(
            place.x * std::cos(turn) - place.y * std::sin(turn), place.x * std::sin(turn) + place.y * std::cos(turn));
        // Two lattices of rectangles; the nearer centre owns the point.
        const cv::Point2f cellSize(1.7320508F, 3.0F);
        const cv::Point2f scaled = local * (1.0F / size * 1.7F);
        cv::Point2f best;
        cv::Point2i id;
        float nearest = 1e9F;
        for (int k = 0; k < 2; ++k) {
            const float half = 0.5F * static_cast<float>(k);
            const cv::Point2i index(static_cast<int>(std::floor(scaled.x / cellSize.x + half)),
                static_cast<int>(std::floor(scaled.y / cellSize.y + half)));
            const cv::Point2f centre((static_cast<float>(index.x) + 0.5F - half) * cellSize.x,
                (static_cast<float>(index.y) + 0.5F - half) * cellSize.y);
            const cv::Point2f away = scaled - centre;
            if (away.dot(away) < nearest) {
                nearest = away.dot(away);
                best = away;
                id = {2 * index.x + k, 2 * index.y + k};
            }
        }
        const float x = std::abs(best.x);
        const float y = std::abs(best.y);
        const float inside = 0.8660254F - std::max(x, 0.5F * x + 0.8660254F * y);
        const float random = latticeNoise(id.x, id.y, seed);
        const float wall = smoothBetween(0.2F, 0.1F, inside);
        const float depth = smoothBetween(0.1F, 0.3F, inside);
        const Colour filling = random > 0.35F ? honey * (0.6F + 0.7F * random) : wax * 0.14F;
        point.colour = mix(filling, wax * (0.9F + 0.3F * fractalNoise(place * 6.0F)), wall);
        point.colour *= 1.0F - 0.45F * depth * (1.0F - smoothBetween(0.3F, 0.7F, inside));
        point.height = size * (random > 0.35F ? 0.16F : 0.35F) * (wall - 0.35F * (random > 0.35F ? nearest : 0.0F));
        point.gloss = random > 0.35F ? 1.6F : 0.3F;
    });
}

void drawScales(Scene& scene)
{
    const Colour first = scene.palette.pick({0x3a8a5a, 0x3a6a9a, 0xa83828, 0x8a7a40, 0x60686c, 0xc88a30});
    const Colour second = scene.palette.pick({0x1a3a2a, 0x90c8a0, 0x2a1c14, 0xe8c868, 0x90a8c0});
    drawSheet(scene, first, 0.55F,
        scaly(scene.random, second, scene.random.uniform(-kPi, kPi), scene.random.uniform(0.16F, 0.34F), 0.6F), 0.12F);
}

void drawFur(Scene& scene)
{
    const Colour root = scene.palette.pick({0x4a3020, 0x2a2420, 0x6a5a48, 0x8a5a28, 0xa8a090});
    const Colour tip = toned(scene.palette.pick({0xc89858, 0xe8d8c0, 0xa87848, 0xd87830, 0xf0ece8}), 0.1F);
    const float heading = scene.random.uniform(-kPi, kPi);
    const cv::Point2f offset{scene.random.uniform(0.0F, 8.0F), scene.random.uniform(0.0F, 8.0F)};
    const bool isStriped = scene.random.chance(0.4F);
    const Surface marks = isStriped
        ? striped(scene.random, root * 0.4F, heading + 0.3F, scene.random.uniform(0.3F, 0.7F), 0.8F)
        : spotted(scene.random, root * 0.4F, scene.random.uniform(0.25F, 0.5F));
    const bool isMarked = isStriped || scene.random.chance(0.35F);
    const float swirl = scene.random.uniform(0.5F, 1.1F);
    drawSheet(
        scene, root, 0.12F,
        [=](cv::Point2f place, SurfacePoint& point) {
            point.colour = mix(root, tip, smoothBetween(-0.6F, 0.6F, fractalNoise(place * 0.9F + offset)));
            if (isMarked)
                marks(place + 0.05F * cv::Point2f(fractalNoise(place * 6.0F), fractalNoise(place * 6.0F + offset)),
                    point);
            // Two layers of tufts, each combed along the flow at its own place.
            for (const float fineness : {1.0F, 1.9F}) {
                const float bend = heading + swirl * fractalNoise(place * 0.5F + offset);
                const cv::Point2f local(place.x * std::cos(bend) + place.y * std::sin(bend),
                    -place.x * std::sin(bend) + place.y * std::cos(bend));
                const float clump = fractalNoise(local.x * 1.1F + offset.x, local.y * 3.0F + offset.y);
                const float hair =
                    fractalNoise(local.x * 1.6F * fineness + 0.4F * clump, local.y * 11.0F * fineness + 1.2F * clump);
                point.colour = mix(
                    point.colour * (0.75F + 0.3F * clump), toned(point.colour, 0.3F), smoothBetween(-0.2F, 0.7F, hair));
                point.colour *= 1.0F + 0.3F * hair;
                point.height += 0.025F / fineness * hair + 0.02F * clump;
            }
        },
        0.0F);
}

void drawWaves(Scene& scene)
{
    const Colour deep = scene.palette.pick({0x0c3a5a, 0x10505a, 0x1a2a4a, 0x2a5a6a});
    const Colour bright = scene.palette.pick({0x4aa0b8, 0x60b8c0, 0x6a90c0, 0xd89868});
    const Colour foam = scene.palette.natural({0xf0f6f8, 0xe8f0f0});
    const cv::Point2f offset{scene.random.uniform(0.0F, 8.0F), scene.random.uniform(0.0F, 8.0F)};
    const float pitch = scene.random.uniform(0.28F, 0.55F);
    const float slant = scene.random.uniform(-0.35F, 0.35F);
    const float crispness = scene.random.uniform(0.55F, 0.95F);
    drawSheet(scene, deep, 0.22F, [=](cv::Point2f place, SurfacePoint& point) {
        const float bend = fractalNoise(place.x * 0.9F + offset.x, place.y * 1.6F + offset.y);
        const float phase = (place.y + slant * place.x) / pitch + 0.75F * bend;
        const float t = phase - std::floor(phase);
        // Steep in front, long behind.
        const float crest = t < 0.6F ? smoothBetween(0.0F, 0.6F, t) : smoothBetween(1.0F, 0.6F, t);
        const float ripple = fractalNoise(place.x * 4.0F + offset.y, place.y * 9.0F + offset.x);
        const float spray = fractalNoise(place * 7.0F + offset);
        point.colour = mix(deep, bright, 0.75F * crest * crest + 0.35F * ripple);
        const float cap = crest * crest * crest + 0.35F * spray + 0.5F * bend - 0.25F;
        point.colour = mix(point.colour, foam, smoothBetween(crispness, crispness + 0.35F, cap));
        point.height = pitch * (0.19F * crest + 0.03F * ripple);
    });
}

void drawBricks(Scene& scene)
{
    const Colour brick = scene.palette.pick({0xa84a30, 0x8a3a28, 0xb87048, 0x7a5040, 0xc89070});
    const Colour mortar = scene.palette.pick({0xb8b0a0, 0x8a8278, 0xd8d0c0, 0x4a4440});
    const float height = scene.random.uniform(0.16F, 0.3F);
    const Surface wall = masonry(scene.random, mortar, height * scene.random.uniform(1.9F, 2.8F), height);
    const Surface dirt = mottled(scene.random, brick * 0.55F, 0.6F, 0.0F);
    drawSheet(scene, brick, 0.05F,
        layered(
            [=](cv::Point2f place, SurfacePoint& point) {
                const Colour clean = point.colour;
                dirt(place, point);
                point.colour = mix(clean, point.colour, 0.4F);
            },
            wall),
        0.02F);
}

void drawCobbles(Scene& scene)
{
    const Colour stone = scene.palette.pick({0x8a8684, 0x6a7078, 0x9a8a74, 0xa89c90, 0x5a5a60});
    const Colour gap = scene.palette.pick({0x2a2620, 0x38402a, 0x3a3430});
    const float size = scene.random.uniform(0.25F, 0.42F);
    const auto seed = static_cast<std::uint32_t>(scene.random.bits());
    const float hue = scene.random.uniform(0.1F, 0.35F);
    const Colour other = scene.palette.pick({0xa87860, 0x78889a, 0xb8b0a0, 0x88785a});
    drawSheet(
        scene, stone, 0.2F,
        [=](cv::Point2f place, SurfacePoint& point) {
            const Cell cell = cellNoise(place * (1.0F / size), 0.75F, seed);
            const float grain = fractalNoise(place * 7.0F);
            const float pebble = smoothBetween(0.03F, 0.17F, cell.edge + 0.04F * grain);
            point.colour = mix(stone, other, hue * 3.0F * std::abs(cell.shade - 0.5F))
                * (0.65F + 0.55F * cell.shade + 0.3F * grain);
            point.colour = mix(gap * (1.0F + 0.6F * grain), point.colour, pebble);
            const float dome = 1.0F - std::min(1.0F, 1.5F * cell.distance * cell.distance);
            point.height = size * (0.42F * std::sqrt(std::max(0.0F, dome)) * pebble + 0.04F * grain);
        },
        0.04F);
}

void drawWeave(Scene& scene)
{
    const Colour first = scene.palette.pick({0xc89858, 0xa87840, 0xe0c890, 0x8a5a30});
    const Colour second = scene.palette.pick({0xb07838, 0x7a4a24, 0xe8d8a8, 0x6a6a3a});
    const float size = scene.random.uniform(0.2F, 0.38F);
    const float turn = scene.random.uniform(0.0F, kPi);
    const cv::Point2f offset{scene.random.uniform(0.0F, 8.0F), scene.random.uniform(0.0F, 8.0F)};
    const int strands = scene.random.integer(1, 4);
    drawSheet(scene, first, 0.3F, [=](cv::Point2f place, SurfacePoint& point) {
        const cv::Point2f local(offset.x + (place.x * std::cos(turn) + place.y * std::sin(turn)) / size,
            offset.y + (-place.x * std::sin(turn) + place.y * std::cos(turn)) / size);
        const int column = static_cast<int>(std::floor(local.x));
        const int row = static_cast<int>(std::floor(local.y));
        const float u = local.x - static_cast<float>(column) - 0.5F;
        const float v = local.y - static_cast<float>(row) - 0.5F;
        const bool isWarp = ((column + row) & 1) == 0;
        const float along = isWarp ? v : u;
        const float across = isWarp ? u : v;
        const float fibre = fractalNoise((isWarp ? local.y : local.x) * 0.7F, (isWarp ? local.x : local.y) * 6.0F);
        const float split = std::abs(std::sin(kPi * static_cast<float>(strands) * (across + 0.5F)));
        const float body = std::sqrt(std::max(0.0F, 1.0F - 4.4F * across * across));
        const float arch = std::cos(2.6F * along);
        point.colour =
            (isWarp ? first : second) * (0.85F + 0.35F * fibre) * (0.35F + 0.65F * smoothBetween(0.0F, 0.5F, body));
        point.colour *= (0.45F + 0.55F * smoothBetween(0.1F, 0.7F, arch)) * (0.7F + 0.3F * split);
        point.height = size * (0.22F * body * (0.4F + arch) + 0.05F * split + 0.02F * fibre);
    });
}

} // namespace

Kinds textureKinds()
{
    return {
        {"honeycomb", drawHoneycomb, Pose::Whole, kWall, 1},
        {"scales", drawScales, Pose::Whole, kWall, 1},
        {"fur", drawFur, Pose::Whole, kWall, 1},
        {"waves", drawWaves, Pose::Whole, kWater, 1},
        {"bricks", drawBricks, Pose::Whole, kWall, 1},
        {"cobbles", drawCobbles, Pose::Whole, kWall, 1},
        {"weave", drawWeave, Pose::Whole, kWall, 1},
    };
}

} // namespace cnnvis::drawing
