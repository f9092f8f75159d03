// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/journal.h"

#include <tuple>
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
        if (std::tie(entry.sizeIndex, entry.step) <= std::tie(sizeIndex, step))
            settings = &entry.settings;
    }
    return settings;
}

} // namespace cnnvis
