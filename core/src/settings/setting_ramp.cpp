// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/setting_ramp.h"

#include "cnnvis/run_change.h"
#include "cnnvis/run_settings.h"
#include "cnnvis/settings_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cnnvis {
namespace {

constexpr double kDigits = 6; ///< of a value on the way: what people are shown is what acts

double rounded(double value)
{
    if (value == 0.0 || !std::isfinite(value))
        return value;
    const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - (kDigits - 1));
    return unit < 1.0 ? std::round(value / unit) / std::round(1.0 / unit) : std::round(value / unit) * unit;
}

/// The last step of a size that a share of them has behind it.
int stepsOf(double share, int numSteps)
{
    return static_cast<int>(std::lround(share * numSteps));
}

/// Where the ramp begins in that size.
RunPosition beginOf(const SettingRamp& ramp, int sizeIndex, int numSteps)
{
    const RunPosition begin{sizeIndex, std::min(stepsOf(ramp.begin, numSteps), std::max(0, numSteps - 1)), 0};
    return ramp.since && begin < *ramp.since ? *ramp.since : begin;
}

/// Whether it begins before that place for sure, which costs less than to say where, or is not on at the position.
/// @param position  no earlier than the place.
bool isClearlyBefore(const SettingRamp& ramp, const RunPosition& place, const RunPosition& position, int numSteps)
{
    return !ramp.since && place.sizeIndex == position.sizeIndex && ramp.begin * numSteps + 1.0 < place.steps;
}

/// In which size the ramp is that acts there, or was the last to act; nothing: none was.
std::optional<int> sizeOf(const SettingRamp& ramp, const RunPosition& position, int numSteps)
{
    if (ramp.sizeIndex)
        return beginOf(ramp, *ramp.sizeIndex, numSteps) <= position ? ramp.sizeIndex : std::nullopt;
    for (int size = position.sizeIndex; size >= 0; --size) {
        if (ramp.since && size < ramp.since->sizeIndex)
            break;
        if (ramp.until && *ramp.until <= RunPosition{size, 0, 0})
            continue;
        if (beginOf(ramp, size, numSteps) <= position)
            return size;
    }
    return std::nullopt;
}

/// Steps from a size's begin.
std::int64_t countOf(const RunPosition& position, int firstSize, int numSteps)
{
    const std::int64_t before = std::int64_t{position.sizeIndex - firstSize} * numSteps;
    return before + std::min(position.steps, numSteps);
}

void setNumber(RunSettings& settings, const SettingEntry& entry, double value)
{
    std::visit(
        [&](auto field) {
            using Value = std::remove_reference_t<decltype(settings.*field)>;
            if constexpr (std::is_same_v<Value, double>)
                settings.*field = value;
            else if constexpr (std::is_arithmetic_v<Value>)
                settings.*field = static_cast<Value>(std::llround(value));
        },
        entry.field);
}

} // namespace

bool operator==(const SettingRamp& a, const SettingRamp& b)
{
    const auto tie = [](const SettingRamp& ramp) {
        return std::tie(ramp.key, ramp.from, ramp.to, ramp.sizeIndex, ramp.endSizeIndex, ramp.begin, ramp.end,
            ramp.shape, ramp.since, ramp.until);
    };
    return tie(a) == tie(b);
}

bool areFewEnough(const std::vector<SettingRamp>& ramps, int numSizes)
{
    std::size_t count = 0;
    for (const SettingRamp& ramp : ramps)
        count += ramp.sizeIndex ? 1 : static_cast<std::size_t>(std::max(1, numSizes));
    return ramps.size() <= kMostRamps && count <= kMostRampsInSizes;
}

bool canBeRamped(const SettingEntry& entry)
{
    const bool isNumber = std::visit(
        [](auto field) {
            using Value = std::remove_reference_t<decltype(std::declval<RunSettings&>().*field)>;
            return std::is_arithmetic_v<Value> && !std::is_same_v<Value, bool>;
        },
        entry.field);
    return isNumber && entry.takesEffect == TakesEffect::Live && entry.field != SettingField(&RunSettings::numSteps);
}

std::vector<const SettingEntry*> entriesOf(const std::vector<SettingText>& change)
{
    std::vector<const SettingEntry*> entries;
    for (const SettingText& setting : change) {
        const SettingEntry* const entry = findSetting(setting.key);
        if (entry != nullptr && std::find(entries.begin(), entries.end(), entry) == entries.end())
            entries.push_back(entry);
    }
    return entries;
}

double rampedValue(const SettingEntry& entry, double from, double to, double way, RampShape shape)
{
    if (way <= 0.0 || from == to)
        return from;
    if (way >= 1.0)
        return to;
    const double part = shape == RampShape::Eased ? way * way * (3.0 - 2.0 * way) : way;
    const bool isLogarithmic = entry.scale == SettingScale::Logarithmic && from > 0.0 && to > 0.0;
    const double value =
        isLogarithmic ? std::exp(std::log(from) + part * (std::log(to) - std::log(from))) : from + part * (to - from);
    const bool isWhole = !std::holds_alternative<double RunSettings::*>(entry.field);
    return std::clamp(isWhole ? std::round(value) : rounded(value), std::min(from, to), std::max(from, to));
}

double numberIn(const RunSettings& settings, const SettingEntry& entry)
{
    return std::visit(
        [&](auto field) -> double {
            using Value = std::remove_cv_t<std::remove_reference_t<decltype(settings.*field)>>;
            if constexpr (std::is_arithmetic_v<Value>)
                return static_cast<double>(settings.*field);
            else
                return 0.0;
        },
        entry.field);
}

RunSettings withNumber(RunSettings settings, const SettingEntry& entry, double value)
{
    setNumber(settings, entry, value);
    return settings;
}

std::vector<SettingRamp> replacedRamps(const std::vector<SettingRamp>& old, const std::vector<SettingRamp>& wanted,
    const RunPosition& position, int numSteps)
{
    // Within a step none begins and none ends.
    const RunPosition here{position.sizeIndex, position.steps + (position.batches > 0 ? 1 : 0), 0};
    const auto isAmong = [](const std::vector<SettingRamp>& ramps, const SettingRamp& ramp) {
        return std::any_of(ramps.begin(), ramps.end(), [&ramp](SettingRamp other) {
            other.until = ramp.until;
            return other == ramp;
        });
    };
    std::vector<SettingRamp> result;
    for (SettingRamp ramp : old) {
        if (isAmong(wanted, ramp))
            continue;
        const std::optional<int> size = sizeOf(ramp, here, numSteps);
        if (!size || here <= beginOf(ramp, *size, numSteps)) {
            if (ramp.sizeIndex || !size || *size == 0)
                continue; // it never acted
        }
        if (!ramp.until || here < *ramp.until)
            ramp.until = here;
        result.push_back(std::move(ramp));
    }
    for (SettingRamp ramp : wanted) {
        const bool isNew = !isAmong(old, ramp);
        const std::optional<int> size = sizeOf(ramp, here, numSteps);
        if (isNew && !ramp.since && size && (beginOf(ramp, *size, numSteps) < here || *size > 0))
            ramp.since = here;
        result.push_back(std::move(ramp));
    }
    return result;
}

/// What a ramp does from its begin on.
struct RampCourse::Part {
    const SettingRamp* ramp;
    RunPosition begin;
    int size; ///< in which it begins
    std::int64_t first, last; ///< steps that were done before, counted from that size's begin
    bool isActive; ///< else it is over
    int numSteps;
};

void RampCourse::setRamps(std::vector<SettingRamp> ramps)
{
    m_ramps = std::move(ramps);
    m_entryOfEach.clear();
    m_entries.clear();
    for (const SettingRamp& ramp : m_ramps) {
        const SettingEntry* const entry = findSetting(ramp.key);
        m_entryOfEach.push_back(entry);
        if (entry != nullptr && std::find(m_entries.begin(), m_entries.end(), entry) == m_entries.end())
            m_entries.push_back(entry);
    }
}

void RampCourse::note(
    const RunPosition& after, const std::vector<const SettingEntry*>& turned, const RunSettings& settings)
{
    for (const SettingEntry* const entry : turned) {
        if (canBeRamped(*entry))
            m_turns.push_back({after, entry, numberIn(settings, *entry)});
    }
}

void RampCourse::noteBeginning(const RunPosition& position, const RunSettings& settings)
{
    for (const SettingEntry& entry : settingsSchema()) {
        if (canBeRamped(entry))
            m_turns.push_back({position, &entry, numberIn(settings, entry)});
    }
}

std::vector<const SettingEntry*> RampCourse::toBeNoted(const RunPosition& position, const RunSettings& settings) const
{
    std::vector<const SettingEntry*> result;
    for (const SettingEntry* const entry : m_entries) {
        const std::optional<Part> part = governing(*entry, position, settings);
        if (!part || !part->isActive || part->ramp->from || part->begin != position)
            continue;
        const Turn* const turn = lastTurn(*entry, position);
        if (turn == nullptr || turn->after != position)
            result.push_back(entry);
    }
    return result;
}

RunChange RampCourse::due(const RunPosition& position, const RunSettings& settings) const
{
    RunSettings ramped = settings;
    std::vector<const SettingEntry*> acting;
    for (const SettingEntry* const entry : m_entries) {
        const std::optional<Part> part = governing(*entry, position, settings);
        if (!part || !part->isActive)
            continue;
        setNumber(ramped, *entry, valueOf(*part, *entry, position));
        acting.push_back(entry);
    }
    return RunChange::of(ramped, acting); // also where the value is the same: a rate that decays is held
}

void RampCourse::applyTo(RunSettings& settings, const RunPosition& position) const
{
    for (const SettingEntry* const entry : m_entries) {
        if (const std::optional<Part> part = governing(*entry, position, settings))
            setNumber(settings, *entry, valueOf(*part, *entry, position));
    }
}

/// The ramp that began last, unless the setting was turned since.
std::optional<RampCourse::Part> RampCourse::governing(
    const SettingEntry& entry, const RunPosition& position, const RunSettings& settings) const
{
    const int numSteps = settings.numSteps;
    const Turn* const turn = lastTurn(entry, position);
    const RunPosition earliest = turn != nullptr ? turn->after : RunPosition();
    const SettingRamp* last = nullptr;
    RunPosition begin;
    int size = 0;
    for (std::size_t i = 0; i < m_ramps.size(); ++i) {
        const SettingRamp& ramp = m_ramps[i];
        if (m_entryOfEach[i] != &entry || isClearlyBefore(ramp, earliest, position, numSteps))
            continue;
        const std::optional<int> itsSize = sizeOf(ramp, position, numSteps);
        if (!itsSize)
            continue;
        const RunPosition itsBegin = beginOf(ramp, *itsSize, numSteps);
        if ((ramp.until && *ramp.until <= itsBegin) || itsBegin < earliest || (last != nullptr && itsBegin < begin))
            continue;
        last = &ramp;
        begin = itsBegin;
        size = *itsSize;
    }
    if (last == nullptr)
        return std::nullopt;
    const int endSize = last->sizeIndex ? last->endSizeIndex.value_or(size) : size;
    const std::int64_t first = countOf(begin, size, numSteps);
    const std::int64_t end = countOf({endSize, stepsOf(last->end, numSteps), 0}, size, numSteps);
    Part part{last, begin, size, first, std::max(first, end - 1), false, numSteps};
    const bool isTakenAway = last->until && *last->until <= position;
    part.isActive = !isTakenAway && countOf(position, size, numSteps) <= part.last && position.steps < numSteps;
    return part;
}

const RampCourse::Turn* RampCourse::lastTurn(const SettingEntry& entry, const RunPosition& upTo) const
{
    const auto behind = std::upper_bound(m_turns.begin(), m_turns.end(), upTo,
        [](const RunPosition& position, const Turn& turn) { return position < turn.after; });
    const auto found = std::find_if(
        std::make_reverse_iterator(behind), m_turns.rend(), [&](const Turn& turn) { return turn.entry == &entry; });
    return found == m_turns.rend() ? nullptr : &*found;
}

double RampCourse::valueOf(const Part& part, const SettingEntry& entry, const RunPosition& position) const
{
    const SettingRamp& ramp = *part.ramp;
    std::int64_t now = std::min(countOf(position, part.size, part.numSteps), part.last);
    if (ramp.until && *ramp.until <= position) // the last step before
        now = std::clamp(countOf(*ramp.until, part.size, part.numSteps) - 1, part.first, now);
    const Turn* const turn = lastTurn(entry, part.begin);
    const double from = ramp.from ? *ramp.from : turn != nullptr ? turn->value : ramp.to;
    const double way = part.last == part.first
        ? 1.0
        : static_cast<double>(now - part.first) / static_cast<double>(part.last - part.first);
    return rampedValue(entry, from, ramp.to, way, ramp.shape);
}

} // namespace cnnvis
