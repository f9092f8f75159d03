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

    /// Whether there are changes that takeDue() would take there.
    bool isDue(const RunPosition& position) const;
    /// The changes up to that position that were not taken yet, but for those of and behind a setting that takes effect
    /// in a new run only.
    RunChange takeDue(const RunPosition& position);
    /// Whether the run is to end there: for good, or for a change that only another run can make.
    bool isOver(const RunPosition& position) const;
    /// That change, once; empty: the end is for good.
    SettingsChange takeBranch(const RunPosition& position);

private:
    bool isBranchDue(const RunPosition& position) const;

    struct Entry {
        RunPosition after;
        RunChange change;
        SettingsChange branch; ///< settings that take effect in a new run only
    };
    std::vector<Entry> m_entries; ///< in the order of their positions
    std::size_t m_taken = 0;
    std::optional<RunPosition> m_end;
};

} // namespace cnnvis
