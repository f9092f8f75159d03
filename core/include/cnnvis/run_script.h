// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/journal.h"
#include "cnnvis/run_change.h"
#include "cnnvis/run_position.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace cnnvis {

/// What is to happen in a run beside what its user does: settings that change, and an end before all steps are done. A
/// plain value.
class RunScript {
public:
    /// Nothing happens.
    RunScript() = default;
    /// The recipe's changes and end. @param after  what it has up to there has happened already.
    explicit RunScript(const DreamRecipe& recipe, const std::optional<RunPosition>& after = {});

    /// The ramps that act; one that was taken away, or laid on the way, says where.
    const std::vector<SettingRamp>& ramps() const { return m_course.ramps(); }
    /// The run goes on there, after what the journal has: ramps begin and end there as replacedRamps() says, against
    /// those of the journal.
    void goOn(const Journal& journal, const RunPosition& position, int numSteps);
    /// Another script takes the place of this one there, but for what of it has happened already: settings that this
    /// one has changed at the same place to the same values. What should have happened before happens next.
    void replace(RunScript wanted, const RunPosition& position, int numSteps);
    /// Settings were turned: ramps heed it. @param settings  all of them, as they are now.
    void note(const RunPosition& after, const RunChange& change, const RunSettings& settings);
    /// What is to be noted as turned, though the values stay as they are: ramps begin there with them.
    /// @param settings  with what rates have come to by themselves.
    RunChange rampsBeginning(const RunPosition& position, const RunSettings& settings) const;
    /// What ramps make of the settings of the step that begins there.
    RunChange rampsAt(const RunPosition& position, const RunSettings& settings) const;

    /// Up to that position the run is one that was: what its user turns before acts there, as one change with the
    /// script's there, over which it wins. A run that ends before does not come to it.
    void setHeldUntil(const RunPosition& position) { m_heldUntil = position; }
    /// Whether what the user turns there is to be given to hold().
    bool isHeldAt(const RunPosition& position) const { return m_heldUntil && position < *m_heldUntil; }
    void hold(const RunChange& change) { m_held.add(change); }

    /// Whether there are changes that takeDue() would take there.
    bool isDue(const RunPosition& position) const;
    /// The changes up to that position that were not taken yet, but for those of and behind a setting that takes effect
    /// in a new run only. With them what was held until there.
    RunChange takeDue(const RunPosition& position);
    /// Whether the run is to end there: for good, or for a change that only another run can make.
    bool isOver(const RunPosition& position) const;
    /// That change, once; empty: the end is for good.
    SettingsChange takeBranch(const RunPosition& position);

private:
    bool isBranchDue(const RunPosition& position) const;
    bool isEntryDue(const RunPosition& position) const;

    struct Entry {
        RunPosition after;
        RunChange change;
        SettingsChange branch; ///< settings that take effect in a new run only
        bool isBranchTaken = false;
    };
    bool hasHappened(const RunPosition& after, const SettingText& setting) const;

    std::vector<Entry> m_entries; ///< those that were taken, then the others, in the order of their positions
    std::size_t m_taken = 0;
    std::optional<RunPosition> m_end;
    std::optional<RunPosition> m_heldUntil;
    RunChange m_held;
    RampCourse m_course;
};

} // namespace cnnvis
