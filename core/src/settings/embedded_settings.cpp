// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/embedded_settings.h"

#include "cnnvis/picture_file.h"
#include "cnnvis/settings_text.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace cnnvis {

std::map<std::string, std::string> embeddedSettings(const RunSettings& settings)
{
    RunSettings dream = settings;
    dream.outputFile = RunSettings().outputFile;
    return {{kSettingsTextKey, presetToJson({"", "", settingsDifference(RunSettings(), dream)}, JsonLetters::Escaped)}};
}

std::optional<std::string> settingsAmong(const std::map<std::string, std::string>& texts)
{
    const std::string_view key = kSettingsTextKey;
    const auto isSettings = [key](const auto& text) {
        return std::equal(text.first.begin(), text.first.end(), key.begin(), key.end(),
            [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
    };
    const auto found = std::find_if(texts.begin(), texts.end(), isSettings);
    return found == texts.end() ? std::nullopt : std::optional<std::string>(found->second);
}

} // namespace cnnvis
