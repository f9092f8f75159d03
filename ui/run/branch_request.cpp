// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/branch_request.h"

#include "cnnvis/dream_recipe.h"

#include <algorithm>

namespace cnnvis::ui {

RunSettings settingsAt(const BranchPoint& point)
{
    const RunSettings* const settings =
        point.journal.settingsOfStep(point.position.sizeIndex, std::max(1, point.position.steps));
    return settings == nullptr ? point.state->state.settings : *settings;
}

RunRequest branchRequest(const BranchPoint& point, const RunSettings& wanted)
{
    RunRequest request;
    request.resume = point.state;
    request.settings = wanted;
    const DreamState& state = point.state->state;
    if (RunPosition{state.sizeIndex, state.steps} == point.position)
        return request;
    // What was turned behind the state, up to there, and then what is new.
    request.settings = state.settings;
    DreamRecipe rest;
    const std::vector<JournalEntry>& entries = point.journal.entries();
    for (std::size_t i = point.state->journal.entries().size(); i < entries.size(); ++i) {
        if (entries[i].after < point.position)
            rest.changes.push_back({entries[i].after, entries[i].change});
    }
    rest.changes.push_back({point.position, settingsDifference(settingsAt(point), wanted)});
    request.script = RunScript(rest);
    return request;
}

} // namespace cnnvis::ui
