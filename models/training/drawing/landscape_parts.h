// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "canvas.h"
#include "random_stream.h"

#include <opencv2/core.hpp>

namespace cnnvis::drawing {

/// What stands in the sample landscape. Places are the feet of things; sizes are heights, in the units of the canvas;
/// haze (0..1) lets far things fade into the air.

void paintConifer(Canvas& canvas, RandomStream& random, cv::Point2f foot, float height, float haze);
void paintBush(Canvas& canvas, RandomStream& random, cv::Point2f foot, float height, float haze);
void paintGreatTree(Canvas& canvas, RandomStream& random, cv::Point2f foot, float height);
void paintRock(Canvas& canvas, RandomStream& random, cv::Point2f foot, float size);
void paintTuft(Canvas& canvas, RandomStream& random, cv::Point2f foot, float height);
void paintBlossom(Canvas& canvas, RandomStream& random, cv::Point2f place, float size);

/// Goes over a picture with brushes, broad ones first, along the edges that it finds.
/// @return  8 bits a channel, BGR.
cv::Mat applyBrushwork(const cv::Mat3f& picture, RandomStream& random);

} // namespace cnnvis::drawing
