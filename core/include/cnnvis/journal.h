// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/run_position.h"
#include "cnnvis/run_settings.h"
#include "cnnvis/settings_text.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace cnnvis {

/// The settings that steps ran with, from this position to that of the next entry.
struct JournalEntry {
    RunPosition after; ///< where they were changed; the first step with them is the next one
    SettingsChange change; ///< what was turned; values may be as before, e.g. of a rate that has decayed. Of the first
                           ///< entry: nothing
    RunSettings settings; ///< all of them
};

/// What a run began with, and every change on its way; what ramps change step by step is told by the ramps alone. A
/// plain value.
class Journal {
public:
    Journal() = default;
    explicit Journal(DreamOrigin origin)
        : m_origin(std::move(origin))
    { }
    /// @param entry  of no earlier position than those that are there.
    void add(JournalEntry entry);
    const DreamOrigin& origin() const { return m_origin; }
    const std::vector<JournalEntry>& entries() const { return m_entries; }
    /// The ramps that act in it; one that was taken away, or laid on the way, says where.
    const std::vector<SettingRamp>& ramps() const { return m_ramps; }
    void setRamps(std::vector<SettingRamp> ramps) { m_ramps = std::move(ramps); }
    /// How they and what was turned go together, up to the last entry.
    RampCourse course() const;
    /// The settings that a step ran with; nothing when the journal does not reach it. @param step  from 1.
    std::optional<RunSettings> settingsOfStep(int sizeIndex, int step) const;
    /// How many steps each size has, or is to have: as the settings are when it is reached, and at least as many as
    /// were done there. @param last  how far the run is.
    std::vector<int> stepsOfSizes(std::size_t sizes, const RunPosition& last) const;
    /// How the picture at that position was made.
    DreamRecipe recipeAt(const RunPosition& position) const;

private:
    DreamOrigin m_origin;
    std::vector<JournalEntry> m_entries;
    std::vector<SettingRamp> m_ramps;
};

} // namespace cnnvis
