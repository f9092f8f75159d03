// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"

#include <string>
#include <vector>

namespace cnnvis {

/// How a setting comes to a point of its lane.
enum class LaneShape {
    Hold, ///< it stays as it was, and jumps there
    Linear, ///< as a ramp
    Eased, ///< as such a one
};

struct LanePoint {
    RunPosition after; ///< between two steps; the next one is the first with the value, the last before it of a ramp
    double value = 0.0;
    LaneShape shape = LaneShape::Hold; ///< from the point before
    friend bool operator==(const LanePoint& a, const LanePoint& b)
    {
        return a.after == b.after && a.value == b.value && a.shape == b.shape;
    }
    friend bool operator!=(const LanePoint& a, const LanePoint& b) { return !(a == b); }
};

/// The course of one setting that canBeRamped() through a run, as people draw it. A plain value.
struct SettingLane {
    std::string key;
    std::vector<LanePoint> points; ///< at least one, at the run's beginning; in the order of their places
};

/// The course that a recipe gives a setting: its changes and its ramps.
/// @param steps  of each size.
SettingLane laneOf(const DreamRecipe& recipe, const std::string& key, const std::vector<int>& steps);

/// The recipe in which the setting takes that course from there on; before, all stays as it is, to the bit.
/// @param from  a point of the lane, or a place at which it holds its value.
DreamRecipe withLane(
    const DreamRecipe& recipe, const SettingLane& lane, const RunPosition& from, const std::vector<int>& steps);

/// The value of the lane there. @param steps  of each size.
double valueAt(const SettingLane& lane, const RunPosition& position, const std::vector<int>& steps);

} // namespace cnnvis
