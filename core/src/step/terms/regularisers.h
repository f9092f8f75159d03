// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"
#include "util/row_power.h"

#include <array>
#include <cstddef>
#include <vector>

/// The terms that hold a dream together. They work on tiles as RealImage lays pixels out, rows close together, in grey
/// levels less the mean; row by row, so that what a row takes stays in the processor's nearest memory.
namespace cnnvis {

/// Height, and values in a row (three a pixel).
struct TileShape {
    int height = 0;
    std::size_t rowLength = 0;
    std::size_t count() const { return static_cast<std::size_t>(height) * rowLength; }
};

/// What a regulariser does to one tile.
struct RegulariserReport {
    double loss = 0.0; ///< without its strength
    double meanGradient = 0.0; ///< mean magnitude, without its strength
};

/// P(x): the loss Σ|x/scale|^power, and its gradient power/scale · sign(x/scale) · |x/scale|^(power - 1).
struct PNorm {
    double power = 2.0; ///< ≥ 1
    double scale = 1.0; ///< grey levels, > 0
};

/// ∂P/∂x. Source: cnn_vis.py, p_norm(). Deviation: none.
class PNormRows {
public:
    PNormRows(PNorm norm, std::size_t rowLength);

    /// Adds strength · ∂P/∂x to the gradient of a row.
    /// @param reference  what the row is pulled to; nullptr: zero.
    void add(const double* row, const double* reference, double strength, double* gradient);
    /// What add() does to a tile, and a reference of the same shape.
    RegulariserReport report(const double* tile, const double* reference, int height);

private:
    void takeMagnitudes(const double* row, const double* reference);

    PNorm m_norm;
    RowPower<double> m_slopePower;
    std::vector<double> m_magnitudes; ///< |x/scale| of a row, and their powers
};

/// T(x/scale)/scale: with q = dx² + dy², at least 1e-3, the loss is Σ q^(beta/2); its gradient goes through
/// (beta/2) · q^(beta/2 - 1) with the floored q, also where the floor acts.
struct TotalVariation {
    double beta = 2.0; ///< > 0
    double scale = 1.0; ///< grey levels, > 0
    TvGradOperator differences = TvGradOperator::Naive;
};

/// ∂T(x/scale)/∂(x/scale) / scale. Source: cnn_vis.py, tv_norm(). Deviation: none.
class TotalVariationRows {
public:
    TotalVariationRows(const TotalVariation& variation, TileShape shape);
    /// How many rows around a row take part in its gradient, on either side.
    static int reach(TvGradOperator differences);

    /// Starts at that row. Reads up to reach() rows of the tile above it.
    void begin(const double* tile, int row);
    /// Adds strength times the gradient of the next row. Reads up to reach() rows below it.
    void addNext(const double* tile, double strength, double* gradient);
    /// What addNext() does to all rows of a tile.
    RegulariserReport report(const double* tile);

private:
    bool hasDifferences(int row) const;
    double* next(const double* tile);
    void takeSlopes(const double* tile, int row);
    void giveBack(int fromRow, int firstRow);
    double* ownRow(int row) { return m_own[static_cast<std::size_t>(row) % m_own.size()].data(); }

    TotalVariation m_variation;
    TileShape m_shape;
    int m_margin;
    std::size_t m_padding; ///< values that a row has more than its differences
    RowPower<double> m_slopePower;
    int m_row = 0; ///< the next
    /// Of one row of differences, between zeros on both sides; at last what flows back through them.
    std::vector<double> m_dx, m_dy;
    std::vector<double> m_weights;
    std::vector<double> m_squares; ///< of the differences, floored; for the report alone, else empty
    std::array<std::vector<double>, 3> m_own; ///< gradients of the next rows, as far as they are known, else zero
};

} // namespace cnnvis
