// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_position.h"
#include "cnnvis/settings_schema.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cnnvis {

class RunChange;
struct SettingText;

enum class RampShape {
    Linear,
    Eased, ///< slow at both ends: 3 f² − 2 f³ of the way
};

/// A setting that turns by itself from one value to another. Its places are shares of the steps of their sizes, so that
/// it fits any number of them: a plain value.
///
/// The first step behind its begin is taken with the first value, the last one before its end with the last; where both
/// are one place, the value jumps there. Of settings with a logarithmic scale, the logarithm goes the way, where both
/// values are above 0. Behind its end, the last value stays.
struct SettingRamp {
    std::string key; ///< of a setting that canBeRamped()
    std::optional<double> from; ///< nothing: whatever it is there
    double to = 0.0;
    std::optional<int> sizeIndex; ///< from 0; nothing: of every size
    std::optional<int> endSizeIndex; ///< not below it; nothing: of the same size
    double begin = 0.0; ///< 0 to 1
    double end = 1.0; ///< 0 to 1
    RampShape shape = RampShape::Linear;
    std::optional<RunPosition> since; ///< where it was laid, in the midst of a run: before, it did not act
    std::optional<RunPosition> until; ///< where it was taken away: from there on, it does not act

    friend bool operator==(const SettingRamp& a, const SettingRamp& b);
    friend bool operator!=(const SettingRamp& a, const SettingRamp& b) { return !(a == b); }
};

/// How many a recipe may have, and how many in all sizes together, where one of every size is one in each.
inline constexpr std::size_t kMostRamps = 1000;
inline constexpr std::size_t kMostRampsInSizes = 2000;

/// Whether there are no more than that. @param numSizes  of the run.
bool areFewEnough(const std::vector<SettingRamp>& ramps, int numSizes);

/// Whether the setting is a number that may change at any step, and not that of the steps.
bool canBeRamped(const SettingEntry& entry);

/// The settings that a change names, each once.
std::vector<const SettingEntry*> entriesOf(const std::vector<SettingText>& change);

/// On the way from one value to another, in six digits; of whole numbers the nearest one. @param way  0 to 1.
double rampedValue(const SettingEntry& entry, double from, double to, double way, RampShape shape);

/// A setting that canBeRamped(), as a number.
double numberIn(const RunSettings& settings, const SettingEntry& entry);
/// The settings with another value of it; whole numbers are rounded.
RunSettings withNumber(RunSettings settings, const SettingEntry& entry, double value);

/// The ramps that follow the old ones from that position on: what has begun of those that are not among the new ones
/// ends there, and what should have begun of new ones begins there. A ramp that differs only in where it is taken away
/// is the same.
/// @param numSteps  of a size.
std::vector<SettingRamp> replacedRamps(const std::vector<SettingRamp>& old, const std::vector<SettingRamp>& wanted,
    const RunPosition& position, int numSteps);

/// How ramps and those who turn the same settings share them: a setting that is turned within a ramp stays as it was
/// turned until that ramp's end. A plain value.
class RampCourse {
public:
    RampCourse() = default;
    explicit RampCourse(std::vector<SettingRamp> ramps) { setRamps(std::move(ramps)); }
    const std::vector<SettingRamp>& ramps() const { return m_ramps; }
    void setRamps(std::vector<SettingRamp> ramps);

    /// Those settings were turned. @param after  no earlier than what was noted before. @param settings  all, as they
    /// are then.
    void note(const RunPosition& after, const std::vector<const SettingEntry*>& turned, const RunSettings& settings);
    /// The same of the beginning, where all settings are as somebody set them.
    void noteBeginning(const RunPosition& position, const RunSettings& settings);

    /// Settings whose values are to be noted there, as ramps begin with them, that are not.
    std::vector<const SettingEntry*> toBeNoted(const RunPosition& position, const RunSettings& settings) const;
    /// What ramps make of the settings of the step that begins there.
    RunChange due(const RunPosition& position, const RunSettings& settings) const;
    /// All that they have made of settings up to there, where these were last turned. @param settings  as they were
    /// when any were noted last up to there.
    void applyTo(RunSettings& settings, const RunPosition& position) const;

private:
    struct Turn {
        RunPosition after;
        const SettingEntry* entry;
        double value;
    };
    struct Part; // of a ramp: what it does in a size, or over several
    std::optional<Part> governing(
        const SettingEntry& entry, const RunPosition& position, const RunSettings& settings) const;
    const Turn* lastTurn(const SettingEntry& entry, const RunPosition& upTo) const;
    double valueOf(const Part& part, const SettingEntry& entry, const RunPosition& position) const;

    std::vector<SettingRamp> m_ramps;
    std::vector<const SettingEntry*> m_entryOfEach; ///< of those
    std::vector<const SettingEntry*> m_entries; ///< the same, each once
    std::vector<Turn> m_turns; ///< in the order of their positions
};

} // namespace cnnvis
