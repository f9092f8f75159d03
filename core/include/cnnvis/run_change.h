// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"
#include "cnnvis/settings_text.h"

#include <vector>

namespace cnnvis {

/// New values for settings of a run that goes on: read from text once, if at all, and known to fit. A plain value.
class RunChange {
public:
    /// Changes nothing.
    RunChange() = default;
    /// @throws SettingsError  when a key is unknown, its value does not fit, or it takes effect in a new run only.
    static RunChange fromText(const SettingsChange& change);
    /// What turns `from` into `to`, but for settings that take effect in a new run only.
    static RunChange between(const RunSettings& from, const RunSettings& to);
    /// Sets these to the values that they have there. @param entries  none that takes effect in a new run only.
    static RunChange of(const RunSettings& values, const std::vector<const SettingEntry*>& entries);

    bool isEmpty() const { return m_entries.empty(); }
    /// The settings that it changes, each once, in the order in which they were first said.
    const std::vector<const SettingEntry*>& settings() const { return m_entries; }
    bool has(const SettingField& field) const;
    /// The same as text.
    SettingsChange toText() const;
    /// @param later  wins where both change a setting.
    void add(const RunChange& later);
    /// All of it or nothing.
    void applyTo(RunSettings& settings) const;

private:
    void addEntry(const SettingEntry& entry);

    std::vector<const SettingEntry*> m_entries;
    RunSettings m_values; ///< of those settings; the others mean nothing
};

} // namespace cnnvis
