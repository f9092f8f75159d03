// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/setting_lane.h"

#include "cnnvis/step_count.h"
#include "settings/setting_problem.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cnnvis {
namespace {

using Steps = std::vector<int>;

int stepsOf(const Steps& steps, int size)
{
    return size >= 0 && size < static_cast<int>(steps.size()) ? steps[static_cast<std::size_t>(size)] : 0;
}

/// Steps before a place, of all sizes; a size has no more than its own.
int countOf(const RunPosition& position, const Steps& steps)
{
    return stepsUpTo(steps, {position.sizeIndex, std::min(position.steps, stepsOf(steps, position.sizeIndex)), 0});
}

double shareOf(const RunPosition& place, const Steps& steps)
{
    return static_cast<double>(place.steps) / std::max(1, stepsOf(steps, place.sizeIndex));
}

RunPosition placeOf(int size, double share, const Steps& steps)
{
    return {size, static_cast<int>(share * stepsOf(steps, size) + 0.5), 0};
}

/// A ramp in one of the sizes in which it acts.
struct Instance {
    const SettingRamp* ramp;
    int begin, end; ///< counts of steps
};

std::vector<Instance> instancesOf(const DreamRecipe& recipe, const SettingEntry& entry, const Steps& steps)
{
    std::vector<Instance> instances;
    for (const SettingRamp& ramp : recipe.ramps) {
        if (findSetting(ramp.key) != &entry)
            continue;
        const int first = ramp.sizeIndex.value_or(0);
        const int last = ramp.sizeIndex ? first : static_cast<int>(steps.size()) - 1;
        for (int size = first; size <= last; ++size) {
            const int endSize = ramp.sizeIndex ? ramp.endSizeIndex.value_or(size) : size;
            int begin = countOf(placeOf(size, ramp.begin, steps), steps);
            int end = countOf(placeOf(endSize, ramp.end, steps), steps);
            if (ramp.since)
                begin = std::max(begin, countOf(*ramp.since, steps));
            if (ramp.until)
                end = std::min(end, countOf(*ramp.until, steps));
            if (begin <= end && (!ramp.until || begin < countOf(*ramp.until, steps)))
                instances.push_back({&ramp, begin, end});
        }
    }
    std::stable_sort(
        instances.begin(), instances.end(), [](const Instance& a, const Instance& b) { return a.begin < b.begin; });
    return instances;
}

/// The recipe's values of a setting, step by step.
class Course {
public:
    Course(const DreamRecipe& recipe, const SettingEntry& entry, const Steps& steps)
        : m_entry(entry)
        , m_steps(steps)
        , m_settings(recipe.settings)
    {
        std::vector<SettingRamp> ramps;
        for (const SettingRamp& ramp : recipe.ramps) {
            if (findSetting(ramp.key) == &entry)
                ramps.push_back(ramp);
        }
        m_ramps = RampCourse(std::move(ramps));
        note({}, recipe.settings);
        RunSettings settings = recipe.settings;
        for (const RecipeChange& change : recipe.changes) {
            for (const SettingText& setting : change.change) {
                if (findSetting(setting.key) != &entry)
                    continue;
                setSettingText(settings, entry, setting.text);
                note(change.after, settings);
            }
        }
    }

    /// Of the step behind that many.
    double at(int count) const
    {
        const RunPosition position = placeAfter(m_steps, count);
        const auto next = std::upper_bound(m_turns.begin(), m_turns.end(), position,
            [](const RunPosition& place, const auto& turn) { return place < turn.first; });
        RunSettings settings = withNumber(m_settings, m_entry, std::prev(next)->second);
        settings.numSteps = std::max(1, stepsOf(m_steps, position.sizeIndex));
        m_ramps.applyTo(settings, position);
        return numberIn(settings, m_entry);
    }

private:
    void note(const RunPosition& after, const RunSettings& settings)
    {
        m_ramps.note(after, {&m_entry}, settings);
        m_turns.emplace_back(after, numberIn(settings, m_entry));
    }

    const SettingEntry& m_entry;
    const Steps& m_steps;
    RunSettings m_settings;
    RampCourse m_ramps;
    std::vector<std::pair<RunPosition, double>> m_turns;
};

/// Takes the setting out of what is changed from there on.
void removeChanges(std::vector<RecipeChange>& changes, const SettingEntry& entry, const RunPosition& from)
{
    for (RecipeChange& change : changes) {
        if (change.after < from)
            continue;
        const auto isOfEntry = [&](const SettingText& setting) { return findSetting(setting.key) == &entry; };
        change.change.erase(std::remove_if(change.change.begin(), change.change.end(), isOfEntry), change.change.end());
    }
    const auto isEmpty = [](const RecipeChange& change) { return change.change.empty(); };
    changes.erase(std::remove_if(changes.begin(), changes.end(), isEmpty), changes.end());
}

/// Ends the setting's ramps there, and leaves out those that would begin later.
void cutRamps(std::vector<SettingRamp>& ramps, const SettingEntry& entry, const RunPosition& from, const Steps& steps)
{
    std::vector<SettingRamp> kept;
    for (SettingRamp& ramp : ramps) {
        if (findSetting(ramp.key) == &entry) {
            const int first = ramp.sizeIndex.value_or(0);
            RunPosition begin = placeAfter(steps, countOf(placeOf(first, ramp.begin, steps), steps));
            if (ramp.since && begin < *ramp.since)
                begin = *ramp.since;
            if (from <= begin)
                continue;
            const RunPosition end = placeOf(ramp.endSizeIndex.value_or(first), ramp.end, steps);
            const bool isOver = ramp.sizeIndex && countOf(end, steps) <= countOf(from, steps);
            if (!isOver && (!ramp.until || from < *ramp.until))
                ramp.until = from;
        }
        kept.push_back(std::move(ramp));
    }
    ramps = std::move(kept);
}

SettingRamp rampOf(const LanePoint& begin, const LanePoint& end, const std::string& key, const Steps& steps)
{
    SettingRamp ramp;
    ramp.key = key;
    ramp.from = begin.value;
    ramp.to = end.value;
    const RunPosition first = placeAfter(steps, countOf(begin.after, steps));
    // The end of a size is no place of the next one here.
    RunPosition last = placeAfter(steps, countOf(end.after, steps));
    if (last.steps == 0 && last.sizeIndex > first.sizeIndex)
        last = {last.sizeIndex - 1, stepsOf(steps, last.sizeIndex - 1), 0};
    ramp.sizeIndex = first.sizeIndex;
    if (last.sizeIndex != first.sizeIndex)
        ramp.endSizeIndex = last.sizeIndex;
    ramp.begin = shareOf(first, steps);
    ramp.end = std::min(1.0, shareOf(last, steps));
    ramp.shape = end.shape == LaneShape::Eased ? RampShape::Eased : RampShape::Linear;
    return ramp;
}

} // namespace

SettingLane laneOf(const DreamRecipe& recipe, const std::string& key, const Steps& steps)
{
    const SettingEntry& entry = requireSetting(key);
    const Course course(recipe, entry, steps);
    SettingLane lane{std::string(entry.key), {{{}, course.at(0), LaneShape::Hold}}};
    // Where something happens, by count; of ramps what reaches there.
    std::vector<int> turned;
    for (const RecipeChange& change : recipe.changes) {
        for (const SettingText& setting : change.change) {
            if (findSetting(setting.key) == &entry)
                turned.push_back(countOf(change.after, steps));
        }
    }
    const std::vector<Instance> instances = instancesOf(recipe, entry, steps);
    std::vector<LanePoint> points;
    const auto add = [&](int count, double value, LaneShape shape) {
        points.push_back({placeAfter(steps, count), value, shape});
    };
    for (const int count : turned)
        add(count, course.at(count), LaneShape::Hold);
    for (std::size_t i = 0; i < instances.size(); ++i) {
        const Instance& instance = instances[i];
        int end = instance.end;
        if (i + 1 < instances.size())
            end = std::min(end, instances[i + 1].begin);
        if (const auto next = std::upper_bound(turned.begin(), turned.end(), instance.begin); next != turned.end())
            end = std::min(end, *next);
        add(instance.begin, course.at(instance.begin), LaneShape::Hold);
        if (end > instance.begin)
            add(end, course.at(end - 1),
                instance.ramp->shape == RampShape::Eased ? LaneShape::Eased : LaneShape::Linear);
    }
    // The end of a ramp comes before what begins in its place.
    std::stable_sort(points.begin(), points.end(), [](const LanePoint& a, const LanePoint& b) {
        return a.after != b.after ? a.after < b.after : (a.shape != LaneShape::Hold && b.shape == LaneShape::Hold);
    });
    for (const LanePoint& point : points) {
        const LanePoint& last = lane.points.back();
        const bool isSame = last.after == point.after && last.value == point.value;
        if (!isSame && last.after == point.after && last.shape == LaneShape::Hold && point.shape == LaneShape::Hold)
            lane.points.back() = point;
        else if (!isSame)
            lane.points.push_back(point);
    }
    return lane;
}

DreamRecipe withLane(const DreamRecipe& recipe, const SettingLane& lane, const RunPosition& from, const Steps& steps)
{
    const SettingEntry& entry = requireSetting(lane.key);
    DreamRecipe result = recipe;
    removeChanges(result.changes, entry, from);
    cutRamps(result.ramps, entry, from, steps);
    for (std::size_t i = 0; i < lane.points.size(); ++i) {
        const LanePoint& point = lane.points[i];
        const bool isRampBehind = i + 1 < lane.points.size() && lane.points[i + 1].shape != LaneShape::Hold;
        if (point.shape != LaneShape::Hold && i > 0 && from < point.after)
            result.ramps.push_back(rampOf(lane.points[i - 1], point, lane.key, steps));
        else if (point.after < from || isRampBehind)
            continue;
        else {
            RunSettings values;
            result.changes.push_back(
                {point.after, {{lane.key, settingText(withNumber(values, entry, point.value), entry)}}});
        }
    }
    std::stable_sort(result.changes.begin(), result.changes.end(),
        [](const RecipeChange& a, const RecipeChange& b) { return a.after < b.after; });
    return result;
}

double valueAt(const SettingLane& lane, const RunPosition& position, const Steps& steps)
{
    const SettingEntry& entry = requireSetting(lane.key);
    const int count = countOf(position, steps);
    double value = lane.points.front().value;
    for (std::size_t i = 0; i < lane.points.size(); ++i) {
        const int place = countOf(lane.points[i].after, steps);
        if (place <= count) {
            value = lane.points[i].value;
            continue;
        }
        if (lane.points[i].shape == LaneShape::Hold)
            return value;
        const int first = countOf(lane.points[i - 1].after, steps);
        const int last = std::max(first, place - 1);
        const double way = last == first ? 1.0 : static_cast<double>(count - first) / (last - first);
        return rampedValue(entry, value, lane.points[i].value, std::min(1.0, way),
            lane.points[i].shape == LaneShape::Eased ? RampShape::Eased : RampShape::Linear);
    }
    return value;
}

} // namespace cnnvis
