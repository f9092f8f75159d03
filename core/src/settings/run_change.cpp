// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_change.h"

#include "cnnvis/error.h"
#include "settings/setting_problem.h"

#include <algorithm>
#include <string>
#include <utility>

namespace cnnvis {
namespace {

void copyValue(const RunSettings& from, const SettingEntry& entry, RunSettings& to)
{
    std::visit([&](auto field) { to.*field = from.*field; }, entry.field);
}

} // namespace

RunChange RunChange::fromText(const SettingsChange& change)
{
    RunChange read;
    for (const SettingText& setting : change) {
        const SettingEntry& entry = requireSetting(setting.key);
        setSettingText(read.m_values, entry, setting.text);
        read.addEntry(entry);
    }
    for (const SettingEntry* const entry : read.m_entries) {
        if (entry->takesEffect == TakesEffect::Restart)
            throw SettingsError(std::string(entry->key),
                "--" + std::string(entry->key) + " cannot be changed during a run; start a new one");
    }
    return read;
}

RunChange RunChange::between(const RunSettings& from, const RunSettings& to)
{
    RunChange change;
    for (const SettingText& difference : settingsDifference(from, to)) {
        const SettingEntry& entry = requireSetting(difference.key);
        if (entry.takesEffect != TakesEffect::Restart)
            change.addEntry(entry);
    }
    change.m_values = to;
    return change;
}

RunChange RunChange::of(const RunSettings& values, const std::vector<const SettingEntry*>& entries)
{
    RunChange change;
    for (const SettingEntry* const entry : entries)
        change.addEntry(*entry);
    change.m_values = values;
    return change;
}

bool RunChange::has(const SettingField& field) const
{
    const auto isOfField = [&](const SettingEntry* entry) { return entry->field == field; };
    return std::any_of(m_entries.begin(), m_entries.end(), isOfField);
}

SettingsChange RunChange::toText() const
{
    SettingsChange change;
    for (const SettingEntry* const entry : m_entries)
        change.push_back({std::string(entry->key), settingText(m_values, *entry)});
    return change;
}

void RunChange::add(const RunChange& later)
{
    for (const SettingEntry* const entry : later.m_entries) {
        copyValue(later.m_values, *entry, m_values);
        addEntry(*entry);
    }
}

void RunChange::applyTo(RunSettings& settings) const
{
    RunSettings changed = settings;
    for (const SettingEntry* const entry : m_entries)
        copyValue(m_values, *entry, changed);
    settings = std::move(changed);
}

void RunChange::addEntry(const SettingEntry& entry)
{
    if (!has(entry.field))
        m_entries.push_back(&entry);
}

} // namespace cnnvis
