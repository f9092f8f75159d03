// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings_json.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "settings/setting_problem.h"
#include "util/value_text.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <type_traits>

namespace cnnvis {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr int kDeepestNesting = 16;

/// Watches the parser: it would swallow any depth, and the last of two equal keys would win in silence.
class StructureGuard {
public:
    StructureGuard(const std::string& origin, const std::string& kind)
        : m_origin(origin)
        , m_kind(kind)
    { }

    void check(int depth, Json::parse_event_t event, const Json& parsed)
    {
        if (depth > kDeepestNesting)
            throw SettingsError("", m_origin + " is not " + m_kind + ": its values are nested too deep");
        if (event == Json::parse_event_t::object_start) {
            m_keys.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            m_keys.pop_back();
        } else if (event == Json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!m_keys.back().insert(key).second)
                throw SettingsError("", m_origin + " has " + quotedText(key) + " twice: take one out");
        }
    }

private:
    const std::string& m_origin;
    const std::string& m_kind;
    std::vector<std::set<std::string>> m_keys; ///< of the objects that are open
};

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
    if (value.is_string())
        return value.get<std::string>();
    if (isNumber(entry) && value.is_number())
        return value.is_number_float() ? numberText(value.get<double>()) : value.dump();
    if (isSwitch(entry) && value.is_boolean())
        return value.get<bool>() ? "true" : "false";
    const std::string key(entry.key);
    throw SettingsError(key,
        "--" + key + " is " + jsonKindName(value) + ", but must be "
            + (isNumber(entry) ? "a number" : (isSwitch(entry) ? "true or false" : "a string")));
}

OrderedJson jsonValue(const RunSettings& settings, const SettingEntry& entry)
{
    const auto convert = [&](auto field) -> OrderedJson {
        using Value = std::remove_cv_t<std::remove_reference_t<decltype(settings.*field)>>;
        const std::string text = settingText(settings, entry);
        if constexpr (std::is_arithmetic_v<Value>) {
            if (entry.lowestName.empty() || text != entry.lowestName)
                return settings.*field;
        }
        return text;
    };
    return std::visit(convert, entry.field);
}

} // namespace

Json parseSettingsDocument(std::string_view text, const std::string& origin, const std::string& kind)
{
    if (text.size() > kLongestRecipe)
        throw SettingsError("", origin + " is not " + kind + ": it is larger than 1 MiB");
    StructureGuard guard(origin, kind);
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

std::string jsonKindName(const Json& value)
{
    if (value.is_object() || value.is_array())
        return std::string("an ") + value.type_name();
    return value.is_null() ? "null" : std::string("a ") + value.type_name();
}

std::string textMember(const Json& object, const char* name, const std::string& origin)
{
    const auto found = object.find(name);
    if (found == object.end())
        return {};
    if (!found->is_string())
        throw SettingsError("", origin + ": \"" + name + "\" is " + jsonKindName(*found) + ", but must be a string");
    return found->get<std::string>();
}

SettingsChange settingsFromJson(const Json& settings, std::vector<std::string>* unknown)
{
    RunSettings values;
    std::set<const SettingEntry*> isSet;
    for (const auto& setting : settings.items()) {
        if (unknown != nullptr && findSetting(setting.key()) == nullptr) {
            unknown->push_back(setting.key());
            continue;
        }
        const SettingEntry& entry = requireSetting(setting.key());
        if (!isSet.insert(&entry).second) {
            const std::string key(entry.key);
            throw SettingsError(key, "--" + key + " is set twice, under two spellings: take one out");
        }
        setSettingText(values, entry, settingTextFromJson(setting.value(), entry));
    }
    SettingsChange change;
    for (const SettingEntry& entry : settingsSchema()) {
        if (isSet.count(&entry) != 0)
            change.push_back({std::string(entry.key), settingText(values, entry)});
    }
    return change;
}

OrderedJson settingsToJson(const SettingsChange& change)
{
    RunSettings values;
    applyChange(values, change);
    std::set<const SettingEntry*> isSet;
    for (const SettingText& setting : change)
        isSet.insert(&requireSetting(setting.key));
    OrderedJson settings = OrderedJson::object();
    for (const SettingEntry& entry : settingsSchema()) {
        if (isSet.count(&entry) != 0)
            settings[std::string(entry.key)] = jsonValue(values, entry);
    }
    return settings;
}

std::string documentText(const OrderedJson& document, JsonLetters letters, JsonLayout layout)
{
    // A path need not be UTF-8, JSON must be: better one replaced letter than no settings kept at all.
    return document.dump(layout == JsonLayout::Indented ? 2 : -1, ' ', letters == JsonLetters::Escaped,
               OrderedJson::error_handler_t::replace)
        + "\n";
}

} // namespace cnnvis
