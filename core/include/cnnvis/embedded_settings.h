// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <map>
#include <string>

namespace cnnvis {

/// What pictures carry with them: the settings that made them, under kSettingsTextKey.
///
/// Where the picture is saved is left out: it is not part of the dream, and the same dream gives the same bytes
/// anywhere.
std::map<std::string, std::string> embeddedSettings(const RunSettings& settings);

} // namespace cnnvis
