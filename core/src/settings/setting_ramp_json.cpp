// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/setting_ramp_json.h"

#include "cnnvis/error.h"
#include "settings/setting_problem.h"
#include "settings/settings_json.h"
#include "util/value_text.h"

#include <algorithm>
#include <initializer_list>
#include <limits>

namespace cnnvis {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr const char* kEased = "eased";
constexpr const char* kLinear = "linear";

OrderedJson numberToJson(const SettingEntry& entry, double value)
{
    if (std::holds_alternative<double RunSettings::*>(entry.field))
        return value;
    return static_cast<std::int64_t>(value);
}

OrderedJson placeToJson(const RunPosition& position)
{
    return {{"size", position.sizeIndex + 1}, {"after_step", position.steps}};
}

/// Reads one ramp.
class RampReader {
public:
    RampReader(const Json& ramp, const std::string& origin, std::vector<std::string>& unknown)
        : m_ramp(ramp)
        , m_origin(origin)
        , m_unknown(unknown)
    { }

    /// Nothing: of a setting that is not known.
    std::optional<SettingRamp> read()
    {
        require(m_ramp.is_object(), "one of its ramps is " + jsonKindName(m_ramp));
        listUnknown(m_ramp, {"setting", "from", "to", "size", "end_size", "begin", "end", "shape", "since", "until"});
        const std::string key = textMember(m_ramp, "setting", m_origin);
        const SettingEntry* const entry = findSetting(key);
        if (entry == nullptr) {
            m_unknown.push_back("--" + key);
            return std::nullopt;
        }
        if (!canBeRamped(*entry))
            throw SettingsError(key,
                m_origin + ": --" + key
                    + " cannot turn by itself; only numbers that may change at any step can, but for num_steps");
        SettingRamp ramp;
        ramp.key = entry->key;
        if (m_ramp.contains("from"))
            ramp.from = value(*entry, "from");
        require(m_ramp.contains("to"), "the ramp of --" + key + " has no \"to\"");
        ramp.to = value(*entry, "to");
        readPlaces(ramp);
        const std::string shape = textMember(m_ramp, "shape", m_origin);
        if (shape == kEased)
            ramp.shape = RampShape::Eased;
        else if (!shape.empty() && shape != kLinear)
            m_unknown.push_back("ramps/shape " + shape);
        return ramp;
    }

private:
    void require(bool isGood, const std::string& what) const
    {
        if (!isGood)
            throw SettingsError("", m_origin + ": " + what);
    }

    void listUnknown(const Json& object, std::initializer_list<std::string_view> known)
    {
        for (const auto& member : object.items()) {
            if (std::find(known.begin(), known.end(), member.key()) == known.end())
                m_unknown.push_back("ramps/" + member.key());
        }
    }

    double value(const SettingEntry& entry, const char* name) const
    {
        RunSettings read;
        try {
            const SettingsChange change = settingsFromJson({{std::string(entry.key), m_ramp[name]}});
            applyChange(read, change);
        } catch (const SettingsError& error) {
            throw SettingsError(error.key(), m_origin + ": " + error.what());
        }
        return numberIn(read, entry);
    }

    double share(const char* name, double otherwise) const
    {
        const auto found = m_ramp.find(name);
        if (found == m_ramp.end())
            return otherwise;
        const bool isShare = found->is_number() && found->get<double>() >= 0.0 && found->get<double>() <= 1.0;
        require(isShare, "a ramp's \"" + std::string(name) + "\" must be a number from 0 to 1");
        return found->get<double>();
    }

    int count(const Json& object, const char* name, int lowest) const
    {
        const auto found = object.find(name);
        const bool isCount = found != object.end() && found->is_number_unsigned()
            && found->get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<int>::max()}
            && found->get<std::int64_t>() >= lowest;
        require(isCount,
            "a ramp's \"" + std::string(name) + "\" must be a whole number from " + std::to_string(lowest) + " on");
        return found->get<int>();
    }

    std::optional<int> sizeIndex(const char* name) const
    {
        return m_ramp.contains(name) ? std::optional<int>(count(m_ramp, name, 1) - 1) : std::nullopt;
    }

    std::optional<RunPosition> place(const char* name)
    {
        const auto found = m_ramp.find(name);
        if (found == m_ramp.end())
            return std::nullopt;
        require(found->is_object(), "a ramp's \"" + std::string(name) + "\" is " + jsonKindName(*found));
        listUnknown(*found, {"size", "after_step"});
        return RunPosition{count(*found, "size", 1) - 1, count(*found, "after_step", 0), 0};
    }

    void readPlaces(SettingRamp& ramp)
    {
        ramp.sizeIndex = sizeIndex("size");
        ramp.endSizeIndex = sizeIndex("end_size");
        ramp.begin = share("begin", 0.0);
        ramp.end = share("end", 1.0);
        require(!ramp.endSizeIndex || (ramp.sizeIndex && *ramp.sizeIndex <= *ramp.endSizeIndex),
            "a ramp's \"end_size\" must come with a \"size\", and not be below it");
        const bool isOfOneSize = !ramp.endSizeIndex || *ramp.endSizeIndex == *ramp.sizeIndex;
        require(!isOfOneSize || ramp.begin <= ramp.end, "a ramp ends before it begins");
        ramp.since = place("since");
        ramp.until = place("until");
    }

    const Json& m_ramp;
    const std::string& m_origin;
    std::vector<std::string>& m_unknown;
};

} // namespace

OrderedJson rampsToJson(const std::vector<SettingRamp>& ramps)
{
    OrderedJson json = OrderedJson::array();
    for (const SettingRamp& ramp : ramps) {
        const SettingEntry& entry = requireSetting(ramp.key);
        OrderedJson one{{"setting", ramp.key}};
        if (ramp.from)
            one["from"] = numberToJson(entry, *ramp.from);
        one["to"] = numberToJson(entry, ramp.to);
        if (ramp.sizeIndex)
            one["size"] = *ramp.sizeIndex + 1;
        if (ramp.endSizeIndex)
            one["end_size"] = *ramp.endSizeIndex + 1;
        one["begin"] = ramp.begin;
        one["end"] = ramp.end;
        one["shape"] = ramp.shape == RampShape::Eased ? kEased : kLinear;
        if (ramp.since)
            one["since"] = placeToJson(*ramp.since);
        if (ramp.until)
            one["until"] = placeToJson(*ramp.until);
        json.push_back(std::move(one));
    }
    return json;
}

std::vector<SettingRamp> rampsFromJson(
    const Json& ramps, int numSizes, const std::string& origin, std::vector<std::string>& unknown)
{
    if (!ramps.is_array())
        throw SettingsError("", origin + ": \"ramps\" is " + jsonKindName(ramps) + ", but must be a list");
    if (ramps.size() > kMostRamps)
        throw SettingsError("",
            origin + ": it has " + std::to_string(ramps.size()) + " ramps, more than " + std::to_string(kMostRamps));
    std::vector<SettingRamp> read;
    for (const Json& ramp : ramps) {
        if (std::optional<SettingRamp> one = RampReader(ramp, origin, unknown).read())
            read.push_back(std::move(*one));
    }
    if (!areFewEnough(read, numSizes))
        throw SettingsError("",
            origin + ": its ramps are more than " + std::to_string(kMostRampsInSizes)
                + " in all sizes together; give each a \"size\", or leave some out");
    return read;
}

} // namespace cnnvis
