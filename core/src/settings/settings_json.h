// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cnnvis {

/// Parses an untrusted document: at most 1 MiB, no deeper than people write, no key twice in an object.
/// @param origin  file name for messages; @param kind  what it is to be, e.g. "a preset".
/// @throws SettingsError  with the line.
nlohmann::json parseSettingsDocument(std::string_view text, const std::string& origin, const std::string& kind);

/// Whether it says of itself that it is a recipe, see dream_recipe.h; else it is a preset, or something else.
bool isRecipeDocument(const nlohmann::json& document);

/// "an object", "a number", … for messages.
std::string jsonKindName(const nlohmann::json& value);

/// A member that is a text; empty where it is missing. @throws SettingsError  when it is something else.
std::string textMember(const nlohmann::json& object, const char* name, const std::string& origin);

/// Reads `{key: value, …}`; numbers and booleans may be strings too. In the order of the schema, with keys and values
/// in their usual spelling.
/// @param unknown  takes the keys of settings that are not there; null: they are refused.
/// @throws SettingsError  when a value does not fit.
SettingsChange settingsFromJson(const nlohmann::json& settings, std::vector<std::string>* unknown = nullptr);

/// The form that settingsFromJson() reads. @throws SettingsError  when the change does not fit.
nlohmann::ordered_json settingsToJson(const SettingsChange& change);

enum class JsonLayout { Indented, Compact };

/// The document as text. Bytes that are not UTF-8 are replaced.
std::string documentText(
    const nlohmann::ordered_json& document, JsonLetters letters, JsonLayout layout = JsonLayout::Indented);

} // namespace cnnvis
