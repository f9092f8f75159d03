// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/picture.h"
#include "cnnvis/run_settings.h"

namespace cnnvis {

/// What a run without a window came to.
struct HeadlessRun {
    double stepsPerSecond = 0.0; ///< without the first step
    Picture picture; ///< the last one, 16 bits a channel
};

/// Dreams to the end on a thread of its own, of the priority that the studio's runs have. Blocks until it is done.
/// @throws Error  as Dream.
HeadlessRun runHeadless(const RunSettings& settings, const Network& network);

} // namespace cnnvis
