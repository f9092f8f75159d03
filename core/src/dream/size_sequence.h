// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"
#include "cnnvis/run_settings.h"

#include <vector>

namespace cnnvis {

/// The sizes that a run goes through, from `initial_size`, `final_size`, `num_sizes` and `resize_type`.
/// Source: cnn_vis.py, get_size_sequence(): "xF" is truncated, spaced sizes are rounded half to even.
/// @param baseSize  what factors and empty texts refer to: the start picture's size, or the network's input for noise.
/// @throws SettingsError  when a text is no size, or a side becomes zero or larger than 1 000 000.
std::vector<PictureSize> sizeSequence(const RunSettings& settings, PictureSize baseSize);

} // namespace cnnvis
