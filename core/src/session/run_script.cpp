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
        m_entries.push_back({change.after, RunChange::fromText(live), std::move(branch), false});
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
    std::vector<Entry> entries(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(m_taken));
    if (m_taken < m_entries.size() && m_entries[m_taken].isBranchTaken)
        entries.push_back({m_entries[m_taken].after, {}, m_entries[m_taken].branch, true});
    wanted.m_taken = entries.size();
    for (const Entry& entry : wanted.m_entries) {
        const auto rest = [&](SettingsChange change) {
            const auto isOver = [&](const SettingText& setting) { return hasHappened(entry.after, setting); };
            change.erase(std::remove_if(change.begin(), change.end(), isOver), change.end());
            return change;
        };
        Entry left{entry.after, RunChange::fromText(rest(entry.change.toText())), rest(entry.branch), false};
        if (!left.change.isEmpty() || !left.branch.empty())
            entries.push_back(std::move(left));
    }
    wanted.m_entries = std::move(entries);
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

bool RunScript::hasHappened(const RunPosition& after, const SettingText& setting) const
{
    const auto has = [&setting](const SettingsChange& change) {
        return std::any_of(change.begin(), change.end(),
            [&](const SettingText& other) { return other.key == setting.key && other.text == setting.text; });
    };
    for (std::size_t i = 0; i < m_entries.size() && i <= m_taken; ++i) {
        const Entry& entry = m_entries[i];
        if (entry.after == after
            && ((i < m_taken && has(entry.change.toText())) || (entry.isBranchTaken && has(entry.branch))))
            return true;
    }
    return false;
}

bool RunScript::isBranchDue(const RunPosition& position) const
{
    if (m_taken == m_entries.size())
        return false;
    const Entry& next = m_entries[m_taken];
    return next.after <= position && !next.branch.empty() && !next.isBranchTaken;
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
    if (!isBranchDue(position))
        return {};
    m_entries[m_taken].isBranchTaken = true;
    return m_entries[m_taken].branch;
}

} // namespace cnnvis
