// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_script.h"

#include "cnnvis/settings_schema.h"

#include <utility>

namespace cnnvis {

RunScript::RunScript(const DreamRecipe& recipe, const std::optional<RunPosition>& after)
    : m_end(recipe.end)
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
