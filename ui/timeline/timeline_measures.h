// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "timeline/film.h"

namespace cnnvis::ui {

/// Pixels of what a timeline shows, and how many lanes.
/// @{
inline constexpr int kFilmHeight = kIconHeight / 2;
inline constexpr int kLabelWidth = 140;
inline constexpr int kMargin = 8;
inline constexpr int kGap = 3;
inline constexpr int kMostLanes = 4;
inline constexpr double kMarkRadius = 3.5;
inline constexpr int kMostIconWidth = 28; ///< of a lane's last picture
/// @}

} // namespace cnnvis::ui
