// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_plan.h"
#include "run/branch_request.h"

#include <QString>

#include <optional>

/// What the studio says of a run, in words.
namespace cnnvis::ui {

/// Which sizes are larger than was asked for, and why; empty when none is.
QString raisedText(const RunPlan& plan);

/// "0.4 GB", "12 MB".
QString memoryText(std::int64_t bytes);
/// "a few seconds", "40 s", "3 min", "2 h 10 min", "3 days": no finer than what is known.
QString timeLeftText(double seconds);
/// "3 sizes: 640 × 400 … 1280 × 800 · 28 tiles · 0.4 GB · about 40 s", the time where it is known.
QString planText(const RunPlan& plan, std::optional<double> seconds = std::nullopt);
/// Each size with its tiles; rich text, for a tool tip.
QString planDetails(const RunPlan& plan);
/// "3.4 steps/s", "12 s a step".
QString paceText(double stepsPerSecond);

/// "From 2 · 12", of a branch. @param sizeIndex  from 0.
QString leavingText(int sizeIndex, int step);
/// "size 2 · step 12". @param sizeIndex  from 0.
QString placeText(int sizeIndex, int step);

/// What is new in a branch that goes on from there, in a few words: "Learning rate 3.00", "From 2 · 12".
QString branchName(const BranchPoint& point, const RunSettings& wanted);

/// Where a run stands.
struct RunStanding {
    int sizeIndex = 0; ///< from 0
    int sizes = 1;
    PictureSize size;
    int step = 0; ///< whole steps done at that size
    int steps = 0; ///< at each size
    std::optional<double> stepsPerSecond;
    std::optional<double> secondsLeft;
};
/// "Size 2 of 3 · 905 × 566 · step 12 of 20 · 3.4 steps/s · 40 s left".
QString standingText(const RunStanding& standing);

} // namespace cnnvis::ui
