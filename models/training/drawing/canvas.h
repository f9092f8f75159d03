// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "material.h"
#include "outline.h"

#include <opencv2/core.hpp>

#include <functional>

namespace cnnvis::drawing {

/// The light that falls on a picture. Directions point to the light: x right, y down, z to us; length 1.
struct Light {
    cv::Vec3f direction{-0.5F, -0.6F, 0.62F};
    Colour key{0.95F, 0.98F, 1.0F};
    Colour ambient{0.36F, 0.33F, 0.31F};
    Colour rim{1.0F, 0.95F, 0.9F};

    /// The colour of a lit point.
    Colour shade(const Colour& colour, const cv::Vec3f& normal, const Material& material, float gloss) const;
};

class Canvas;

/// Moves the origin of a canvas while it lives: shapes are drawn in the units of the placement.
class Placement {
public:
    Placement(Canvas& canvas, const cv::Matx33f& matrix);
    ~Placement();
    Placement(const Placement&) = delete;
    Placement& operator=(const Placement&) = delete;

private:
    Canvas& m_canvas;
    cv::Matx33f m_before;
};

/// Limits drawing to a shape while it lives. Clips do not nest.
class Clip {
public:
    Clip(Canvas& canvas, const Outline& outline);
    ~Clip();
    Clip(const Clip&) = delete;
    Clip& operator=(const Clip&) = delete;

private:
    Canvas& m_canvas;
};

/// A square picture in float colours on which lit shapes are painted from back to front.
///
/// The frame spans -1..1 in x (to the right) and y (down); placements move and turn that. Edges are antialiased.
/// A shape becomes a solid: its height is inflated from the distance to its edge, a surface function may add relief,
/// and the light shades the slopes.
class Canvas {
public:
    Canvas(int side, const Light& light);

    const Light& light() const { return m_light; }
    cv::Mat3f& pixels() { return m_pixels; }
    int side() const { return m_pixels.rows; }

    /// Shifted, turned and scaled until the placement dies.
    [[nodiscard]] Placement place(cv::Point2f shift, float angle = 0.0F, float scaleX = 1.0F, float scaleY = 1.0F);
    [[nodiscard]] Placement place(const cv::Matx33f& matrix) { return Placement(*this, matrix); }

    /// A lit body.
    void solid(const Outline& outline, const Material& material);
    /// A lit round string along a path; `width` gives half the width at 0..1 along it.
    /// @param start  length along the tube of the first point, for its surface function.
    void tube(
        const Outline& path, const std::function<float(float)>& width, const Material& material, float start = 0.0F);
    /// Unlit paint.
    void fill(const Outline& outline, const Colour& colour, float opacity = 1.0F);
    void fill(const Outline& outline, const Surface& surface, float opacity = 1.0F);
    /// An unlit line that gets thinner towards both ends; `width` is half of it at its widest.
    void stroke(const Outline& path, float width, const Colour& colour, float opacity = 1.0F);
    /// An unlit line of even width.
    void line(const Outline& path, float width, const Colour& colour, float opacity = 1.0F);
    /// Unlit paint with soft edges; negative opacity is not allowed.
    void haze(const Outline& outline, float softness, const Colour& colour, float opacity);
    /// Adds light around a point.
    void glow(cv::Point2f centre, float radius, const Colour& colour, float strength);

private:
    friend class Placement;
    friend class Clip;

    /// The part of the picture that a shape covers.
    struct Patch {
        cv::Rect area;
        cv::Mat1b mask;
        bool isEmpty() const { return area.empty(); }
    };

    cv::Point2f toPixel(cv::Point2f place) const;
    cv::Point2f fromPixel(float x, float y, const cv::Matx33f& inverse) const;
    /// Pixels a unit at a place.
    float scaleAt(cv::Point2f place) const;
    Patch rasterise(const Outline& outline, cv::Point2f pixelShift = {}, int margin = 2) const;
    void softFill(Patch& patch, float radius, const Colour& colour, float opacity);
    void castShadow(const Outline& outline, const Patch& patch, float strength);
    cv::Mat1f inflate(const Patch& patch, const Material& material) const;
    /// Calls the surface function of a material for the points of a patch.
    void evaluate(
        const Patch& patch, const Material& material, cv::Mat1f& height, cv::Mat3f& colours, cv::Mat3f& extras) const;
    void paintLit(const Patch& patch, const cv::Mat1f& height, const cv::Mat3f& colours, const cv::Mat3f& extras,
        const Material& material);
    struct TubeSegment;
    struct TubePoint;
    void paintTubePixel(cv::Vec3f& pixel, const TubeSegment& segment, const TubePoint& place, const Material& material,
        float coverage) const;
    void paintSegment(const TubeSegment& segment, const Material& material, bool isLit);
    void paintTube(const Outline& path, const std::function<float(float)>& width, const Material& material, float start,
        bool isLit);

    cv::Mat3f m_pixels;
    cv::Mat1b m_clip;
    Light m_light;
    cv::Matx33f m_toPixels;
};

} // namespace cnnvis::drawing
