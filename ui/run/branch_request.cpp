// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/branch_request.h"

#include "cnnvis/dream_recipe.h"

#include <algorithm>

namespace cnnvis::ui {
namespace {

RunPosition begunAt(const BranchPoint& point)
{
    return point.state ? RunPosition{point.state->state.sizeIndex, point.state->state.steps}
                       : point.journal.entries().front().after;
}

} // namespace

RunSettings settingsAt(const BranchPoint& point)
{
    const std::optional<RunSettings> settings =
        point.journal.settingsOfStep(point.position.sizeIndex, std::max(1, point.position.steps));
    return settings.value_or(point.journal.entries().front().settings);
}

namespace {

/// What of an edited course is behind the state.
DreamRecipe restOfCourse(const BranchPoint& point)
{
    DreamRecipe recipe = *point.course;
    recipe.settings = point.state ? point.state->state.settings : point.journal.entries().front().settings;
    const RunPosition begun = begunAt(point);
    const auto hasHappened = [&begun](const RecipeChange& change) { return change.after < begun; };
    if (point.state)
        recipe.changes.erase(
            std::remove_if(recipe.changes.begin(), recipe.changes.end(), hasHappened), recipe.changes.end());
    return recipe;
}

} // namespace

DreamRecipe recipeOfBranch(const BranchPoint& point, const RunSettings& wanted)
{
    if (point.course)
        return restOfCourse(point);
    const std::vector<JournalEntry>& entries = point.journal.entries();
    const SettingsChange turned = settingsDifference(settingsAt(point), wanted);
    DreamRecipe recipe;
    if (turned.empty())
        recipe = point.rest;
    recipe.ramps = point.journal.ramps();
    if (begunAt(point) == point.position) {
        recipe.settings = wanted;
        return recipe;
    }
    recipe.settings = point.state ? point.state->state.settings : entries.front().settings;
    // What was turned behind the state, up to there, and then what is new.
    std::vector<RecipeChange> changes;
    for (std::size_t i = point.state ? point.state->journal.entries().size() : 1; i < entries.size(); ++i) {
        if (entries[i].after < point.position)
            changes.push_back({entries[i].after, entries[i].change});
    }
    if (!turned.empty())
        changes.push_back({point.position, turned});
    recipe.changes.insert(recipe.changes.begin(), changes.begin(), changes.end());
    return recipe;
}

RunRequest branchRequest(const BranchPoint& point, const DreamRecipe& recipe)
{
    RunRequest request;
    request.resume = point.state;
    request.settings = recipe.settings;
    request.script = RunScript(recipe);
    if (begunAt(point) < point.position && !point.course)
        request.script.setHeldUntil(point.position); // what is turned on the way there is for the branch
    return request;
}

} // namespace cnnvis::ui
