// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_position.h"

#include <cstddef>
#include <vector>

namespace cnnvis {

/// Which of a run's states to leave out, so that they lie close together near its end and ever farther apart behind.
///
/// @param positions  in their order.
/// @param widest     how far two states may lie apart that had one between them, as a share of how far they lie behind
///                   the end. 0: none is left out.
/// @return  places in `positions`; never the first, or the last of a size.
std::vector<std::size_t> statesToLeaveOut(const std::vector<RunPosition>& positions, double widest);

} // namespace cnnvis
