// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scene.h"

namespace cnnvis::drawing {

/// Where a thing may be seen; to be combined with |.
enum Setting : unsigned {
    kSky = 1U,
    kLand = 2U,
    kFoliage = 4U,
    kWater = 8U,
    kWall = 16U,
    kStudio = 32U,
    kAnywhere = 63U,
};

/// Paints one of the settings over the whole frame.
void drawBackdrop(Scene& scene, unsigned settings);
/// Parts of plants and things, faint and never whole, between the backdrop and the subject.
void drawClutter(Scene& scene);
/// Something out of focus that covers a corner of the subject.
void drawOccluder(Scene& scene);

} // namespace cnnvis::drawing
