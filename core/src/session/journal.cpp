// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/journal.h"

#include <algorithm>
#include <utility>

namespace cnnvis {

void Journal::add(JournalEntry entry)
{
    m_entries.push_back(std::move(entry));
}

RampCourse Journal::course() const
{
    RampCourse course(m_ramps);
    for (const JournalEntry& entry : m_entries) {
        if (&entry == &m_entries.front())
            course.noteBeginning(entry.after, entry.settings);
        else
            course.note(entry.after, entriesOf(entry.change), entry.settings);
    }
    return course;
}

std::optional<RunSettings> Journal::settingsOfStep(int sizeIndex, int step) const
{
    const RunPosition position{sizeIndex, step - 1};
    const JournalEntry* last = nullptr;
    for (const JournalEntry& entry : m_entries) {
        if (entry.after <= position)
            last = &entry;
    }
    if (last == nullptr)
        return std::nullopt;
    RunSettings settings = last->settings;
    if (!m_ramps.empty())
        course().applyTo(settings, position);
    return settings;
}

std::vector<int> Journal::stepsOfSizes(std::size_t sizes, const RunPosition& last) const
{
    std::vector<int> steps(sizes, 0);
    for (const JournalEntry& entry : m_entries) {
        const auto size = static_cast<std::size_t>(entry.after.sizeIndex);
        for (std::size_t later = size; later < sizes; ++later)
            steps[later] = std::max(entry.settings.numSteps, later == size ? entry.after.steps : 0);
    }
    const auto size = static_cast<std::size_t>(last.sizeIndex);
    if (size < sizes)
        steps[size] = std::max(steps[size], last.steps);
    return steps;
}

DreamRecipe Journal::recipeAt(const RunPosition& position) const
{
    DreamRecipe recipe;
    recipe.origin = m_origin;
    recipe.end = position;
    recipe.ramps = m_ramps;
    for (const JournalEntry& entry : m_entries) {
        if (&entry == &m_entries.front())
            recipe.settings = entry.settings;
        else if (entry.after <= position)
            recipe.changes.push_back({entry.after, entry.change});
    }
    return recipe;
}

} // namespace cnnvis
