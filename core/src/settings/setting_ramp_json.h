// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/setting_ramp.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace cnnvis {

/// The form that rampsFromJson() reads.
nlohmann::ordered_json rampsToJson(const std::vector<SettingRamp>& ramps);

/// @param numSizes  of the run; the most where it has several.
/// @param origin  file name for messages.
/// @param unknown  takes what this version does not know; such a ramp is left out, or evenly shaped.
/// @throws SettingsError  when it is no list of ramps, they are too many, or one does not fit.
std::vector<SettingRamp> rampsFromJson(
    const nlohmann::json& ramps, int numSizes, const std::string& origin, std::vector<std::string>& unknown);

} // namespace cnnvis
