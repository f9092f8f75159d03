// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"
#include "step/optimisers/rms_prop.h"
#include "step/terms/p_norm.h"
#include "step/terms/total_variation.h"

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

namespace cnnvis {

/// Every kind of term; each is a file in terms/.
using Term = std::variant<PNorm, TotalVariation>;

/// Every kind of optimiser; each is a file in optimisers/.
using Optimiser = std::variant<RmsProp>;

/// What a step does to the pixels, once the network has been asked.
struct PixelRecipe {
    std::vector<Term> terms; ///< in the order in which they are added to the network's gradient
    Optimiser optimiser;
    /// Pixels in several tiles move no further than others.
    bool evensOutOverlaps = false;
};

/// @{ As the kind answers, see terms/term.h.
const TermInfo& infoOf(const Term& term);
bool doesAct(const Term& term);
bool hasReference(const Term& term);
int reachOf(const Term& term);
std::unique_ptr<TermRows> rowsOf(const Term& term, TileShape shape);
/// @}

/// Whether a term that acts looks at the start picture.
bool needsReference(const PixelRecipe& recipe);
/// The most rows around a row that take part in its gradient, of all terms, whether they act or not.
int reachOf(const PixelRecipe& recipe);

/// Floats that it remembers for each value of a picture of that size.
int planesOf(const Optimiser& optimiser, PictureSize size);

} // namespace cnnvis
