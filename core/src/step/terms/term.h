// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/step_report.h"
#include "step/tile_shape.h"

#include <cstddef>
#include <memory>

/// The terms that hold a dream together, beside the network's gradient. They work on tiles as RealImage lays pixels
/// out, rows close together, in grey levels less the mean; row by row, so that what a row takes stays in the
/// processor's nearest memory.
///
/// A term is a plain value with its parameters, and these members:
///     TermInfo info;                                          what reports call it
///     bool acts() const;                                      else it adds nothing, and is left out
///     bool hasReference() const;                              whether it looks at the start picture
///     int reach() const;                                      rows around a row that take part in its gradient
///     std::unique_ptr<TermRows> rows(TileShape shape) const;  its work
namespace cnnvis {

/// A term's work on rows of a tile, with what it has to remember from row to row. One thread's.
class TermRows {
public:
    virtual ~TermRows() = default;

    /// Starts at that row. Reads up to reach() rows of the tile above it.
    virtual void begin(const double* tile, int row) = 0;
    /// Adds the term's gradient, with its strength, to that of the next row. Reads up to reach() rows below it.
    /// @param reference  the same row of the start picture; nullptr: zero.
    virtual void addNext(const double* tile, const double* reference, double* gradient) = 0;
    /// What addNext() does to all rows of a tile. @param reference  of the tile's shape; nullptr: zero.
    virtual TermFigures figures(const double* tile, const double* reference) = 0;
};

} // namespace cnnvis
