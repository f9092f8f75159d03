// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_script.h"

#include "cnnvis/settings_schema.h"

#include <algorithm>
#include <utility>

namespace cnnvis {

RunScript::RunScript(const DreamRecipe& recipe, const std::optional<RunPosition>& after)
    : m_end(recipe.end)
    , m_course(recipe.ramps)
{
    for (const RecipeChange& change : recipe.changes) {
        if (after && change.after <= *after)
            continue;
        SettingsChange live;
        SettingsChange branch;
        for (const SettingText& setting : change.change) {
            const bool isBranch = findSetting(setting.key)->takesEffect == TakesEffect::Restart;
            (isBranch ? branch : live).push_back(setting);
        }
        m_entries.push_back({change.after, RunChange::fromText(live), std::move(branch)});
    }
}

void RunScript::goOn(const Journal& journal, const RunPosition& position, int numSteps)
{
    RampCourse course = journal.course();
    course.setRamps(replacedRamps(journal.ramps(), ramps(), position, numSteps));
    m_course = std::move(course);
}

void RunScript::replace(RunScript wanted, const RunPosition& position, int numSteps)
{
    m_course.setRamps(replacedRamps(ramps(), wanted.ramps(), position, numSteps));
    wanted.m_course = std::move(m_course);
    // What has happened does not happen again; what was laid too late for its place happens at once.
    const auto hasHappened = [this](const Entry& entry) {
        return std::any_of(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(m_taken),
            [&entry](const Entry& taken) { return taken.after == entry.after; });
    };
    wanted.m_entries.erase(
        std::remove_if(wanted.m_entries.begin(), wanted.m_entries.end(), hasHappened), wanted.m_entries.end());
    wanted.m_heldUntil = m_heldUntil;
    wanted.m_held = std::move(m_held);
    *this = std::move(wanted);
}

void RunScript::note(const RunPosition& after, const RunChange& change, const RunSettings& settings)
{
    m_course.note(after, change.settings(), settings);
}

RunChange RunScript::rampsBeginning(const RunPosition& position, const RunSettings& settings) const
{
    return RunChange::of(settings, m_course.toBeNoted(position, settings));
}

RunChange RunScript::rampsAt(const RunPosition& position, const RunSettings& settings) const
{
    return m_course.due(position, settings);
}

bool RunScript::isBranchDue(const RunPosition& position) const
{
    return m_taken < m_entries.size() && m_entries[m_taken].after <= position && !m_entries[m_taken].branch.empty();
}

bool RunScript::isEntryDue(const RunPosition& position) const
{
    return m_taken < m_entries.size() && m_entries[m_taken].after <= position && !isBranchDue(position);
}

bool RunScript::isDue(const RunPosition& position) const
{
    const bool isHeldDue = !m_held.isEmpty() && !isHeldAt(position) && !isBranchDue(position);
    return isHeldDue || isEntryDue(position);
}

RunChange RunScript::takeDue(const RunPosition& position)
{
    RunChange due;
    for (; isEntryDue(position); ++m_taken)
        due.add(m_entries[m_taken].change);
    if (!isHeldAt(position) && !isBranchDue(position))
        due.add(std::exchange(m_held, {}));
    return due;
}

bool RunScript::isOver(const RunPosition& position) const
{
    return isBranchDue(position) || (m_end && *m_end <= position);
}

SettingsChange RunScript::takeBranch(const RunPosition& position)
{
    return isBranchDue(position) ? std::exchange(m_entries[m_taken].branch, {}) : SettingsChange();
}

} // namespace cnnvis
