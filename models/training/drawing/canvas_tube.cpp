// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::drawing {

namespace {

/// The pixels that lie within reach of a line.
cv::Rect areaAround(cv::Point2f from, cv::Point2f to, float reach)
{
    const cv::Point low(static_cast<int>(std::floor(std::min(from.x, to.x) - reach)),
        static_cast<int>(std::floor(std::min(from.y, to.y) - reach)));
    const cv::Point high(
        static_cast<int>(std::max(from.x, to.x) + reach) + 1, static_cast<int>(std::max(from.y, to.y) + reach) + 1);
    return {low, high};
}

} // namespace

/// One straight piece of a tube, in pixels.
struct Canvas::TubeSegment {
    cv::Point2f from;
    cv::Point2f to;
    float radiusFrom;
    float radiusTo;
    float startLength; ///< in units
    float length; ///< in units
    bool hasStartCap;
    bool hasEndCap;
};

/// Where a pixel lies on a piece of a tube.
struct Canvas::TubePoint {
    float position; ///< 0..1 along the piece; beyond it at the caps
    cv::Point2f away; ///< from the axis, as a share of the radius
    float across; ///< the same with its sign, across the tube
    cv::Point2f direction; ///< of the axis
};

void Canvas::paintTubePixel(cv::Vec3f& pixel, const TubeSegment& segment, const TubePoint& place,
    const Material& material, float coverage) const
{
    SurfacePoint point{material.m_colour};
    if (material.m_surface) {
        const float along = std::clamp(place.position, 0.0F, 1.0F);
        material.m_surface({segment.startLength + along * segment.length, place.across}, point);
    }
    const cv::Point2f slope = place.away * material.m_roundness - place.direction * point.height;
    const float facing = std::sqrt(1.0F - std::min(0.98F, slope.dot(slope)));
    const float edge = 1.0F - facing;
    Colour colour = m_light.shade(point.colour, {slope.x, slope.y, facing}, material, material.m_gloss * point.gloss);
    colour += (point.colour - colour) * point.glow;
    colour *= 1.0F - material.m_ink * edge;
    const float body = material.m_core + (1.0F - material.m_core) * edge;
    pixel += (colour - pixel) * (coverage * material.m_opacity * point.opacity * body);
}

void Canvas::paintSegment(const TubeSegment& segment, const Material& material, bool isLit)
{
    const cv::Point2f along = segment.to - segment.from;
    const float squaredLength = std::max(1e-6F, along.dot(along));
    const cv::Point2f direction = along * (1.0F / std::sqrt(squaredLength));
    const float widest = std::max(segment.radiusFrom, segment.radiusTo);
    const bool hasShadow = isLit && material.m_shadow > 0.0F && widest > 1.5F && m_clip.empty();
    const float shadowReach = hasShadow ? std::min(0.7F * widest, 7.0F) : 0.0F;
    const float reach = widest + shadowReach + 1.0F;
    const cv::Rect area = areaAround(segment.from, segment.to, reach) & cv::Rect(0, 0, side(), side());
    const Colour shadowColour = m_light.ambient * 0.12F;
    for (int y = area.y; y < area.br().y; ++y) {
        for (int x = area.x; x < area.br().x; ++x) {
            const cv::Point2f pixelPlace(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
            const cv::Point2f offset = pixelPlace - segment.from;
            const float position = offset.dot(along) / squaredLength;
            if ((position < 0.0F && !segment.hasStartCap) || (position > 1.0F && !segment.hasEndCap))
                continue;
            const float t = std::clamp(position, 0.0F, 1.0F);
            const cv::Point2f away = offset - along * t;
            const float distance = std::sqrt(away.dot(away));
            const float radius = segment.radiusFrom + t * (segment.radiusTo - segment.radiusFrom);
            cv::Vec3f& pixel = m_pixels(y, x);
            if (distance > radius && distance < radius + shadowReach && position == t) {
                const float fall = 1.0F - (distance - radius) / shadowReach;
                pixel += (shadowColour - pixel) * (0.55F * material.m_shadow * fall * fall);
            }
            float coverage = std::clamp(radius - distance + 0.5F, 0.0F, 1.0F) * std::min(1.0F, 2.0F * radius);
            if (coverage <= 0.0F)
                continue;
            if (!m_clip.empty())
                coverage *= static_cast<float>(m_clip(y, x)) / 255.0F;
            if (!isLit) {
                pixel += (material.m_colour - pixel) * (coverage * material.m_opacity);
                continue;
            }
            const float inverseRadius = 1.0F / std::max(radius, 0.5F);
            const TubePoint place{
                position, away * inverseRadius, static_cast<float>(direction.cross(away)) * inverseRadius, direction};
            paintTubePixel(pixel, segment, place, material, coverage);
        }
    }
}

void Canvas::paintTube(
    const Outline& path, const std::function<float(float)>& width, const Material& material, float start, bool isLit)
{
    const bool isOpaque = material.m_opacity >= 1.0F && material.m_core >= 1.0F;
    const std::size_t count = path.size();
    float length = start;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const auto share = [count](
                               std::size_t index) { return static_cast<float>(index) / static_cast<float>(count - 1); };
        const cv::Point2f step = path[i + 1] - path[i];
        TubeSegment segment{};
        segment.from = toPixel(path[i]);
        segment.to = toPixel(path[i + 1]);
        segment.radiusFrom = width(share(i)) * scaleAt(path[i]);
        segment.radiusTo = width(share(i + 1)) * scaleAt(path[i + 1]);
        segment.startLength = length;
        segment.length = std::hypot(step.x, step.y);
        segment.hasStartCap = isOpaque || i == 0;
        segment.hasEndCap = isOpaque || i + 2 == count;
        length += segment.length;
        paintSegment(segment, material, isLit);
    }
}

void Canvas::tube(const Outline& path, const std::function<float(float)>& width, const Material& material, float start)
{
    paintTube(path, width, material, start, true);
}

void Canvas::stroke(const Outline& path, float width, const Colour& colour, float opacity)
{
    paintTube(
        path, [width](float t) { return width * (1.0F - std::pow(std::abs(2.0F * t - 1.0F), 3.0F)); },
        Material(colour).opacity(opacity), 0.0F, false);
}

void Canvas::line(const Outline& path, float width, const Colour& colour, float opacity)
{
    paintTube(
        path, [width](float) { return width; }, Material(colour).opacity(opacity), 0.0F, false);
}

} // namespace cnnvis::drawing
