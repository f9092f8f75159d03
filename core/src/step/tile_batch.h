// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/step_report.h"
#include "gradient/target_gradient.h"
#include "picture/real_image.h"
#include "step/step_recipe.h"
#include "step/tiles.h"

namespace cnnvis {

/// Gathers tiles of an image, and asks the network for their gradients.
/// @param first, count  of `tiles`.
/// @param recipe        of the step: what is asked.
/// @param gradients     receives them, one after the other.
/// @param report        receives what the network says, and the time that it took.
/// @throws DeviceError  as TargetGradient::compute().
void computeTiles(TargetGradient& network, const RealImage& image, PictureSize tileSize,
    const std::vector<TileOrigin>& tiles, std::size_t first, std::size_t count, const StepRecipe& recipe,
    float* gradients, StepReport& report);

/// Adds Σ|gradient| of tiles to a sum, tile by tile in their order.
void addMagnitudesOfTiles(const float* gradients, std::size_t tiles, std::size_t tileValues, double& sum);

} // namespace cnnvis
