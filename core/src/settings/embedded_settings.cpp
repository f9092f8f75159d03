// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/embedded_settings.h"

#include "cnnvis/picture_file.h"
#include "cnnvis/settings_text.h"

namespace cnnvis {

std::map<std::string, std::string> embeddedSettings(const RunSettings& settings)
{
    RunSettings dream = settings;
    dream.outputFile = RunSettings().outputFile;
    return {{kSettingsTextKey, presetToJson({"", "", settingsDifference(RunSettings(), dream)})}};
}

} // namespace cnnvis
