// SPDX-License-Identifier: GPL-3.0-or-later
// Values of settings as text, for each setting. The input is one value.
#include "input.h"

#include "cnnvis/error.h"
#include "cnnvis/settings_text.h"
#include "settings/colour_text.h"
#include "settings/size_text.h"

using namespace cnnvis;

namespace {

template <typename Action>
void attempt(const Action& action)
{
    try {
        action();
    } catch (const SettingsError&) { }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(fuzz::textOf(data, size));
    for (const SettingEntry& entry : settingsSchema()) {
        attempt([&] {
            RunSettings settings;
            setSettingText(settings, entry, text);
            const std::string written = settingText(settings, entry);
            RunSettings again;
            setSettingText(again, entry, written);
            fuzz::require(settingText(again, entry) == written, "a value that was written is read as it was");
            validate(settings);
        });
    }
    attempt([&] { parseSizeText("final_size", text); });
    attempt([&] { parseColourText("ground", text); });
    expandEnvironment(text);
    findSetting(text);
    nearestSettingKey(text);
    return 0;
}
