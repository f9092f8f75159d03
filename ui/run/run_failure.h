// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/run_types.h"

namespace cnnvis::ui {

/// What is being handled, said for people. Only within a catch block.
/// @param settings  what was to be done.
struct RunFailure {
    RunEndKind kind = RunEndKind::Failed; ///< or Diverged
    RunProblem problem;
};
RunFailure currentFailure(const RunSettings& settings) noexcept;

} // namespace cnnvis::ui
