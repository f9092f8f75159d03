// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
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
    };
    std::vector<Entry> m_entries; ///< in the order of their positions
    std::size_t m_taken = 0;
    std::optional<RunPosition> m_end;
    std::optional<RunPosition> m_heldUntil;
    RunChange m_held;
};

} // namespace cnnvis
