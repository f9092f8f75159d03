// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/run_types.h"

namespace cnnvis::ui {

/// A place in the past of a run, from which another is to go on.
struct BranchPoint {
    KeptState state; ///< the last one that was kept up to there
    Journal journal; ///< of that run
    RunPosition position; ///< between two steps
};

/// The settings that the step before that position was taken with.
RunSettings settingsAt(const BranchPoint& point);

/// A run that gets there exactly, by the steps that were taken then, and goes on with other settings.
RunRequest branchRequest(const BranchPoint& point, const RunSettings& wanted);

} // namespace cnnvis::ui
