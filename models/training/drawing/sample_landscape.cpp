// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_landscape.h"

#include "canvas.h"
#include "landscape_parts.h"
#include "noise.h"
#include "surfaces.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cnnvis {

namespace drawing {

namespace {

/// Where things are, in the units of the canvas: x in -1..1, y from -1 at the top.
struct Layout {
    float bottom; ///< y of the lower edge
    float horizon; ///< y of the far shore
    float shore; ///< y of the near shore
    cv::Point2f sun;
};

const Outline& wholeFrame()
{
    static const Outline outline = box(-1.2F, -1.2F, 1.2F, 1.2F);
    return outline;
}

Light afternoonLight()
{
    Light light;
    const cv::Vec3f towards(0.72F, -0.48F, 0.5F);
    light.direction = towards * static_cast<float>(1.0 / cv::norm(towards));
    light.key = Colour(0.66F, 0.92F, 1.2F);
    light.ambient = Colour(0.46F, 0.36F, 0.32F);
    light.rim = Colour(0.6F, 0.9F, 1.15F);
    return light;
}

void paintSky(Canvas& canvas, const Layout& layout, RandomStream& random)
{
    const cv::Point2f offset{random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
    const Colour high = rgb(0x35639f);
    const Colour middle = rgb(0x8fb5d2);
    const Colour low = rgb(0xf7d9ac);
    const Colour blaze = rgb(0xffc27a);
    const auto density = [offset](cv::Point2f place) {
        const float warp = 0.25F * fractalNoise(place * 1.3F + offset);
        const cv::Point2f moved = place + cv::Point2f(warp, 0.6F * warp);
        return fractalNoise(moved + offset) + 0.34F * fractalNoise(moved * 3.7F + offset)
            + 0.13F * fractalNoise(moved * 13.0F);
    };
    canvas.fill(wholeFrame(), [=](cv::Point2f place, SurfacePoint& point) {
        const float share = std::clamp((place.y + 1.0F) / (layout.horizon + 1.0F), 0.0F, 1.0F);
        const cv::Point2f away = place - layout.sun;
        const float sunward = std::exp(-2.2F * std::hypot(away.x, 1.6F * away.y));
        point.colour = mix(mix(high, middle, smoothBetween(0.0F, 0.7F, share)), low, smoothBetween(0.45F, 1.0F, share));
        point.colour = mix(point.colour, blaze, 0.55F * sunward);
        // Banks of clouds lie in a plane above us: farther ones are smaller and closer together.
        const float depth = 0.42F / (0.16F + (layout.horizon - place.y));
        const cv::Point2f bank(place.x * (0.75F + 0.9F * depth), 2.6F * depth);
        const float thick = density(bank);
        const float lit = thick - density(bank + cv::Point2f(0.13F, 0.11F));
        const Colour shade =
            mix(rgb(0x7c86a8), rgb(0xd9a68e), smoothBetween(0.3F, 1.0F, share) * 0.7F + 0.3F * sunward);
        const Colour bright = mix(rgb(0xfffaf0), rgb(0xffdca6), smoothBetween(0.2F, 1.0F, share));
        const float cover = smoothBetween(0.06F, 0.5F, thick + 0.12F * smoothBetween(0.1F, 0.6F, share));
        const Colour cloud =
            mix(shade, bright, std::clamp(0.55F + 1.5F * lit + 0.35F * sunward - 0.35F * (thick - 0.3F), 0.0F, 1.0F));
        point.colour = mix(point.colour, cloud, 0.94F * cover);
        const float wisp = ridgedNoise(cv::Point2f(place.x * 1.1F + 0.8F * place.y, place.y * 4.5F) + offset);
        point.colour = mix(point.colour, bright, 0.28F * wisp * (1.0F - cover) * smoothBetween(0.75F, 0.2F, share));
    });
    canvas.glow(layout.sun, 0.6F, rgb(0xffc880), 0.16F);
    canvas.glow(layout.sun, 0.11F, rgb(0xfff0d0), 0.8F);
}

struct RangeLook {
    float level; ///< y of the foot
    float rise; ///< how high the peaks are
    float scale; ///< width of the mountains
    float haze; ///< 0..1
    float snow; ///< y above which there is snow
    Colour rock;
    Colour forest;
};

void paintRange(Canvas& canvas, const Layout& layout, RandomStream& random, const RangeLook& look)
{
    const cv::Point2f offset{random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
    const auto crestAt = [=](float x) {
        const cv::Point2f place(x / look.scale + offset.x, offset.y);
        const float massif = 0.5F + 0.5F * fractalNoise(place * 0.6F);
        const cv::Point2f rough(x * 5.0F / look.scale + offset.y, offset.x);
        return look.level
            - look.rise
            * (massif * (0.45F + 0.6F * ridgedNoise(place)) + 0.1F * fractalNoise(rough * 0.35F)
                + 0.03F * fractalNoise(rough * 1.7F));
    };
    Outline outline;
    for (int i = 0; i <= 640; ++i) {
        const float x = -1.1F + 2.2F * static_cast<float>(i) / 640.0F;
        outline.emplace_back(x, crestAt(x));
    }
    outline = joined(outline, {{1.1F, look.level + 0.2F}, {-1.1F, look.level + 0.2F}});
    const Colour air = rgb(0xb9c2cf);
    canvas.solid(outline,
        Material(look.rock).round(0.0F).gloss(0.0F).rim(0.0F).shadow(0.0F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const float below = place.y - crestAt(place.x);
                const cv::Point2f flank =
                    cv::Point2f(place.x + 0.35F * below, 0.55F * place.y) * (1.5F / look.scale) + offset;
                const float ridge =
                    ridgedNoise(flank) + 0.45F * ridgedNoise(flank * 2.7F) + 0.2F * ridgedNoise(flank * 7.3F);
                const float detail = fractalNoise(place * 14.0F + offset) + 0.5F * fractalNoise(place * 47.0F);
                point.height = look.scale * (0.13F * ridge + 0.012F * detail) + 0.25F * below;
                const float woods = smoothBetween(
                    -0.2F, 0.5F, (below - 0.35F * look.rise) / look.rise * 2.0F + 0.6F * detail - 0.3F * ridge);
                point.colour = mix(look.rock * (1.0F + 0.3F * detail), look.forest * (1.0F + 0.5F * detail), woods);
                const float snow =
                    smoothBetween(-0.03F, 0.03F, look.snow - place.y + 0.05F * detail + 0.05F * (0.7F - ridge));
                point.colour = mix(point.colour, Colour(0.98F, 0.96F, 0.95F), snow);
                const float sunward = std::exp(-1.8F * std::abs(place.x - layout.sun.x));
                const Colour haze = mix(air, rgb(0xf0cda0), 0.75F * sunward);
                const float amount = std::clamp(
                    look.haze + 0.35F * smoothBetween(0.0F, 0.35F, place.y - look.level + 0.22F), 0.0F, 0.92F);
                point.colour = mix(point.colour, haze, amount);
                point.glow = 0.8F * amount;
            }));
}

void paintFarShore(Canvas& canvas, const Layout& layout, RandomStream& random)
{
    for (int row = 0; row < 3; ++row) {
        const float nearness = static_cast<float>(row) / 2.0F;
        const int count = 44 - 8 * row;
        for (int i = 0; i < count; ++i) {
            const float x = -1.1F + 2.2F * (static_cast<float>(i) + random.unit()) / static_cast<float>(count);
            const float gap = fractalNoise(x * 1.7F + 3.0F * nearness, 2.7F);
            if (gap < -0.15F + 0.15F * nearness)
                continue;
            const float height = (0.045F + 0.05F * nearness) * random.uniform(0.7F, 1.3F);
            const cv::Point2f foot(x, layout.horizon - 0.022F + 0.02F * nearness);
            const float haze = 0.45F - 0.3F * nearness;
            if (random.chance(0.45F))
                paintConifer(canvas, random, foot, 1.5F * height, haze);
            else
                paintBush(canvas, random, foot, height, haze);
        }
    }
}

void paintLake(Canvas& canvas, const Layout& layout, RandomStream& random)
{
    const cv::Point2f offset{random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
    const cv::Mat3f before = canvas.pixels().clone();
    const float half = 0.5F * static_cast<float>(canvas.side());
    const Colour deep = rgb(0x1f4a55);
    canvas.fill(box(-1.2F, layout.horizon, 1.2F, layout.bottom + 0.1F), [=](cv::Point2f place, SurfacePoint& point) {
        const float depth = std::max(0.0F, place.y - layout.horizon);
        const float stretch = 1.0F / (0.05F + depth);
        const cv::Point2f water(place.x * stretch * 0.35F + offset.x, 0.9F * stretch + offset.y);
        const float swell = fractalNoise(water.x, water.y * 3.0F) + 0.5F * fractalNoise(water.x * 3.1F, water.y * 9.0F);
        const float breeze =
            smoothBetween(0.0F, 0.5F, fractalNoise(place.x * 0.8F + offset.y, place.y * 7.0F + offset.x));
        const float mirrorY = layout.horizon - 0.93F * depth + (0.012F + 0.13F * depth) * swell * (0.4F + breeze);
        const float mirrorX = place.x + (0.004F + 0.02F * depth) * swell;
        const int column = std::clamp(static_cast<int>((mirrorX + 1.0F) * half), 0, before.cols - 1);
        const int row = std::clamp(
            static_cast<int>((std::min(mirrorY, layout.horizon - 0.004F) + 1.0F) * half), 0, before.rows - 1);
        const float fresnel = 0.88F - 0.55F * smoothBetween(0.0F, 0.7F, depth) + 0.16F * swell;
        point.colour = mix(deep, before(row, column) * 0.96F, std::clamp(fresnel, 0.1F, 0.95F));
        const float path = std::exp(-std::pow((place.x - layout.sun.x) / (0.09F + 0.5F * depth), 2.0F));
        const float sparkle =
            smoothBetween(0.25F, 0.8F, fractalNoise(water.x * 5.0F + 1.7F, water.y * 14.0F) + 0.25F * swell);
        point.colour =
            mix(point.colour, rgb(0xffe2b0), std::clamp((0.35F + 1.2F * sparkle) * path * 0.75F, 0.0F, 0.95F));
        point.colour *= 1.0F - 0.35F * smoothBetween(0.012F, 0.0F, depth);
    });
}

float shoreAt(const Layout& layout, float x)
{
    const float bay = 0.5F + 0.5F * std::sin(2.1F * x + 0.9F);
    return layout.shore + 0.1F * bay + 0.02F * fractalNoise(x * 3.0F, 0.4F) + 0.006F * fractalNoise(x * 17.0F, 1.4F);
}

void paintMeadow(Canvas& canvas, const Layout& layout, RandomStream& random)
{
    const cv::Point2f offset{random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
    Outline outline;
    for (int i = 0; i <= 300; ++i) {
        const float x = -1.1F + 2.2F * static_cast<float>(i) / 300.0F;
        outline.emplace_back(x, shoreAt(layout, x));
    }
    outline = joined(outline, {{1.1F, layout.bottom + 0.2F}, {-1.1F, layout.bottom + 0.2F}});
    canvas.haze(placed(outline, {0.0F, -0.004F}), 0.006F, rgb(0x4a4434), 0.75F);
    canvas.solid(outline,
        Material(rgb(0x6f8436))
            .round(0.0F)
            .gloss(0.0F)
            .rim(0.0F)
            .shadow(0.0F)
            .surface([=](cv::Point2f place, SurfacePoint& point) {
                const float depth = place.y - shoreAt(layout, place.x);
                const float stretch = 0.35F / (0.12F + std::max(0.0F, depth));
                const float mound = fractalNoise(place.x * 1.6F + offset.x, place.y * 3.0F + offset.y);
                const float tuft =
                    fractalNoise(place.x * 16.0F * stretch + offset.x, place.y * 22.0F * stretch + offset.y);
                const Colour grass = mix(rgb(0x4c672c), rgb(0xc9b552), smoothBetween(-0.3F, 0.45F, mound));
                point.colour = mix(rgb(0x9a875e), grass, smoothBetween(0.0F, 0.045F, depth + 0.02F * tuft))
                    * (1.0F + 0.35F * tuft);
                point.height = 0.09F * mound + 0.008F * tuft;
            }));
}

void paintForeground(Canvas& canvas, const Layout& layout, RandomStream& random)
{
    for (int i = 0; i < 26; ++i) {
        const float x = random.uniform(-1.0F, 1.0F);
        const float spread = random.uniform(-0.012F, 0.03F);
        paintRock(canvas, random, {x, shoreAt(layout, x) + spread}, random.uniform(0.012F, 0.05F));
    }
    paintRock(canvas, random, {0.36F, shoreAt(layout, 0.36F) + 0.06F}, 0.1F);
    paintRock(canvas, random, {0.5F, shoreAt(layout, 0.5F) + 0.085F}, 0.07F);
    paintConifer(canvas, random, {0.93F, shoreAt(layout, 0.93F) + 0.1F}, 0.6F, 0.0F);
    paintConifer(canvas, random, {0.79F, shoreAt(layout, 0.79F) + 0.07F}, 0.42F, 0.03F);
    paintConifer(canvas, random, {1.02F, shoreAt(layout, 1.0F) + 0.14F}, 0.5F, 0.0F);
    for (int i = 0; i < 7; ++i) {
        const float x = random.uniform(0.6F, 1.05F);
        paintBush(canvas, random, {x, shoreAt(layout, x) + 0.1F}, random.uniform(0.04F, 0.09F), 0.0F);
    }
    const auto paintGrassFrom = [&](float from, float to, int count) {
        for (int i = 0; i < count; ++i) {
            const float share = (static_cast<float>(i) + random.unit()) / static_cast<float>(count);
            const float x = random.uniform(-1.05F, 1.05F);
            const float edge = shoreAt(layout, x);
            const float y = edge + 0.02F + (layout.bottom - edge) * (from + (to - from) * share);
            const float size =
                0.018F + 0.13F * std::pow((y - edge) / std::max(0.05F, layout.bottom - edge), 1.4F) * 0.6F;
            paintTuft(canvas, random, {x, y}, size);
        }
    };
    paintGrassFrom(0.0F, 0.45F, 1500);
    paintGreatTree(canvas, random, {-0.72F, shoreAt(layout, -0.72F) + 0.13F}, 0.92F);
    paintGrassFrom(0.35F, 1.05F, 1700);
    for (int i = 0; i < 520; ++i) {
        const float x = random.uniform(-1.0F, 1.0F);
        const float edge = shoreAt(layout, x) + 0.04F;
        const float share = std::pow(random.unit(), 0.7F);
        const float y = edge + (layout.bottom - edge) * share;
        if (fractalNoise(x * 2.2F, y * 4.0F) > -0.05F)
            paintBlossom(canvas, random, {x, y}, 0.003F + 0.011F * share);
    }
}

} // namespace

} // namespace drawing

cv::Mat drawSampleLandscape(int height, int width, std::uint64_t seed)
{
    using namespace drawing;
    if (std::min(height, width) < 64 || std::max(height, width) > 4096)
        throw std::out_of_range("drawSampleLandscape: the sides must be 64..4096");
    RandomStream random(RandomStream(seed).bits());
    const int side = std::max(height, width);
    Canvas canvas(side, afternoonLight());
    Layout layout{};
    const float span = 2.0F * static_cast<float>(height) / static_cast<float>(side);
    layout.bottom = -1.0F + span;
    layout.horizon = -1.0F + 0.53F * span;
    layout.shore = -1.0F + 0.68F * span;
    layout.sun = {0.5F, layout.horizon - 0.2F * span};
    paintSky(canvas, layout, random);
    paintRange(canvas, layout, random,
        {layout.horizon, 0.46F * span, 0.62F, 0.58F, layout.horizon - 0.2F * span, rgb(0x6a6a80), rgb(0x50606a)});
    paintRange(
        canvas, layout, random, {layout.horizon, 0.27F * span, 0.45F, 0.36F, -9.0F, rgb(0x66625e), rgb(0x4a5a3c)});
    paintRange(
        canvas, layout, random, {layout.horizon, 0.13F * span, 0.35F, 0.2F, -9.0F, rgb(0x6a6840), rgb(0x4c5e2c)});
    paintFarShore(canvas, layout, random);
    paintLake(canvas, layout, random);
    paintMeadow(canvas, layout, random);
    paintForeground(canvas, layout, random);
    const cv::Mat3f picture = canvas.pixels()(cv::Rect(0, 0, width, height));
    return applyBrushwork(picture, random);
}

} // namespace cnnvis
