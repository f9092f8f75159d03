// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/settings_schema.h"

#include "cnnvis/error.h"
#include "cnnvis/nearest_name.h"
#include "settings/schema_table.h"
#include "settings/setting_problem.h"
#include "util/value_text.h"

#include <algorithm>

namespace cnnvis {

namespace {

std::vector<SettingEntry> buildSchema()
{
    SchemaTable table;
    addModelSettings(table);
    addObjectiveSettings(table);
    addStartImageSettings(table);
    addSizeSettings(table);
    addOptimiserSettings(table);
    addPNormSettings(table);
    addAuxiliaryPNormSettings(table);
    addTotalVariationSettings(table);
    addOutputSettings(table);
    addMachineSettings(table);
    return table.take();
}

bool hasName(const SettingEntry& entry, std::string_view name)
{
    return entry.key == name || std::find(entry.aliases.begin(), entry.aliases.end(), name) != entry.aliases.end();
}

} // namespace

const std::vector<SettingEntry>& settingsSchema()
{
    static const std::vector<SettingEntry> schema = buildSchema();
    return schema;
}

const SettingEntry* findSetting(std::string_view keyOrAlias)
{
    for (const SettingEntry& entry : settingsSchema()) {
        if (hasName(entry, keyOrAlias))
            return &entry;
    }
    return nullptr;
}

const SettingEntry& settingOf(SettingField field)
{
    const std::vector<SettingEntry>& schema = settingsSchema();
    return *std::find_if(
        schema.begin(), schema.end(), [&field](const SettingEntry& entry) { return entry.field == field; });
}

std::string nearestSettingKey(std::string_view key)
{
    std::vector<std::string> names;
    for (const SettingEntry& entry : settingsSchema()) {
        names.emplace_back(entry.key);
        names.insert(names.end(), entry.aliases.begin(), entry.aliases.end());
    }
    const SettingEntry* const nearest = findSetting(nearestName(key, names));
    return nearest != nullptr ? std::string(nearest->key) : std::string();
}

const SettingEntry& requireSetting(std::string_view keyOrAlias)
{
    if (const SettingEntry* const entry = findSetting(keyOrAlias))
        return *entry;
    const std::string nearest = nearestSettingKey(keyOrAlias);
    throw SettingsError(std::string(keyOrAlias),
        quotedText("--" + std::string(keyOrAlias)) + " is not a setting; "
            + (nearest.empty() ? "--help lists them all" : "the nearest is --" + nearest));
}

} // namespace cnnvis
