// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::drawing {

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

void Canvas::paintSegment(const TubeSegment& segment, const Material& material, bool isLit)
{
    const cv::Point2f along = segment.to - segment.from;
    const float squaredLength = std::max(1e-6F, along.dot(along));
    const cv::Point2f direction = along * (1.0F / std::sqrt(squaredLength));
    const float widest = std::max(segment.radiusFrom, segment.radiusTo);
    const bool hasShadow = isLit && material.m_shadow > 0.0F && widest > 1.5F;
    const float shadowReach = hasShadow ? std::min(0.7F * widest, 7.0F) : 0.0F;
    const float reach = widest + shadowReach + 1.0F;
    const cv::Rect area = cv::Rect(cv::Point(static_cast<int>(std::min(segment.from.x, segment.to.x) - reach),
                                       static_cast<int>(std::min(segment.from.y, segment.to.y) - reach)),
                              cv::Point(static_cast<int>(std::max(segment.from.x, segment.to.x) + reach) + 1,
                                  static_cast<int>(std::max(segment.from.y, segment.to.y) + reach) + 1))
        & cv::Rect(0, 0, side(), side());
    const Colour shadowColour = m_light.ambient * 0.12F;
    for (int y = area.y; y < area.br().y; ++y) {
        for (int x = area.x; x < area.br().x; ++x) {
            const cv::Point2f offset =
                cv::Point2f(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F) - segment.from;
            const float position = offset.dot(along) / squaredLength;
            if ((position < 0.0F && !segment.hasStartCap) || (position > 1.0F && !segment.hasEndCap)) {
                continue;
            }
            const float t = std::clamp(position, 0.0F, 1.0F);
            const cv::Point2f away = offset - along * t;
            const float distance = std::sqrt(away.dot(away));
            const float radius = segment.radiusFrom + t * (segment.radiusTo - segment.radiusFrom);
            float coverage = std::clamp(radius - distance + 0.5F, 0.0F, 1.0F) * std::min(1.0F, 2.0F * radius);
            if (!m_clip.empty()) {
                coverage *= static_cast<float>(m_clip(y, x)) / 255.0F;
            }
            cv::Vec3f& pixel = m_pixels(y, x);
            if (hasShadow && position >= 0.0F && position <= 1.0F && distance > radius) {
                const float fall = 1.0F - (distance - radius) / shadowReach;
                if (fall > 0.0F && m_clip.empty()) {
                    pixel += (shadowColour - pixel) * (0.55F * material.m_shadow * fall * fall);
                }
            }
            if (coverage <= 0.0F) {
                continue;
            }
            const float inverseRadius = 1.0F / std::max(radius, 0.5F);
            const float across = direction.cross(away) * inverseRadius;
            SurfacePoint point{material.m_colour};
            if (material.m_surface) {
                material.m_surface({segment.startLength + t * segment.length, across}, point);
            }
            Colour colour = point.colour;
            float edge = 0.0F;
            if (isLit) {
                const cv::Point2f flat = away * (inverseRadius * material.m_roundness) - direction * point.height;
                const float squared = std::min(0.98F, flat.dot(flat));
                const float facing = std::sqrt(1.0F - squared);
                edge = 1.0F - facing;
                colour = m_light.shade(colour, {flat.x, flat.y, facing}, material, material.m_gloss * point.gloss);
                colour += (point.colour - colour) * point.glow;
                colour *= 1.0F - material.m_ink * edge;
            }
            const float body = material.m_core + (1.0F - material.m_core) * edge;
            pixel += (colour - pixel) * (coverage * material.m_opacity * point.opacity * body);
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
