// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/settings_text.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "settings/setting_ramp_json.h"
#include "settings/settings_json.h"
#include "util/value_text.h"

#include <utility>

namespace cnnvis {
namespace {

using Json = nlohmann::json;

const Json& settingsMember(const Json& preset, const std::string& origin)
{
    if (!preset.is_object()) {
        throw SettingsError("",
            origin + " is not a preset: it holds " + jsonKindName(preset)
                + ", but must hold an object with \"title\", \"description\" and \"settings\"");
    }
    for (const auto& member : preset.items()) {
        if (member.key() != "title" && member.key() != "description" && member.key() != "settings"
            && member.key() != "ramps") {
            throw SettingsError("",
                origin + ": " + quotedText(member.key())
                    + " is no part of a preset; only \"title\", \"description\", \"settings\" and \"ramps\" are");
        }
    }
    const auto found = preset.find("settings");
    if (found == preset.end())
        throw SettingsError("", origin + " is not a preset: it has no \"settings\"");
    if (!found->is_object())
        throw SettingsError("", origin + ": \"settings\" is " + jsonKindName(*found) + ", but must be an object");
    return *found;
}

/// Those that were there to the end, as if they had been there from the beginning.
std::vector<SettingRamp> rampsOf(const DreamRecipe& recipe)
{
    std::vector<SettingRamp> ramps;
    for (SettingRamp ramp : recipe.ramps) {
        if (ramp.until)
            continue;
        ramp.since.reset();
        ramps.push_back(std::move(ramp));
    }
    return ramps;
}

} // namespace

Preset presetFromJson(std::string_view json, const std::string& origin)
{
    const Json document = parseSettingsDocument(json, origin, "a preset");
    if (isRecipeDocument(document)) {
        const DreamRecipe recipe = recipeFromJson(json, origin);
        return {recipe.title, recipe.description, settingsDifference(RunSettings(), recipe.settingsTurned()),
            rampsOf(recipe)};
    }
    const Json& settings = settingsMember(document, origin);
    Preset preset{textMember(document, "title", origin), textMember(document, "description", origin), {}};
    try {
        preset.change = settingsFromJson(settings);
        std::vector<std::string> unknown; // as in recipes
        if (document.contains("ramps")) {
            RunSettings values;
            applyChange(values, preset.change);
            preset.ramps = rampsFromJson(document["ramps"], values.numSizes, origin, unknown);
        }
    } catch (const SettingsError& error) {
        throw SettingsError(error.key(), origin + ": " + error.what());
    }
    return preset;
}

std::string presetToJson(const Preset& preset, JsonLetters letters)
{
    nlohmann::ordered_json document;
    if (!preset.ramps.empty())
        document["recipe"] = 1;
    document["title"] = preset.title;
    document["description"] = preset.description;
    document["settings"] = settingsToJson(preset.change);
    if (!preset.ramps.empty())
        document["ramps"] = rampsToJson(preset.ramps);
    return documentText(document, letters);
}

} // namespace cnnvis
