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

struct Lids {
    Outline upper; ///< from the inner corner to the outer one
    Outline lower;
};

Lids randomLids(RandomStream& random)
{
    const float open = random.uniform(0.38F, 0.62F);
    const float slant = random.uniform(-0.1F, 0.14F);
    const float peak = random.uniform(-0.25F, 0.2F);
    const cv::Point2f inner(-0.88F, 0.1F + slant);
    const cv::Point2f outer(0.88F, 0.05F - slant);
    Lids lids;
    lids.upper = spline({inner, {-0.55F, -0.6F * open}, {peak, -open}, {0.55F, -0.65F * open}, outer}, 7);
    lids.lower = spline({inner, {-0.45F, 0.62F * open}, {0.1F, 0.85F * open}, {0.6F, 0.55F * open}, outer}, 7);
    return lids;
}

void drawLashes(Scene& scene, const Lids& lids)
{
    const Colour colour = scene.palette.natural({0x140f0c, 0x2a1a10, 0x1a1a20});
    const float length = scene.random.uniform(0.14F, 0.34F);
    const float thickness = scene.random.uniform(0.012F, 0.024F);
    for (std::size_t i = 2; i + 1 < lids.upper.size(); ++i) {
        const cv::Point2f root = lids.upper[i];
        const float lean = root.x * 0.9F + scene.random.uniform(-0.15F, 0.15F);
        const float reach = length * scene.random.uniform(0.7F, 1.1F);
        const cv::Point2f middle = root + cv::Point2f(0.5F * lean * reach, -0.45F * reach);
        const cv::Point2f tip = middle + cv::Point2f(0.9F * lean * reach, -0.75F * reach);
        scene.canvas.tube(
            spline({root, middle, tip}, 4), tapered(thickness, 0.002F), Material(colour).shadow(0.0F).gloss(0.2F));
    }
    for (std::size_t i = 4; i + 2 < lids.lower.size(); i += 2) {
        const cv::Point2f root = lids.lower[i];
        const cv::Point2f tip = root + cv::Point2f(0.5F * root.x, 0.8F) * (0.5F * length);
        scene.canvas.tube({root, tip}, tapered(0.6F * thickness, 0.002F), Material(colour).shadow(0.0F));
    }
}

void drawEyeSocket(Scene& scene, const Lids& lids)
{
    const Colour skin = scene.palette.pick({0xd8a888, 0x8a5a40, 0xe8c4a8, 0x6a4a38, 0xb08060, 0x708050, 0x90a0a8});
    const Colour other = mix(skin, scene.palette.pick({0xa06a50, 0x5a3828, 0xc08a78, 0x404838}), 0.6F);
    Material material(skin);
    material.round(0.7F).bulge(0.4F).gloss(0.12F, 3).shadow(0.25F);
    switch (scene.random.integer(0, 3)) {
    case 0:
        material.surface(scaly(scene.random, other, 1.6F, 0.16F));
        break;
    case 1:
        material.surface(furry(scene.random, other, {0.0F, 0.0F}));
        break;
    default:
        material.surface(layered(
            mottled(scene.random, other, 0.5F, 0.02F), mottled(scene.random, mix(skin, other, 0.4F), 0.08F, 0.004F)));
        break;
    }
    const float height = scene.random.uniform(0.72F, 1.0F);
    scene.canvas.solid(wobbled(ellipse({0.0F, -0.03F}, 1.15F, height), scene.random, 0.12F), material);
    const Outline fold = placed(lids.upper, {0.0F, -0.12F}, 0.0F, 1.0F, 1.15F);
    scene.canvas.haze(band(fold, [](float) { return 0.05F; }), 0.05F, skin * 0.3F, 0.75F);
    scene.canvas.stroke(placed(lids.lower, {0.0F, 0.13F}, 0.0F, 0.9F, 1.1F), 0.025F, skin * 0.5F, 0.6F);
}

void drawEye(Scene& scene)
{
    const Lids lids = randomLids(scene.random);
    drawEyeSocket(scene, lids);
    Outline opening = lids.upper;
    opening.insert(opening.end(), lids.lower.rbegin(), lids.lower.rend());
    const Colour white = mix(scene.palette.natural({0xf4f0ec, 0xf0ead8}), scene.palette.pick({0xf4f0ec}), 0.2F);
    scene.canvas.solid(opening,
        Material(white).round(1.0F).bulge(0.5F).gloss(0.3F, 5).shadow(0.2F).surface(
            mottled(scene.random, mix(white, Colour(0.55F, 0.55F, 0.85F), 0.3F), 0.3F, 0.0F)));
    {
        const Clip clip(scene.canvas, opening);
        EyeLook look;
        look.iris = scene.palette.pick({0x3a6ea8, 0x4a8a5a, 0x6a4020, 0x9a6a20, 0x607888, 0x3a2818, 0x50a0a0});
        const float pupil = scene.random.uniform(0.3F, 0.55F);
        look.pupilHeight = pupil;
        look.pupilWidth = scene.random.chance(0.2F) ? 0.3F * pupil : pupil;
        const cv::Point2f gaze{scene.random.uniform(-0.25F, 0.25F), scene.random.uniform(-0.06F, 0.08F)};
        drawEyeball(scene, gaze, scene.random.uniform(0.38F, 0.5F), look);
        scene.canvas.haze(
            band(placed(lids.upper, {0.0F, 0.02F}), [](float) { return 0.09F; }), 0.06F, {0.04F, 0.03F, 0.05F}, 0.75F);
    }
    scene.canvas.tube(
        lids.upper, [](float t) { return 0.015F + 0.03F * std::sin(kPi * t); },
        Material(scene.palette.natural({0x2a1a14, 0x40281c})).shadow(0.0F));
    scene.canvas.tube(
        lids.lower, [](float) { return 0.018F; },
        Material(scene.palette.natural({0xb07868, 0x906050})).gloss(0.5F, 3).shadow(0.0F));
    if (scene.random.chance(0.8F))
        drawLashes(scene, lids);
}

void drawOwlDisc(Scene& scene, cv::Point2f centre, float radius, const Colour& pale, const Colour& dark)
{
    const float offset = scene.random.uniform(0.0F, 8.0F);
    scene.canvas.solid(ellipse(centre, radius, 1.12F * radius),
        Material(pale).round(0.5F).bulge(0.4F).shadow(0.25F).surface([=](cv::Point2f place, SurfacePoint& point) {
            const cv::Point2f away = (place - centre) * (1.0F / radius);
            const float distance = std::hypot(away.x, away.y / 1.12F);
            const float quill = fractalNoise(std::atan2(away.y, away.x) * (9.0F * 1.2732395F) + offset, distance);
            const float ring = std::sin(14.0F * distance + 3.0F * quill);
            point.colour = mix(pale, dark, 0.4F * smoothBetween(-0.3F, 0.7F, ring * 0.5F + quill));
            point.colour = mix(point.colour, dark * 0.4F, smoothBetween(0.82F, 0.95F, distance + 0.12F * quill));
            point.height = 0.02F * quill - 0.12F * smoothBetween(1.0F, 0.0F, distance);
        }));
}

void drawOwl(Scene& scene)
{
    const Colour plumage = scene.palette.pick({0x8a6a48, 0xa08868, 0xd8d0c4, 0x6a5a4c, 0x9a6a3a});
    const Colour dark = mix(plumage, scene.palette.pick({0x2a1c12, 0x3a2a1c, 0x40404a}), 0.75F);
    const Colour pale = toned(plumage, 0.45F);
    const Surface feathers = scaly(scene.random, dark, 0.5F * kPi, 0.17F);
    const float tuft = scene.random.uniform(-0.1F, 0.28F);
    const Outline body = blob({{-0.62F, 0.45F}, {0.62F, 0.45F}, {0.85F, 1.2F}, {-0.85F, 1.2F}});
    scene.canvas.solid(body, Material(plumage).surface(feathers));
    const Outline half{{0.0F, -0.72F}, {0.4F, -0.78F}, {0.72F + 0.2F * tuft, -0.9F - tuft}, {0.86F, -0.35F},
        {0.88F, 0.1F}, {0.6F, 0.62F}, {0.2F, 0.8F}};
    const Outline head = blob(joined(half, mirrored(half)), 5);
    scene.canvas.solid(head, Material(plumage).bulge(0.7F).ink(0.4F).surface(feathers));
    const float radius = scene.random.uniform(0.38F, 0.45F);
    EyeLook look;
    look.iris = scene.palette.pick({0xf0a010, 0xe8c020, 0xd86a10, 0x2a1a10});
    look.pupilWidth = look.pupilHeight = scene.random.uniform(0.4F, 0.62F);
    const float eye = scene.random.uniform(0.21F, 0.27F);
    for (const float side : {-1.0F, 1.0F})
        drawOwlDisc(scene, {0.39F * side, -0.08F}, radius, pale, dark);
    for (const float side : {-1.0F, 1.0F}) {
        drawEyeball(scene, {0.37F * side, -0.12F}, eye, look);
        const cv::Point2f root(0.03F * side, 0.02F);
        scene.canvas.solid(leaf(root, {0.78F * side, -0.62F - 0.5F * tuft}, 0.11F, 0.5F),
            Material(mix(plumage, pale, 0.3F)).shadow(0.5F).surface(streaked(scene.random, dark, -0.6F * side, 3.0F)));
    }
    const Colour beak = scene.palette.natural({0x3a3430, 0xc89a40, 0x605850});
    scene.canvas.solid(
        blob({{0.0F, -0.08F}, {0.1F, 0.08F}, {0.07F, 0.24F}, {0.0F, 0.4F}, {-0.07F, 0.24F}, {-0.1F, 0.08F}}),
        Material(beak).gloss(0.5F, 4).shadow(0.6F).bulge(1.4F));
}

void drawCatEar(Scene& scene, float side, const Material& fur, const Colour& inner)
{
    const Outline ear = blob({{0.2F * side, -0.55F}, {0.55F * side, -0.95F}, {0.76F * side, -1.12F},
                                 {0.84F * side, -0.7F}, {0.82F * side, -0.25F}},
        5);
    scene.canvas.solid(ear, fur);
    const Outline hollow = blob({{0.38F * side, -0.6F}, {0.7F * side, -0.95F}, {0.74F * side, -0.45F}}, 5);
    scene.canvas.solid(hollow,
        Material(inner).bulge(-0.4F).shadow(0.0F).surface(
            streaked(scene.random, toned(inner, 0.35F), -0.9F * side, 3.0F)));
}

void drawCatMuzzle(Scene& scene, const Colour& pale)
{
    const Colour nose = scene.palette.natural({0xd88a88, 0xb06058, 0x3a2a2a});
    for (const float side : {-1.0F, 1.0F}) {
        scene.canvas.solid(ellipse({0.17F * side, 0.47F}, 0.23F, 0.18F, 0.25F * side),
            Material(pale).shadow(0.25F).bulge(0.8F).surface(furry(scene.random, pale * 0.8F, {0.0F, 0.3F})));
    }
    scene.canvas.solid(ellipse({0.0F, 0.66F}, 0.16F, 0.12F), Material(pale * 0.9F).shadow(0.2F));
    scene.canvas.stroke(
        spline({{0.0F, 0.35F}, {0.0F, 0.5F}, {0.13F, 0.58F}, {0.3F, 0.54F}}, 5), 0.02F, {0.1F, 0.08F, 0.12F});
    scene.canvas.stroke(
        spline({{0.0F, 0.35F}, {0.0F, 0.5F}, {-0.13F, 0.58F}, {-0.3F, 0.54F}}, 5), 0.02F, {0.1F, 0.08F, 0.12F});
    scene.canvas.solid(blob({{-0.12F, 0.25F}, {0.12F, 0.25F}, {0.06F, 0.36F}, {0.0F, 0.41F}, {-0.06F, 0.36F}}),
        Material(nose).gloss(0.5F, 4).shadow(0.3F));
    for (const float side : {-1.0F, 1.0F}) {
        for (int i = 0; i < 4; ++i) {
            const float lift = -0.12F + 0.1F * static_cast<float>(i) + scene.random.uniform(-0.03F, 0.03F);
            const cv::Point2f root(0.22F * side, 0.42F + 0.4F * lift);
            scene.canvas.stroke(spline({root, {0.6F * side, 0.38F + lift}, {1.08F * side, 0.45F + 1.8F * lift}}, 5),
                0.014F, {0.95F, 0.95F, 0.95F}, 0.9F);
        }
    }
}

void drawCat(Scene& scene)
{
    const Colour coat = scene.palette.pick({0xc88038, 0x707070, 0x3a3230, 0xe8e0d4, 0x8a7458, 0xb09878});
    const Colour stripe = mix(coat, scene.palette.pick({0x3a2010, 0x202020, 0x5a3a20}), 0.75F);
    const Colour pale = toned(coat, 0.6F);
    Surface fur = furry(scene.random, mix(coat, stripe, 0.4F), {0.0F, 0.3F});
    if (scene.random.chance(0.65F)) {
        fur = layered(fur, [stripe](cv::Point2f place, SurfacePoint& point) {
            const float forehead = smoothBetween(-0.15F, -0.45F, place.y);
            const float cheek = smoothBetween(0.45F, 0.7F, std::abs(place.x)) * smoothBetween(-0.3F, 0.0F, place.y);
            const float bars =
                std::sin(17.0F * place.x) * forehead + std::sin(14.0F * (place.y - 0.3F * std::abs(place.x))) * cheek;
            point.colour = mix(point.colour, stripe, 0.8F * smoothBetween(0.15F, 0.6F, bars));
        });
    }
    const Material material = Material(coat).bulge(0.7F).gloss(0.05F).surface(fur);
    const Colour inner = scene.palette.natural({0xd8a098, 0xc08880, 0xa87068});
    for (const float side : {-1.0F, 1.0F})
        drawCatEar(scene, side, material, inner);
    const float cheek = scene.random.uniform(0.84F, 0.98F);
    const Outline half{{0.0F, -0.66F}, {0.45F, -0.6F}, {0.8F, -0.25F}, {cheek, 0.2F}, {0.72F, 0.58F}, {0.3F, 0.8F}};
    const Outline head = blob(joined(half, mirrored(half)), 5);
    scene.canvas.solid(head, material);
    drawFringe(scene, head, 0.1F, coat, {0.0F, 0.0F});
    EyeLook look;
    look.iris = scene.palette.pick({0x9ab83a, 0xd8a828, 0x58a878, 0x68a8d0, 0xc07a20});
    look.pupilHeight = 0.85F;
    look.pupilWidth = scene.random.uniform(0.16F, 0.42F);
    const float eye = scene.random.uniform(0.2F, 0.25F);
    for (const float side : {-1.0F, 1.0F}) {
        const cv::Point2f centre(0.36F * side, -0.06F);
        const Outline opening =
            leaf(centre + cv::Point2f(-0.3F * side, 0.1F), centre + cv::Point2f(0.31F * side, -0.1F), eye, 0.5F);
        scene.canvas.haze(opening, 0.04F, {0.05F, 0.05F, 0.06F}, 0.9F);
        const Clip clip(scene.canvas, opening);
        drawEyeball(scene, centre, 1.12F * eye, look);
    }
    drawCatMuzzle(scene, pale);
}

void drawFoxEar(Scene& scene, float side, const Material& fur, const Colour& tip)
{
    const Outline ear = blob({{0.22F * side, -0.5F}, {0.42F * side, -1.0F}, {0.62F * side, -1.18F},
                                 {0.76F * side, -0.8F}, {0.74F * side, -0.3F}},
        5);
    scene.canvas.solid(ear, fur);
    scene.canvas.solid(blob({{0.36F * side, -0.55F}, {0.58F * side, -1.04F}, {0.66F * side, -0.5F}}, 5),
        Material(tip).bulge(-0.4F).shadow(0.0F).surface(streaked(scene.random, toned(tip, 0.5F), -1.2F * side, 3.0F)));
}

void drawFoxMuzzle(Scene& scene, const Colour& pale, const Colour& coat)
{
    const Outline half{{0.0F, -0.05F}, {0.17F, 0.05F}, {0.22F, 0.4F}, {0.2F, 0.75F}, {0.08F, 0.92F}};
    const Surface fur = furry(scene.random, mix(pale, coat, 0.3F), {0.0F, -0.5F});
    scene.canvas.solid(blob(joined(half, mirrored(half)), 5),
        Material(mix(coat, pale, 0.15F))
            .bulge(0.9F)
            .shadow(0.5F)
            .gloss(0.05F)
            .surface(layered(fur, graded(pale, {0.0F, 0.2F}, {0.0F, 0.95F}))));
    scene.canvas.solid(
        blob({{-0.15F, 0.66F}, {0.0F, 0.6F}, {0.15F, 0.66F}, {0.1F, 0.82F}, {0.0F, 0.88F}, {-0.1F, 0.82F}}, 5),
        Material({0.06F, 0.05F, 0.05F}).gloss(0.6F, 3).shadow(0.4F));
    scene.canvas.stroke(spline({{-0.24F, 0.86F}, {0.0F, 1.0F}, {0.24F, 0.86F}}, 6), 0.025F, {0.06F, 0.05F, 0.07F});
}

void drawFox(Scene& scene)
{
    const Colour coat = scene.palette.pick({0xd8742a, 0xc05a1c, 0xb87840, 0xe8e4e0, 0x8a7468});
    const Colour tip = scene.palette.natural({0x1c1614, 0x2a1c14});
    const Colour pale = scene.palette.natural({0xf8f0e6, 0xece4da});
    const Material fur =
        Material(coat).bulge(0.7F).gloss(0.05F).surface(furry(scene.random, coat * 0.6F, {0.0F, 0.6F}));
    for (const float side : {-1.0F, 1.0F})
        drawFoxEar(scene, side, fur, tip);
    const Outline half{{0.0F, -0.58F}, {0.4F, -0.52F}, {0.7F, -0.2F}, {0.98F, 0.22F}, {0.6F, 0.42F}, {0.25F, 0.75F}};
    const Outline head = blob(joined(half, mirrored(half)), 5);
    scene.canvas.solid(head, fur);
    for (const float side : {-1.0F, 1.0F}) {
        const Outline cheek = blob({{0.2F * side, 0.1F}, {0.55F * side, -0.05F}, {0.96F * side, 0.22F},
                                       {0.5F * side, 0.42F}, {0.22F * side, 0.7F}},
            5);
        scene.canvas.solid(cheek,
            Material(pale).bulge(0.5F).shadow(0.15F).gloss(0.0F).surface(
                furry(scene.random, pale * 0.75F, {0.0F, -0.2F})));
    }
    drawFringe(scene, head, 0.11F, mix(coat, pale, 0.4F), {0.0F, -0.1F});
    drawFoxMuzzle(scene, pale, coat);
    EyeLook look;
    look.iris = scene.palette.pick({0xc88a28, 0x8a4a18, 0x5a3a1c});
    look.pupilWidth = look.pupilHeight = 0.6F;
    for (const float side : {-1.0F, 1.0F}) {
        const cv::Point2f centre(0.36F * side, -0.06F);
        const Outline opening =
            leaf(centre + cv::Point2f(-0.2F * side, 0.11F), centre + cv::Point2f(0.2F * side, -0.09F), 0.12F, 0.5F);
        scene.canvas.haze(opening, 0.03F, {0.04F, 0.03F, 0.04F}, 1.0F);
        const Clip clip(scene.canvas, opening);
        drawEyeball(scene, centre, 0.15F, look);
    }
}

void drawMaskMouth(Scene& scene, const Colour& tooth)
{
    const float width = scene.random.uniform(0.22F, 0.4F);
    const float height = scene.random.uniform(0.09F, 0.17F);
    const Outline lips = blob({{-width, 0.55F}, {0.0F, 0.55F - height}, {width, 0.55F}, {0.0F, 0.55F + height}}, 6);
    scene.canvas.solid(placed(lips, {0.0F, -0.11F}, 0.0F, 1.2F, 1.2F),
        Material(scene.palette.pick({0xa83020, 0x5a3018, 0xd8c8a0})).shadow(0.5F));
    const Clip clip(scene.canvas, lips);
    scene.canvas.fill(lips, Colour(0.03F, 0.03F, 0.05F));
    const int teeth = scene.random.integer(4, 8);
    for (int i = 0; i < teeth; ++i) {
        const float left = width * (2.0F * static_cast<float>(i) / static_cast<float>(teeth) - 1.0F);
        const float right = left + 1.7F * width / static_cast<float>(teeth);
        scene.canvas.solid(box(left, 0.55F - height, right, 0.54F), Material(tooth).round(0.4F).shadow(0.0F));
        scene.canvas.solid(box(left, 0.57F, right, 0.55F + height), Material(tooth).round(0.4F).shadow(0.0F));
    }
}

void drawMaskCrown(Scene& scene, const Colour& first, const Colour& second)
{
    const int count = 2 * scene.random.integer(2, 5) + 1;
    const float length = scene.random.uniform(0.3F, 0.5F);
    for (int i = 0; i < count; ++i) {
        const float turn = -0.5F * kPi + 1.9F * (static_cast<float>(i) / static_cast<float>(count - 1) - 0.5F);
        const cv::Point2f root = cv::Point2f(0.0F, -0.3F) + polar(turn, 0.4F);
        const cv::Point2f tip = cv::Point2f(0.0F, -0.3F) + polar(turn, 0.45F + length);
        scene.canvas.solid(leaf(root, tip, 0.1F, 0.6F),
            Material(i % 2 == 0 ? first : second)
                .shadow(0.4F)
                .surface(streaked(scene.random, first * 0.5F, turn, 2.5F)));
    }
}

void drawMask(Scene& scene)
{
    const Colour wood = scene.palette.pick({0x6a4024, 0x8a5a30, 0x3a2418, 0xa07040});
    const Colour paint = scene.palette.pick({0xd8c8a0, 0xa83020, 0xe8e0d0, 0x2a6a78, 0xd89a28});
    const Colour accent = scene.palette.pick({0x1c1814, 0xa83020, 0xe0b040, 0xf0e8d8});
    drawMaskCrown(scene, paint, accent);
    const float chin = scene.random.uniform(0.3F, 0.55F);
    const Outline half{{0.0F, -0.72F}, {0.42F, -0.66F}, {0.66F, -0.3F}, {0.6F, 0.25F}, {chin, 0.7F}, {0.12F, 0.98F}};
    const Outline shield = blob(joined(half, mirrored(half)), 5);
    const int bands = scene.random.integer(5, 9);
    const float offset = scene.random.uniform(0.0F, 6.0F);
    const Surface grain = streaked(scene.random, wood * 0.55F, 1.57F, 2.0F);
    scene.canvas.solid(shield,
        Material(wood).bulge(0.9F).gloss(0.3F, 3).ink(0.5F).surface([=](cv::Point2f place, SurfacePoint& point) {
            grain(place, point);
            const float fold = std::abs(place.x) + (place.y < 0.0F ? 0.8F * place.y : -0.7F * place.y);
            const float wave = std::sin(fold * static_cast<float>(bands) * 2.2F + offset);
            const float chips = fractalNoise(place * 4.0F);
            const float line = smoothBetween(0.2F, 0.35F, wave + 0.25F * chips);
            point.colour = mix(point.colour, place.y > 0.1F ? accent : paint, 0.85F * line);
            point.height += 0.012F * line;
        }));
    for (const float side : {-1.0F, 1.0F}) {
        const Outline brow = spline({{0.06F * side, -0.22F}, {0.3F * side, -0.38F}, {0.55F * side, -0.24F}}, 6);
        scene.canvas.tube(
            brow, [](float t) { return 0.08F - 0.045F * t; }, Material(accent).gloss(0.3F).shadow(0.6F));
        const Outline socket = ellipse({0.3F * side, -0.12F}, 0.19F, 0.115F, 0.15F * side);
        scene.canvas.solid(placed(socket, {0.0F, 0.0F}), Material(paint).round(0.4F).shadow(0.3F));
        scene.canvas.solid(ellipse({0.3F * side, -0.12F}, 0.13F, 0.06F, 0.15F * side),
            Material({0.02F, 0.02F, 0.03F}).bulge(-1.0F).shadow(0.0F));
    }
    const Outline nose{{-0.06F, -0.24F}, {0.06F, -0.24F}, {0.17F, 0.26F}, {0.0F, 0.34F}, {-0.17F, 0.26F}};
    scene.canvas.solid(
        blob(nose, 4), Material(mix(wood, paint, 0.2F)).bulge(1.6F).gloss(0.4F, 3).shadow(0.7F).surface(grain));
    drawMaskMouth(scene, scene.palette.natural({0xe8dcc0, 0xf4ecdc}));
}

} // namespace

Kinds faceKinds()
{
    return {
        {"eye", drawEye, Pose::Tilted, kAnywhere, 3},
        {"owl", drawOwl, Pose::Upright, kFoliage | kSky | kStudio, 2},
        {"cat face", drawCat, Pose::Tilted, kFoliage | kWall | kStudio, 2},
        {"fox face", drawFox, Pose::Tilted, kFoliage | kLand | kStudio, 2},
        {"mask", drawMask, Pose::Tilted, kWall | kFoliage | kStudio, 2},
    };
}

} // namespace cnnvis::drawing
