// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/journal.h"
#include "timeline/timeline_scene.h"

#include <functional>

namespace cnnvis::ui {

/// The courses of the settings that a journal has as turned, those that were turned last first; kMostKnobs at most.
/// @param stepOf  the step that a position is behind, counted over all sizes.
QVector<TimelineKnob> knobLanes(const Journal& journal, const std::function<int(const RunPosition&)>& stepOf);

} // namespace cnnvis::ui
