// SPDX-License-Identifier: GPL-3.0-or-later
#include "landscape_parts.h"

#include "creature_parts.h"
#include "noise.h"
#include "surfaces.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace cnnvis::drawing {

namespace {

const Colour& air()
{
    static const Colour colour = rgb(0xd0c4b4);
    return colour;
}

Material foliage(RandomStream& random, const Colour& dark, const Colour& bright, float grain, float haze)
{
    const cv::Point2f offset{random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
    return Material(dark).bulge(0.8F).gloss(0.0F).rim(0.15F).shadow(0.25F).surface(
        [=](cv::Point2f place, SurfacePoint& point) {
            const Cell cell = cellNoise(place * (1.0F / grain) + offset, 1.0F);
            const float clump = fractalNoise(place * (0.25F / grain) + offset);
            point.colour = mix(dark, bright, std::clamp(0.55F * cell.shade + 0.5F * clump + 0.15F, 0.0F, 1.0F));
            point.colour = mix(point.colour, air(), haze);
            point.height = grain * (-0.5F * cell.distance + 1.2F * clump);
            point.glow = 0.6F * haze;
        });
}

void paintLeaves(Canvas& canvas, RandomStream& random, cv::Point2f centre, float radius, int count, float sunny)
{
    const cv::Vec3f light = canvas.light().direction;
    for (int i = 0; i < count; ++i) {
        const float turn = random.uniform(0.0F, 2.0F * kPi);
        const float distance = radius * std::sqrt(random.unit());
        const cv::Point2f away = polar(turn, distance);
        const float facing = (away.x * light[0] + away.y * light[1]) / radius;
        const float value =
            std::clamp(0.36F + 0.42F * facing + 0.3F * sunny + random.uniform(-0.22F, 0.22F), 0.0F, 1.0F);
        Colour colour = mix(rgb(0x1a2414), mix(rgb(0x5f7f2a), rgb(0xf0c858), smoothBetween(0.5F, 1.0F, value)), value);
        const float size = random.uniform(0.007F, 0.014F);
        const cv::Point2f place = centre + away;
        canvas.fill(
            leaf(place, place + polar(random.uniform(0.0F, 2.0F * kPi), 2.0F * size), 0.55F * size), colour, 0.95F);
    }
}

void growTree(Canvas& canvas, RandomStream& random, cv::Point2f root, float heading, float length, float width,
    int depth, Outline& tips)
{
    const cv::Point2f middle = root + polar(heading + random.uniform(-0.25F, 0.25F), 0.5F * length);
    const cv::Point2f tip = root + polar(heading, length);
    const Colour bark = rgb(0x54402e);
    canvas.tube(spline({root, middle, tip}, 5), tapered(width, 0.66F * width),
        Material(bark).gloss(0.05F).rim(0.35F).shadow(0.4F).surface([bark](cv::Point2f place, SurfacePoint& point) {
            const float crack = fractalNoise(place.x * 9.0F, place.y * 3.0F);
            point.colour = bark * (1.0F + 0.8F * crack);
            point.height = 0.5F * crack;
        }));
    if (depth < 4) {
        tips.push_back(tip);
        tips.push_back(middle);
    }
    if (depth == 0)
        return;
    const int forks = random.integer(2, 3);
    for (int i = 0; i < forks; ++i) {
        const float spread =
            (static_cast<float>(i) / static_cast<float>(forks - 1) - 0.5F) * random.uniform(0.9F, 1.5F);
        const float droop = 0.12F * (std::cos(heading + spread) > 0.0F ? 1.0F : -1.0F);
        growTree(canvas, random, tip, heading + spread + droop * random.unit(), length * random.uniform(0.68F, 0.86F),
            0.64F * width, depth - 1, tips);
    }
}

} // namespace

void paintConifer(Canvas& canvas, RandomStream& random, cv::Point2f foot, float height, float haze)
{
    const Colour dark = mix(rgb(0x1c3024), air(), haze);
    const Colour bright = mix(rgb(0x8c9a48), air(), haze);
    canvas.haze(ellipse(foot + cv::Point2f(-0.12F * height, 0.01F * height), 0.28F * height, 0.035F * height),
        0.02F * height, rgb(0x1c2418), 0.5F * (1.0F - haze));
    canvas.tube({foot, foot - cv::Point2f(0.0F, 0.9F * height)}, tapered(0.028F * height, 0.004F * height),
        Material(mix(rgb(0x4a3626), air(), haze)).shadow(0.0F));
    const int tiers = height > 0.2F ? 15 : 7;
    for (int tier = 0; tier < tiers; ++tier) {
        const float share = 1.0F - static_cast<float>(tier) / static_cast<float>(tiers);
        // From the lowest boughs up; each hangs over the one below.
        const float y = foot.y - height * (1.0F - 0.86F * share);
        const float reach = 0.27F * height * (0.05F + std::pow(share, 1.15F)) * random.uniform(0.78F, 1.15F);
        const int boughs = height > 0.2F ? 9 : 5;
        for (int k = 0; k < boughs; ++k) {
            const int i = k % 2 == 0 ? k / 2 : boughs - 1 - k / 2;
            const float side = 2.0F * static_cast<float>(i) / static_cast<float>(boughs - 1) - 1.0F;
            const cv::Point2f root(foot.x + 0.1F * side * reach, y - 0.05F * height);
            const cv::Point2f tip(foot.x + side * reach * random.uniform(0.8F, 1.1F),
                y + height * (0.035F * (1.0F - std::abs(side)) + random.uniform(0.0F, 0.02F)));
            const float sunny = std::clamp(0.4F + 0.45F * side + random.uniform(-0.25F, 0.25F), 0.0F, 1.0F);
            canvas.solid(wobbled(leaf(root, tip, 0.02F * height, 0.6F), random, 0.024F * height, 14.0F / height),
                foliage(random, dark, mix(dark, bright, sunny), 0.02F * height, 0.0F).shadow(0.2F));
        }
    }
}

void paintBush(Canvas& canvas, RandomStream& random, cv::Point2f foot, float height, float haze)
{
    const Colour dark = mix(rgb(0x2c3c1c), air(), haze);
    const Colour bright = mix(random.pick({0, 0, 1, 2}) == 1 ? rgb(0xc88a3a) : rgb(0x8c9c40), air(), haze);
    for (int i = 0; i < 5; ++i) {
        const cv::Point2f centre =
            foot + cv::Point2f(random.uniform(-0.6F, 0.6F), -random.uniform(0.3F, 0.75F)) * height;
        canvas.solid(wobbled(circle(centre, height * random.uniform(0.3F, 0.5F)), random, 0.2F * height, 4.0F / height),
            foliage(random, dark, bright, 0.09F * height, 0.3F * haze));
    }
}

void paintGreatTree(Canvas& canvas, RandomStream& random, cv::Point2f foot, float height)
{
    canvas.haze(
        ellipse(foot + cv::Point2f(-0.1F, 0.01F), 0.42F * height, 0.045F * height), 0.02F, rgb(0x1c2416), 0.65F);
    Outline tips;
    for (const float root : {-0.13F, 0.12F, 0.04F}) {
        canvas.tube(spline({foot - cv::Point2f(0.0F, 0.1F), foot + cv::Point2f(0.4F * root, -0.02F),
                               foot + cv::Point2f(root, 0.03F)},
                        5),
            tapered(0.035F, 0.008F), Material(rgb(0x54402e)).rim(0.3F));
    }
    growTree(
        canvas, random, foot + cv::Point2f(0.0F, 0.02F), -0.5F * kPi + 0.06F, 0.3F * height, 0.055F * height, 5, tips);
    std::stable_sort(tips.begin(), tips.end(), [](cv::Point2f a, cv::Point2f b) { return a.y > b.y; });
    const cv::Point2f crown = foot - cv::Point2f(-0.02F, 0.75F * height);
    for (const cv::Point2f& tip : tips) {
        const float radius = random.uniform(0.045F, 0.085F) * height;
        const cv::Point2f place = (tip - crown) * (1.0F / (0.5F * height));
        const float sunny = 0.8F * place.x - 0.7F * place.y + 0.7F * fractalNoise(tip * 9.0F);
        paintLeaves(canvas, random, tip + polar(random.uniform(0.0F, 6.3F), 0.03F * height), radius, 30, sunny);
        const cv::Point2f outward = (tip - crown) * 0.06F;
        paintLeaves(canvas, random, tip + outward, 0.5F * radius, 9, sunny + 0.5F);
    }
}

void paintRock(Canvas& canvas, RandomStream& random, cv::Point2f foot, float size)
{
    const Colour stone = mix(rgb(0x8a8078), rgb(0xa8967c), random.unit());
    const cv::Point2f offset{random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
    canvas.haze(ellipse(foot + cv::Point2f(-0.5F * size, 0.1F * size), 1.3F * size, 0.3F * size), 0.2F * size,
        rgb(0x1c2218), 0.6F);
    const Outline outline =
        wobbled(blob({foot + cv::Point2f(-size, 0.1F * size), foot + cv::Point2f(-0.7F * size, -0.5F * size),
                         foot + cv::Point2f(0.1F * size, -0.85F * size),
                         foot + cv::Point2f(0.85F * size, -0.35F * size), foot + cv::Point2f(size, 0.15F * size)},
                    8),
            random, 0.25F * size, 2.0F / size);
    canvas.solid(outline,
        Material(stone).round(0.8F).bulge(0.9F).gloss(0.05F).shadow(0.4F).surface(
            [=](cv::Point2f place, SurfacePoint& point) {
                const cv::Point2f local = place * (1.0F / size) + offset;
                const Cell facet = cellNoise(local * 1.5F, 1.0F);
                const float grain = fractalNoise(local * 2.0F) + 0.5F * fractalNoise(local * 9.0F);
                const float moss = smoothBetween(0.1F, 0.5F, grain + 0.4F * (foot.y - place.y) / size - 0.3F);
                point.colour = mix(stone * (0.8F + 0.3F * facet.shade + 0.3F * grain), rgb(0x6a7a34), 0.6F * moss);
                point.height = size
                    * (0.25F * facet.distance * (facet.shade - 0.5F) + 0.07F * grain
                        - 0.1F * smoothBetween(0.08F, 0.0F, facet.edge));
            }));
}

void paintTuft(Canvas& canvas, RandomStream& random, cv::Point2f foot, float height)
{
    // Clouds and trees cast their shadows on the meadow.
    const float sunny = smoothBetween(-0.25F, 0.3F, fractalNoise(foot.x * 1.1F + 2.0F, foot.y * 3.4F));
    const float tone = 0.55F + 0.55F * sunny;
    const Colour base = mix(rgb(0x2e4820), rgb(0x646a2c), random.unit()) * tone;
    const Colour lit =
        mix(mix(rgb(0x6c8a3a), rgb(0x98a848), random.unit()), rgb(0xf2d470), sunny * random.unit()) * tone;
    const int blades = random.integer(3, 6);
    for (int i = 0; i < blades; ++i) {
        const float lean = random.uniform(-0.55F, 0.4F);
        const float reach = height * random.uniform(0.5F, 1.0F);
        const cv::Point2f root = foot + cv::Point2f(random.uniform(-0.3F, 0.3F) * height, 0.0F);
        const cv::Point2f middle = root + cv::Point2f(0.3F * lean, -0.55F) * reach;
        const cv::Point2f tip = root + cv::Point2f(lean, -1.0F) * reach;
        const float width = 0.0012F + 0.018F * height;
        const Colour colour = mix(base, lit, random.uniform(0.0F, 0.95F));
        canvas.fill(joined(spline({root - cv::Point2f(width, 0.0F), middle - cv::Point2f(0.7F * width, 0.0F), tip}, 3),
                        {middle + cv::Point2f(0.7F * width, 0.0F), root + cv::Point2f(width, 0.0F)}),
            colour, 0.9F);
    }
}

void paintBlossom(Canvas& canvas, RandomStream& random, cv::Point2f place, float size)
{
    const Colour petal = rgb(random.pick({0xd8402cU, 0xe8b83cU, 0xf4eee0U, 0x9a78c8U, 0xe88aa0U, 0xd8402cU}));
    const int petals = random.integer(4, 6);
    const float phase = random.uniform(0.0F, 6.0F);
    for (int i = 0; i < petals; ++i) {
        const cv::Point2f away = polar(phase + 2.0F * kPi * static_cast<float>(i) / static_cast<float>(petals), size);
        canvas.fill(ellipse(place + cv::Point2f(away.x, 0.7F * away.y), 0.75F * size, 0.55F * size),
            petal * random.uniform(0.7F, 1.1F), 0.95F);
    }
    canvas.fill(ellipse(place, 0.45F * size, 0.35F * size), rgb(0x6a4a18), 0.9F);
}

namespace {

struct Brush {
    float length; ///< pixels in a picture that is 1280 wide
    float width;
    float spacing;
    float detail; ///< paints only where the picture differs by more than this from what is there
};

void paintStrokes(cv::Mat3f& painting, const cv::Mat3f& picture, const cv::Mat1f& slopeX, const cv::Mat1f& slopeY,
    const Brush& brush, float scale, RandomStream& random)
{
    const float spacing = std::max(1.5F, brush.spacing * scale);
    const int rows = static_cast<int>(static_cast<float>(picture.rows) / spacing) + 1;
    const int columns = static_cast<int>(static_cast<float>(picture.cols) / spacing) + 1;
    std::vector<int> order(static_cast<std::size_t>(rows * columns));
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = static_cast<int>(i);
        std::swap(order[i], order[static_cast<std::size_t>(random.integer(0, static_cast<int>(i)))]);
    }
    for (const int index : order) {
        const float x = (static_cast<float>(index % columns) + random.unit()) * spacing;
        const float y = (static_cast<float>(index / columns) + random.unit()) * spacing;
        const cv::Point pixel(
            std::min(static_cast<int>(x), picture.cols - 1), std::min(static_cast<int>(y), picture.rows - 1));
        Colour colour = picture(pixel);
        const Colour difference = colour - painting(pixel);
        const float jitter = random.uniform(-0.035F, 0.035F);
        const float lengthJitter = random.uniform(0.6F, 1.2F);
        const float wander = random.uniform(-0.25F, 0.25F);
        if (difference.dot(difference) < brush.detail * brush.detail)
            continue;
        const float turn = 0.5F * kPi + std::atan2(slopeY(pixel), slopeX(pixel)) + wander;
        colour = colour * (1.0F + jitter) + Colour(-0.5F * jitter, 0.0F, 0.4F * jitter);
        const float half = 0.5F * brush.length * scale * lengthJitter;
        const cv::Point2f reach = polar(turn, half);
        const auto fixed = [](float value) { return static_cast<int>(std::lround(16.0F * value)); };
        cv::line(painting, {fixed(x - reach.x), fixed(y - reach.y)}, {fixed(x + reach.x), fixed(y + reach.y)},
            cv::Scalar(colour[0], colour[1], colour[2]),
            std::max(1, static_cast<int>(std::lround(brush.width * scale))), cv::LINE_8, 4);
    }
}

} // namespace

cv::Mat applyBrushwork(const cv::Mat3f& picture, RandomStream& random)
{
    const float scale = static_cast<float>(std::max(picture.rows, picture.cols)) / 1280.0F;
    cv::Mat1f grey;
    cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
    cv::GaussianBlur(grey, grey, {}, std::max(0.8, 4.0 * static_cast<double>(scale)));
    cv::Mat1f slopeX;
    cv::Mat1f slopeY;
    cv::Sobel(grey, slopeX, CV_32F, 1, 0);
    cv::Sobel(grey, slopeY, CV_32F, 0, 1);
    // Strokes in flat parts follow their wider surroundings.
    cv::GaussianBlur(slopeX, slopeX, {}, std::max(0.8, 6.0 * static_cast<double>(scale)));
    cv::GaussianBlur(slopeY, slopeY, {}, std::max(0.8, 6.0 * static_cast<double>(scale)));
    cv::Mat3f painting;
    cv::GaussianBlur(picture, painting, {}, std::max(0.8, 5.0 * static_cast<double>(scale)));
    for (const Brush& brush :
        {Brush{26.0F, 7.0F, 6.0F, 0.0F}, Brush{14.0F, 4.0F, 3.2F, 0.05F}, Brush{8.0F, 2.0F, 1.9F, 0.08F}})
        paintStrokes(painting, picture, slopeX, slopeY, brush, scale, random);
    cv::Mat3f soft;
    cv::GaussianBlur(painting, soft, {}, std::max(0.3, 0.6 * static_cast<double>(scale)));
    cv::Mat3b bytes(picture.size());
    for (int y = 0; y < picture.rows; ++y) {
        for (int x = 0; x < picture.cols; ++x) {
            const Colour mixed = mix(soft(y, x), picture(y, x), 0.35F);
            // The thick paint catches the light from the right.
            const int next = std::min(x + 1, picture.cols - 1);
            const float thickness = 0.25F * (luminance(painting(y, x)) - luminance(painting(y, next)));
            for (int i = 0; i < 3; ++i) {
                const float value = 0.5F + 1.06F * (mixed[i] - 0.47F) + thickness;
                const float shoulder =
                    value > 0.88F ? 0.88F + 0.12F * std::tanh((value - 0.88F) / 0.12F * 0.6F) : value;
                bytes(y, x)[i] = cv::saturate_cast<std::uint8_t>(255.0F * shoulder);
            }
        }
    }
    return bytes;
}

} // namespace cnnvis::drawing
