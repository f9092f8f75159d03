// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "step/terms/term.h"

namespace cnnvis {

/// strength · P(x): the loss P is Σ|x/scale|^power, and its gradient power/scale · sign(x/scale) · |x/scale|^(power -
/// 1).
///
/// Source: cnn_vis.py, p_norm(). Deviation: none.
struct PNorm {
    TermInfo info;
    double strength = 0.0;
    double power = 2.0; ///< ≥ 1
    double scale = 1.0; ///< grey levels, > 0
    bool pullsToStart = false; ///< x is the distance to the start picture, where there is one; else the picture itself
    /// Whether figures are told of a term that has no strength, too.
    bool isAlwaysReported = false;

    bool acts() const { return strength != 0.0; }
    bool hasReference() const { return pullsToStart; }
    int reach() const { return 0; }
    std::unique_ptr<TermRows> rows(TileShape shape) const;
};

} // namespace cnnvis
