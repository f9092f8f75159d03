// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "random_stream.h"

#include <opencv2/core.hpp>

#include <functional>
#include <vector>

namespace cnnvis::drawing {

/// Corners of a closed shape, or points of an open path; in the units of whoever draws it, y downwards.
using Outline = std::vector<cv::Point2f>;

constexpr float kPi = 3.14159265F;

cv::Point2f polar(float angle, float radius);

Outline ellipse(cv::Point2f centre, float radiusX, float radiusY, float angle = 0.0F);
Outline circle(cv::Point2f centre, float radius);
Outline box(float left, float top, float right, float bottom);
/// Part of a circle as an open path, from one angle to the other.
Outline arc(cv::Point2f centre, float radius, float from, float to);
/// A smooth curve through the points.
Outline spline(const Outline& points, int steps = 8);
/// A smooth closed curve through the points.
Outline blob(const Outline& points, int steps = 8);
/// Pointed at both ends; `belly` (0..1) says where it is widest.
Outline leaf(cv::Point2f base, cv::Point2f tip, float halfWidth, float belly = 0.45F);
/// A band along a path; `width` gives half the width at 0..1 along it.
Outline band(const Outline& path, const std::function<float(float)>& width);
/// With its points moved at random but smoothly, at most by about `amount`.
Outline wobbled(const Outline& outline, RandomStream& random, float amount, float frequency = 2.0F);
/// Left and right swapped.
Outline mirrored(const Outline& outline);
/// The outline with every point scaled by (x, y), turned by angle, then shifted.
Outline placed(const Outline& outline, cv::Point2f shift, float angle = 0.0F, float scaleX = 1.0F, float scaleY = 1.0F);
/// The outline followed by another: two halves of one shape.
Outline joined(Outline first, const Outline& second);

} // namespace cnnvis::drawing
