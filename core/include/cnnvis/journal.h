// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <vector>

namespace cnnvis {

/// The settings that steps ran with, from this step to the one of the next entry.
struct JournalEntry {
    int sizeIndex = 0; ///< from 0
    int step = 0; ///< from 1
    RunSettings settings;
};

/// The settings that all steps of a run ran with, in the order of its steps. A plain value.
class Journal {
public:
    /// @param entry  of a later step than those that are there.
    void add(JournalEntry entry);
    const std::vector<JournalEntry>& entries() const { return m_entries; }
    /// The settings that a step ran with; nullptr when the journal does not reach it.
    const RunSettings* settingsOfStep(int sizeIndex, int step) const;

private:
    std::vector<JournalEntry> m_entries;
};

} // namespace cnnvis
