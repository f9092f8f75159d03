// SPDX-License-Identifier: GPL-3.0-or-later
#include "creature_parts.h"

#include "noise.h"
#include "surfaces.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::drawing {

namespace {

Surface irisSurface(RandomStream& random, cv::Point2f centre, float radius, const EyeLook& look)
{
    const float offset = random.uniform(0.0F, 8.0F);
    const Colour inner = toned(look.iris, 0.35F);
    const Colour outer = look.iris * 0.35F;
    const float share = 1.0F - look.white;
    return [=](cv::Point2f place, SurfacePoint& point) {
        const cv::Point2f away = (place - centre) * (1.0F / (radius * share));
        const float distance = std::hypot(away.x, away.y);
        if (distance > 1.0F) {
            point.colour = Colour(0.86F, 0.9F, 0.92F) * (1.0F - 0.5F * (distance - 1.0F));
            return;
        }
        const float fibre = fractalNoise(std::atan2(away.y, away.x) * (6.0F * 1.2732395F) + offset, distance * 1.5F);
        point.colour = mix(inner, look.iris, smoothBetween(0.35F, 0.8F, distance + 0.4F * fibre));
        point.colour *= 1.0F + 0.5F * fibre;
        point.colour = mix(point.colour, outer, smoothBetween(0.78F, 0.97F, distance));
        const float pupil = std::hypot(away.x / look.pupilWidth, away.y / look.pupilHeight);
        point.colour = mix(Colour(0.02F, 0.02F, 0.03F), point.colour, smoothBetween(0.88F, 1.08F, pupil));
    };
}

} // namespace

void drawEyeball(Scene& scene, cv::Point2f centre, float radius, const EyeLook& look)
{
    const Outline outline = circle(centre, radius);
    scene.canvas.haze(circle(centre, 1.15F * radius), 0.12F * radius, {0.03F, 0.03F, 0.04F}, 0.7F);
    scene.canvas.solid(outline,
        Material(look.iris).bulge(0.55F).gloss(0.35F, 5).shadow(0.0F).surface(
            irisSurface(scene.random, centre, radius, look)));
    const cv::Vec3f light = scene.canvas.light().direction;
    const cv::Point2f shine = centre + cv::Point2f(light[0], light[1]) * (0.42F * radius);
    scene.canvas.haze(circle(shine, 0.2F * radius), 0.03F * radius, {1.0F, 1.0F, 1.0F}, 0.95F);
    const cv::Point2f glint = centre - cv::Point2f(light[0], light[1]) * (0.5F * radius);
    scene.canvas.haze(circle(glint, 0.1F * radius), 0.06F * radius, {0.9F, 0.9F, 0.9F}, 0.45F);
}

void drawBead(Scene& scene, cv::Point2f centre, float radius)
{
    scene.canvas.solid(circle(centre, radius), Material({0.05F, 0.05F, 0.06F}).gloss(0.8F, 4).shadow(0.3F));
    const cv::Vec3f light = scene.canvas.light().direction;
    const cv::Point2f shine = centre + cv::Point2f(light[0], light[1]) * (0.4F * radius);
    scene.canvas.fill(circle(shine, 0.26F * radius), Colour(1.0F, 1.0F, 1.0F), 0.9F);
}

void drawFringe(Scene& scene, const Outline& outline, float length, const Colour& colour, cv::Point2f centre)
{
    for (std::size_t i = 0; i < outline.size(); i += 2) {
        const cv::Point2f away = outline[i] - centre;
        const float turn = std::atan2(away.y, away.x) + scene.random.uniform(-0.6F, 0.6F);
        const float reach = length * scene.random.uniform(0.5F, 1.2F);
        const cv::Point2f start = outline[i] - polar(turn, 0.9F * reach);
        scene.canvas.stroke({start, outline[i], outline[i] + polar(turn, reach)}, 0.22F * length,
            colour * scene.random.uniform(0.6F, 1.15F), 0.9F);
    }
}

void drawLimb(Scene& scene, const Outline& joints, float width, const Material& material)
{
    scene.canvas.tube(
        joints, [width](float t) { return width * (1.05F - 0.75F * t); }, material);
}

std::function<float(float)> tapered(float thick, float thin)
{
    return [=](float t) { return thick + t * (thin - thick); };
}

} // namespace cnnvis::drawing
