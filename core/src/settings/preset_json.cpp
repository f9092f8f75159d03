// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/settings_text.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "settings/settings_json.h"
#include "util/value_text.h"

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
        if (member.key() != "title" && member.key() != "description" && member.key() != "settings") {
            throw SettingsError("",
                origin + ": " + quotedText(member.key())
                    + " is no part of a preset; only \"title\", \"description\" and \"settings\" are");
        }
    }
    const auto found = preset.find("settings");
    if (found == preset.end())
        throw SettingsError("", origin + " is not a preset: it has no \"settings\"");
    if (!found->is_object())
        throw SettingsError("", origin + ": \"settings\" is " + jsonKindName(*found) + ", but must be an object");
    return *found;
}

} // namespace

Preset presetFromJson(std::string_view json, const std::string& origin)
{
    const Json document = parseSettingsDocument(json, origin, "a preset");
    if (isRecipeDocument(document)) {
        const DreamRecipe recipe = recipeFromJson(json, origin);
        return {recipe.title, recipe.description, settingsDifference(RunSettings(), recipe.settingsAtEnd())};
    }
    const Json& settings = settingsMember(document, origin);
    Preset preset{textMember(document, "title", origin), textMember(document, "description", origin), {}};
    try {
        preset.change = settingsFromJson(settings);
    } catch (const SettingsError& error) {
        throw SettingsError(error.key(), origin + ": " + error.what());
    }
    return preset;
}

std::string presetToJson(const Preset& preset, JsonLetters letters)
{
    nlohmann::ordered_json document;
    document["title"] = preset.title;
    document["description"] = preset.description;
    document["settings"] = settingsToJson(preset.change);
    return documentText(document, letters);
}

} // namespace cnnvis
