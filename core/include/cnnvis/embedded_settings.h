// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <map>
#include <optional>
#include <string>

namespace cnnvis {

/// What pictures carry with them: the settings that made them, under kSettingsTextKey.
///
/// Where the picture is saved is left out: it is not part of the dream, and the same dream gives the same bytes
/// anywhere.
std::map<std::string, std::string> embeddedSettings(const RunSettings& settings);

/// The settings among a picture's texts, in the form of presetToJson(). Programs that save pictures anew may change the
/// case of the key. Nothing: there are none.
std::optional<std::string> settingsAmong(const std::map<std::string, std::string>& texts);

} // namespace cnnvis
