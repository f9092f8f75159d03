// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/journal.h"

#include <utility>

namespace cnnvis {

void Journal::add(JournalEntry entry)
{
    m_entries.push_back(std::move(entry));
}

const RunSettings* Journal::settingsOfStep(int sizeIndex, int step) const
{
    const RunSettings* settings = nullptr;
    for (const JournalEntry& entry : m_entries) {
        if (entry.after <= RunPosition{sizeIndex, step - 1})
            settings = &entry.settings;
    }
    return settings;
}

DreamRecipe Journal::recipeAt(const RunPosition& position) const
{
    DreamRecipe recipe;
    recipe.origin = m_origin;
    recipe.end = position;
    for (const JournalEntry& entry : m_entries) {
        if (&entry == &m_entries.front())
            recipe.settings = entry.settings;
        else if (entry.after <= position)
            recipe.changes.push_back({entry.after, entry.change});
    }
    return recipe;
}

} // namespace cnnvis
