// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_outcome.h"
#include "run/run_types.h"

namespace cnnvis::ui {

/// What core says of a problem, as the window says it.
RunProblem inWindowWords(const SessionProblem& problem);

} // namespace cnnvis::ui
