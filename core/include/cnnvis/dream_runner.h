// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "cnnvis/run_control.h"
#include "cnnvis/run_observer.h"
#include "cnnvis/run_script.h"

namespace cnnvis {

enum class RunEnd { Finished, Stopped };

/// Steps a dream until it is finished or told to stop; on whichever thread calls it.
///
/// The dream may have been stepped before, and may go on after a stop.
/// @param script  what it has for the steps that are taken happens, and is taken from it.
/// @throws what Dream::step() and the observer throw; the dream's picture is then the last good one.
RunEnd runDream(Dream& dream, RunControl& control, RunObserver& observer, RunScript& script);
/// Without a script.
RunEnd runDream(Dream& dream, RunControl& control, RunObserver& observer);

} // namespace cnnvis
