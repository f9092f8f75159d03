// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/settings_text.h"

#include "cnnvis/error.h"
#include "settings/setting_problem.h"
#include "util/value_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <type_traits>

namespace cnnvis {

namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kLargestPreset = 1024 * 1024;
constexpr int kDeepestNesting = 16;

/// Watches the parser: it would swallow any depth, and the last of two equal keys would win in silence.
class StructureGuard {
public:
    explicit StructureGuard(const std::string& origin)
        : m_origin(origin)
    { }

    void check(int depth, Json::parse_event_t event, const Json& parsed)
    {
        if (depth > kDeepestNesting) {
            throw SettingsError("", m_origin + " is not a preset: its values are nested too deep");
        }
        if (event == Json::parse_event_t::object_start) {
            m_keys.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            m_keys.pop_back();
        } else if (event == Json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!m_keys.back().insert(key).second) {
                throw SettingsError("", m_origin + " has " + quotedText(key) + " twice: take one out");
            }
        }
    }

private:
    const std::string& m_origin;
    std::vector<std::set<std::string>> m_keys; ///< of the objects that are open
};

Json parseJson(std::string_view text, const std::string& origin)
{
    if (text.size() > kLargestPreset) {
        throw SettingsError("", origin + " is not a preset: it is larger than 1 MiB");
    }
    StructureGuard guard(origin);
    const auto watch = [&guard](int depth, Json::parse_event_t event, Json& parsed) {
        guard.check(depth, event, parsed);
        return true;
    };
    try {
        return Json::parse(text, watch);
    } catch (const Json::parse_error& error) {
        // The byte is that of the character which was read last, counted from 1.
        const std::size_t end = std::min(error.byte - std::min<std::size_t>(error.byte, 1), text.size());
        const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
        throw SettingsError("", origin + " line " + std::to_string(line) + " is not valid JSON: correct it there");
    } catch (const Json::exception&) {
        throw SettingsError("", origin + " holds a number that is too large");
    }
}

std::string kindName(const Json& value)
{
    if (value.is_object() || value.is_array()) {
        return std::string("an ") + value.type_name();
    }
    return value.is_null() ? "null" : std::string("a ") + value.type_name();
}

/// @param name  one of the preset's own members; a preset without it has an empty one.
std::string memberText(const Json& preset, const char* name, const std::string& origin)
{
    const auto found = preset.find(name);
    if (found == preset.end()) {
        return {};
    }
    if (!found->is_string()) {
        throw SettingsError("", origin + ": \"" + name + "\" is " + kindName(*found) + ", but must be a string");
    }
    return found->get<std::string>();
}

const Json& settingsMember(const Json& preset, const std::string& origin)
{
    if (!preset.is_object()) {
        throw SettingsError("",
            origin + " is not a preset: it holds " + kindName(preset)
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
    if (found == preset.end()) {
        throw SettingsError("", origin + " is not a preset: it has no \"settings\"");
    }
    if (!found->is_object()) {
        throw SettingsError("", origin + ": \"settings\" is " + kindName(*found) + ", but must be an object");
    }
    return *found;
}

bool isNumber(const SettingEntry& entry)
{
    return isWholeNumber(entry) || std::holds_alternative<double RunSettings::*>(entry.field);
}

bool isSwitch(const SettingEntry& entry)
{
    return std::holds_alternative<bool RunSettings::*>(entry.field);
}

/// A number or a boolean may be given as a string as well, but not a number where a name or a path is due.
std::string settingTextFromJson(const Json& value, const SettingEntry& entry)
{
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (isNumber(entry) && value.is_number()) {
        return value.is_number_float() ? numberText(value.get<double>()) : value.dump();
    }
    if (isSwitch(entry) && value.is_boolean()) {
        return value.get<bool>() ? "true" : "false";
    }
    const std::string key(entry.key);
    throw SettingsError(key,
        "--" + key + " is " + kindName(value) + ", but must be "
            + (isNumber(entry) ? "a number" : (isSwitch(entry) ? "true or false" : "a string")));
}

/// The entries that were set, with their values in `values`.
std::set<const SettingEntry*> readSettings(const Json& settings, RunSettings& values)
{
    std::set<const SettingEntry*> isSet;
    for (const auto& setting : settings.items()) {
        const SettingEntry& entry = requireSetting(setting.key());
        if (!isSet.insert(&entry).second) {
            const std::string key(entry.key);
            throw SettingsError(key, "--" + key + " is set twice, under two spellings: take one out");
        }
        setSettingText(values, entry, settingTextFromJson(setting.value(), entry));
    }
    return isSet;
}

OrderedJson jsonValue(const RunSettings& settings, const SettingEntry& entry)
{
    const auto convert = [&](auto field) -> OrderedJson {
        using Value = std::remove_cv_t<std::remove_reference_t<decltype(settings.*field)>>;
        const std::string text = settingText(settings, entry);
        if constexpr (std::is_arithmetic_v<Value>) {
            if (entry.lowestName.empty() || text != entry.lowestName) {
                return settings.*field;
            }
        }
        return text;
    };
    return std::visit(convert, entry.field);
}

} // namespace

Preset presetFromJson(std::string_view json, const std::string& origin)
{
    const Json document = parseJson(json, origin);
    const Json& settings = settingsMember(document, origin);
    Preset preset;
    preset.title = memberText(document, "title", origin);
    preset.description = memberText(document, "description", origin);
    try {
        RunSettings values;
        const std::set<const SettingEntry*> isSet = readSettings(settings, values);
        for (const SettingEntry& entry : settingsSchema()) {
            if (isSet.count(&entry) != 0) {
                preset.change.push_back({std::string(entry.key), settingText(values, entry)});
            }
        }
    } catch (const SettingsError& error) {
        throw SettingsError(error.key(), origin + ": " + error.what());
    }
    return preset;
}

std::string presetToJson(const Preset& preset, JsonLetters letters)
{
    RunSettings values;
    applyChange(values, preset.change);
    std::set<const SettingEntry*> isSet;
    for (const SettingText& setting : preset.change) {
        isSet.insert(&requireSetting(setting.key));
    }
    OrderedJson document;
    document["title"] = preset.title;
    document["description"] = preset.description;
    document["settings"] = OrderedJson::object();
    for (const SettingEntry& entry : settingsSchema()) {
        if (isSet.count(&entry) != 0) {
            document["settings"][std::string(entry.key)] = jsonValue(values, entry);
        }
    }
    // A path need not be UTF-8, JSON must be: better one replaced letter than no settings kept at all.
    return document.dump(2, ' ', letters == JsonLetters::Escaped, OrderedJson::error_handler_t::replace) + "\n";
}

} // namespace cnnvis
