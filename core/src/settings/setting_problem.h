// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"

#include <string>
#include <string_view>

namespace cnnvis {

/// The entry of that key or alias. @throws SettingsError  when there is none, with the nearest.
const SettingEntry& requireSetting(std::string_view keyOrAlias);

/// Whether a setting holds a number without a fraction.
bool isWholeNumber(const SettingEntry& entry);

/// "between 1 and 1024", or "between 1 and 1024, or auto", for messages.
std::string rangeText(const SettingEntry& entry);

/// What is wrong with the value of one setting, looked at by itself, in one line that names the flag; empty when
/// nothing is.
std::string settingProblem(const RunSettings& settings, const SettingEntry& entry);

} // namespace cnnvis
