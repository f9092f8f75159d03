// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/run_types.h"

#include <cstdint>
#include <optional>

namespace cnnvis::ui {

/// A place in the past of a run, from which another is to go on.
struct BranchPoint {
    KeptState state; ///< the last one that was kept up to there; nullptr: the run begins anew to get there
    Journal journal; ///< of that run
    RunPosition position; ///< between two steps
    std::optional<DreamRecipe> course; ///< all changes and ramps of the run, as they are to be: the wanted settings do
                                       ///< not count then
    DreamRecipe rest; ///< what was still to happen there, unless other settings are wanted; else empty
    PictureSize size; ///< of the picture there; empty: it is not known
    int branch = 0; ///< who knows that run as a branch gave it this number
    std::int64_t storedRun = 0; ///< that run in the session's file; 0: it is not there
};

/// The settings that the step before that position was taken with.
RunSettings settingsAt(const BranchPoint& point);

/// What gets there exactly, by the steps that were taken then, and goes on with other settings: the settings at the
/// state, and what changes behind it.
DreamRecipe recipeOfBranch(const BranchPoint& point, const RunSettings& wanted);
/// A run of that.
RunRequest branchRequest(const BranchPoint& point, const DreamRecipe& recipe);

} // namespace cnnvis::ui
