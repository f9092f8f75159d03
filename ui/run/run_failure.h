// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/run_types.h"

namespace cnnvis::ui {

/// What is being handled, said for people. Only within a catch block.
struct RunFailure {
    RunEndKind kind = RunEndKind::Failed; ///< or Diverged
    RunProblem problem;
};
RunFailure currentFailure() noexcept;

} // namespace cnnvis::ui
