// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_position.h"

#include <vector>

namespace cnnvis {

/// The whole steps of a run up to a place, of all sizes; of runs that hardly end, no more than half of what an int
/// holds.
/// @param stepsOfSizes  how many each size has.
int stepsUpTo(const std::vector<int>& stepsOfSizes, const RunPosition& position);

/// The place behind that many steps; between two sizes, the beginning of the second.
RunPosition placeAfter(const std::vector<int>& stepsOfSizes, int count);

} // namespace cnnvis
