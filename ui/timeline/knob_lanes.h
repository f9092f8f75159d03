// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/setting_lane.h"
#include "timeline/timeline_scene.h"

#include <vector>

namespace cnnvis::ui {

/// The courses of the settings that a recipe turns, or that are wanted all the same, those that are turned last first;
/// kMostKnobs at most. What else could have one is in `others`.
/// @param steps   of each size.
/// @param wanted  keys; these come first.
void addKnobLanes(
    const DreamRecipe& course, const std::vector<int>& steps, const QStringList& wanted, TimelineScene& scene);

/// The same course for the recipe. @param steps  of each size.
SettingLane laneOf(const TimelineKnob& knob, const QVector<TimelinePoint>& points, const std::vector<int>& steps);
/// The text of a value.
QString valueText(const SettingEntry& entry, double value);

} // namespace cnnvis::ui
