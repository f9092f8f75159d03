// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scene.h"

#include <functional>

namespace cnnvis::drawing {

struct EyeLook {
    Colour iris;
    float pupilWidth = 0.5F; ///< as a share of the iris; less than the height: a slit
    float pupilHeight = 0.5F;
    float white = 0.0F; ///< width of the white around the iris, as a share of the radius
};

/// A round wet eye with fibres in the iris and a highlight.
void drawEyeball(Scene& scene, cv::Point2f centre, float radius, const EyeLook& look);

/// A small dark bead of an eye.
void drawBead(Scene& scene, cv::Point2f centre, float radius);

/// Lighter and darker hairs, each a thin line, that stand out from an outline.
void drawFringe(Scene& scene, const Outline& outline, float length, const Colour& colour, cv::Point2f centre);

/// A leg or an arm of several joints.
void drawLimb(Scene& scene, const Outline& joints, float width, const Material& material);

/// Half a width that tapers from `thick` to `thin`.
std::function<float(float)> tapered(float thick, float thin);

} // namespace cnnvis::drawing
