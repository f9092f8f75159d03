// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "picture/real_image.h"
#include "step/pixel_recipe.h"
#include "step/tile_shape.h"
#include "step/tiles.h"

#include <cstddef>
#include <cstdint>
#include <vector>

/// What a step does to the pixels of a tile, on one thread. The arithmetic is in double precision, as the original's:
/// single precision would break ties between equal neighbours, which the network's pooling layers make visible.
namespace cnnvis {

/// What terms may pull to: 8-bit RGB pixels of the image's size, or of a part of it that holds all tiles that ask.
struct ReferencePixels {
    const std::uint8_t* pixels = nullptr; ///< nullptr: zero
    std::size_t rowLength = 0;
    TileOrigin origin; ///< of the part
};

/// What a tile's step needs beside the tile: the same for all tiles of a step.
struct TileStepContext {
    const PixelRecipe& recipe;
    ReferencePixels reference;
    double mean; ///< of the network, in grey levels
    const std::vector<int>& tilesOverRow; ///< see tilesOver()
    const std::vector<int>& tilesOverColumn;
};

/// What the network says of a tile.
struct NetworkGradient {
    const float* values;
    double divisor = 1.0; ///< of all of them, to normalise them
};

/// A tile that is stepped: where it lies in the image, and what belongs to it.
struct TileInStep {
    TileOrigin origin;
    TileShape shape;
    const double* before; ///< its values
    NetworkGradient gradient;
    MemoryPlanes memory; ///< the optimiser's
    double* steps; ///< receives the steps taken; nullptr: they are not asked for
};

/// Copies rows of a tile out of the image: to the network in single precision, which is what it computes in, and to
/// TileInStep::before.
void gatherRows(const RealImage& image, TileOrigin origin, TileShape shape, int firstRow, int endRow, float* tile);
void gatherRows(const RealImage& image, TileOrigin origin, TileShape shape, int firstRow, int endRow, double* tile);

/// A tile's row of the reference, which is not zero, as the image's values are.
void copyReferenceRow(const TileStepContext& context, TileOrigin origin, int row, std::size_t rowLength, double* to);

/// Takes rows of a tile through one step: the network's gradient and the terms, the optimiser, and back into the image.
/// Reads the tile, as it was, up to the terms' reachOf() rows around them.
/// @return  false when a value of these rows becomes NaN or infinite; image and memory are changed all the same.
bool stepRows(const TileStepContext& context, const TileInStep& tile, int firstRow, int endRow, RealImage& image);

} // namespace cnnvis
