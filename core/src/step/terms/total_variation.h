// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/setting_choices.h"
#include "step/terms/term.h"

namespace cnnvis {

/// strength · T(x/scale): with q = dx² + dy², at least 1e-3, the loss T is Σ q^(beta/2); its gradient goes through
/// (beta/2) · q^(beta/2 - 1) with the floored q, also where the floor acts.
///
/// Source: cnn_vis.py, tv_norm(). Deviation: none.
struct TotalVariation {
    TermInfo info;
    double strength = 0.0;
    double reportedStrength = 0.0; ///< that figures are told with; the original's are those after the step's schedule
    double beta = 2.0; ///< > 0
    double scale = 1.0; ///< grey levels, > 0
    TvGradOperator differences = TvGradOperator::Naive;

    bool acts() const { return strength != 0.0; }
    bool hasReference() const { return false; }
    int reach() const;
    std::unique_ptr<TermRows> rows(TileShape shape) const;
};

} // namespace cnnvis
