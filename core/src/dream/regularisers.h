// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <cstddef>
#include <vector>

/// The terms that hold a dream together. They work on tiles as RealImage lays pixels out, rows close together.
namespace cnnvis {

/// Height, and values in a row (three a pixel).
struct TileShape {
    int height = 0;
    std::size_t rowLength = 0;
    std::size_t count() const { return static_cast<std::size_t>(height) * rowLength; }
};

/// What a regulariser did to one tile.
struct RegulariserReport {
    double loss = 0.0; ///< without its strength
    double meanGradient = 0.0; ///< mean magnitude, without its strength
};

/// P(x): the loss Σ|x/scale|^power, and its gradient power/scale · sign(x/scale) · |x/scale|^(power - 1).
struct PNorm {
    double power = 2.0; ///< ≥ 1
    double scale = 1.0; ///< grey levels, > 0
};

/// Adds strength · ∂P/∂x to a tile's gradient.
/// @param tile       grey levels less the mean.
/// @param reference  what the tile is pulled to, of the same shape; nullptr: zero.
/// @param report     filled in where it is given, which takes longer.
/// Source: cnn_vis.py, p_norm(). Deviation: none.
void addPNormGradient(const double* tile, const double* reference, TileShape shape, PNorm norm, double strength,
    double* gradient, RegulariserReport* report);

/// T(x/scale)/scale: with q = dx² + dy², at least 1e-3, the loss is Σ q^(beta/2); its gradient goes through
/// (beta/2) · q^(beta/2 - 1) with the floored q, also where the floor acts.
struct TotalVariation {
    double beta = 2.0; ///< > 0
    double scale = 1.0; ///< grey levels, > 0
    TvGradOperator differences = TvGradOperator::Naive;
};

/// Adds strength · ∂T(x/scale)/∂(x/scale) / scale to a tile's gradient. Parameters as above.
/// Source: cnn_vis.py, tv_norm(). Deviation: none.
void addTotalVariationGradient(const double* tile, TileShape shape, const TotalVariation& variation, double strength,
    double* gradient, RegulariserReport* report);

} // namespace cnnvis
