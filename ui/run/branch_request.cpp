// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/branch_request.h"

#include "cnnvis/dream_recipe.h"

#include <algorithm>

namespace cnnvis::ui {

RunSettings settingsAt(const BranchPoint& point)
{
    const RunSettings* const settings =
        point.journal.settingsOfStep(point.position.sizeIndex, std::max(1, point.position.steps));
    return settings == nullptr ? point.journal.entries().front().settings : *settings;
}

RunRequest branchRequest(const BranchPoint& point, const RunSettings& wanted)
{
    const std::vector<JournalEntry>& entries = point.journal.entries();
    const RunPosition begun =
        point.state ? RunPosition{point.state->state.sizeIndex, point.state->state.steps} : entries.front().after;
    RunRequest request;
    request.resume = point.state;
    request.settings = wanted;
    if (begun == point.position)
        return request;
    // What was turned behind the state, up to there, and then what is new.
    request.settings = point.state ? point.state->state.settings : entries.front().settings;
    DreamRecipe rest;
    for (std::size_t i = point.state ? point.state->journal.entries().size() : 1; i < entries.size(); ++i) {
        if (entries[i].after < point.position)
            rest.changes.push_back({entries[i].after, entries[i].change});
    }
    rest.changes.push_back({point.position, settingsDifference(settingsAt(point), wanted)});
    request.script = RunScript(rest);
    request.script.setHeldUntil(point.position); // what is turned on the way there is for the branch
    return request;
}

} // namespace cnnvis::ui
