// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "canvas.h"
#include "palette.h"
#include "random_stream.h"

namespace cnnvis::drawing {

/// What a drawing function works with. It draws one thing that fills about -1..1 of the canvas in both directions.
struct Scene {
    Canvas& canvas;
    RandomStream& random;
    Palette& palette;
};

} // namespace cnnvis::drawing
