// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/sums.h"
#include "objective/objective.h"
#include "step/pixel_recipe.h"

namespace cnnvis {

/// All that a step does, as plain values: made of the settings once before it, by recipeOf().
struct StepRecipe {
    Objective objective;
    Sums sums = Sums::Fastest; ///< of the network
    bool isNormalised = false; ///< the network's gradient has a mean magnitude of 1
    PixelRecipe pixels;
};

} // namespace cnnvis
