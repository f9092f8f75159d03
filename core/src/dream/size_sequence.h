// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"
#include "cnnvis/run_plan.h"
#include "cnnvis/run_settings.h"

#include <vector>

namespace cnnvis {

struct SizeSequence {
    std::vector<PictureSize> sizes; ///< in the order of the run
    std::vector<RaisedSize> raised; ///< of the first and the last
};

/// The sizes that a run goes through, from `initial_size`, `final_size`, `num_sizes` and `resize_type`.
/// Source: cnn_vis.py, get_size_sequence(): "xF" is truncated, spaced sizes are rounded half to even. Deviation: what
/// is asked for as a part of the base size never falls below the least size, to which it is raised; where both are, the
/// last is as many times the first as was asked for, up to the base size.
/// @param baseSize   what parts and empty texts refer to: the start picture's size, or the network's input for noise.
/// @param leastSize  the network's input.
/// @throws SettingsError  when a text is no size, or a side becomes larger than 1 000 000.
SizeSequence sizeSequence(const RunSettings& settings, PictureSize baseSize, PictureSize leastSize = {1, 1});

/// The smallest size of the same proportions, but for rounding, that holds the least one.
PictureSize enlarged(PictureSize size, PictureSize least);

} // namespace cnnvis
