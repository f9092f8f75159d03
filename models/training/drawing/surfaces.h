// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "material.h"
#include "random_stream.h"

#include <functional>

namespace cnnvis::drawing {

/// Clouds of a second colour, and bumps to go with them.
Surface mottled(RandomStream& random, const Colour& second, float scale, float relief = 0.01F);
/// Hair that grows away from a point.
Surface furry(RandomStream& random, const Colour& second, cv::Point2f centre, float fineness = 1.0F);
/// Fibres, wood grain or hair along a direction.
Surface streaked(RandomStream& random, const Colour& second, float angle, float fineness, float relief = 0.006F);
/// Round spots of a second colour.
Surface spotted(RandomStream& random, const Colour& second, float size, float share = 0.6F);
/// Wavy stripes across a direction; `width` is that of a stripe and a gap together.
Surface striped(RandomStream& random, const Colour& second, float angle, float width, float warp = 0.3F);
/// Overlapping scales or feathers that point along a direction.
Surface scaly(RandomStream& random, const Colour& second, float angle, float size, float relief = 0.35F);
/// Courses of bricks or hewn stones with mortar between them; the sizes are those of one stone.
Surface masonry(RandomStream& random, const Colour& mortar, float width, float height);
/// From the first colour of the material to a second one between two points.
Surface graded(const Colour& second, cv::Point2f from, cv::Point2f to);
/// One surface on top of another.
Surface layered(Surface below, Surface above);

/// 0 below `low`, 1 above `high`, smooth between.
float smoothBetween(float low, float high, float value);

} // namespace cnnvis::drawing
