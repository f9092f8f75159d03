// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/knob_lanes.h"

#include "cnnvis/settings_schema.h"
#include "cnnvis/step_count.h"
#include "settings/entry_text.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {
namespace {

using Entries = std::vector<const SettingEntry*>;

void addOnce(const SettingEntry* entry, Entries& entries)
{
    if (entry != nullptr && std::find(entries.begin(), entries.end(), entry) == entries.end())
        entries.push_back(entry);
}

/// Those that are wanted, then those that are turned, the last one first.
Entries entriesOf(const DreamRecipe& course, const QStringList& wanted)
{
    Entries entries;
    for (const QString& key : wanted)
        addOnce(findSetting(key.toStdString()), entries);
    for (const SettingRamp& ramp : course.ramps)
        addOnce(findSetting(ramp.key), entries);
    for (auto change = course.changes.rbegin(); change != course.changes.rend(); ++change) {
        for (const SettingText& setting : change->change)
            addOnce(findSetting(setting.key), entries);
    }
    return entries;
}

TimelineShape shapeOf(LaneShape shape)
{
    return static_cast<TimelineShape>(shape);
}

void addNumbers(const DreamRecipe& course, const std::vector<int>& steps, TimelineKnob& knob)
{
    for (const LanePoint& point : laneOf(course, knob.key.toStdString(), steps).points) {
        knob.points.append(
            {stepsUpTo(steps, point.after), point.value, shapeOf(point.shape), valueText(*knob.entry, point.value)});
    }
}

/// Of words, only that they differ.
void addWords(const DreamRecipe& course, const std::vector<int>& steps, TimelineKnob& knob)
{
    QStringList words;
    RunSettings settings = course.settings;
    const auto add = [&](const RunPosition& after) {
        const QString text = QString::fromStdString(settingText(settings, *knob.entry));
        if (!words.contains(text))
            words << text;
        const std::optional<double> number = numberOf(*knob.entry, text);
        const double value = number.value_or(static_cast<double>(words.indexOf(text)));
        knob.points.append({stepsUpTo(steps, after), value, TimelineShape::Hold, shownValue(*knob.entry, text)});
    };
    add({});
    for (const RecipeChange& change : course.changes) {
        applyChange(settings, change.change);
        const bool isTurned = std::any_of(change.change.begin(), change.change.end(),
            [&](const SettingText& setting) { return findSetting(setting.key) == knob.entry; });
        if (isTurned)
            add(change.after);
    }
}

bool isLogarithmic(const SettingEntry& entry)
{
    return entry.scale == SettingScale::Logarithmic;
}

/// A rate of 100 and one of 3 are to be told apart from one of 0.1.
double onScale(const TimelineKnob& knob, double value)
{
    const bool hasLogarithm = isLogarithmic(*knob.entry) && knob.low > 0.0 && value > 0.0;
    return hasLogarithm ? std::log(value) : value;
}

} // namespace

double TimelineKnob::heightOf(double value) const
{
    const double least = onScale(*this, low);
    const double range = onScale(*this, high) - least;
    return range > 0.0 ? std::clamp((onScale(*this, value) - least) / range, 0.0, 1.0) : 0.5;
}

double TimelineKnob::inRange(double value) const
{
    constexpr int kDigits = 4;
    const double whole =
        isWholeNumberEntry(*entry) ? std::round(value) : QString::number(value, 'g', kDigits).toDouble();
    return std::clamp(whole, entry->minimum, entry->maximum);
}

double TimelineKnob::valueAlong(double value, double way) const
{
    const bool hasSoft = entry->softMinimum < entry->softMaximum;
    const double least = hasSoft ? entry->softMinimum : entry->minimum;
    const double most = hasSoft ? entry->softMaximum : entry->maximum;
    if (!isLogarithmic(*entry))
        return inRange(value + way * (most - least));
    constexpr double kDecades = 1e4; // where the useful values begin with 0
    const double factor = std::pow(least > 0.0 ? most / least : kDecades, way);
    return inRange(value > 0.0 ? value * factor : way > 0.0 ? most / kDecades * factor : value);
}

double TimelineKnob::valueAt(int step) const
{
    // All in one size: only the counts matter here.
    const std::vector<int> steps{points.isEmpty() ? step + 1 : std::max(step, points.back().step) + 1};
    return cnnvis::valueAt(laneOf(*this, points, steps), {0, step, 0}, steps);
}

QString valueText(const SettingEntry& entry, double value)
{
    return shownValue(entry, QString::fromStdString(settingText(withNumber({}, entry, value), entry)));
}

SettingLane laneOf(const TimelineKnob& knob, const QVector<TimelinePoint>& points, const std::vector<int>& steps)
{
    SettingLane lane{knob.key.toStdString(), {}};
    for (const TimelinePoint& point : points) {
        lane.points.push_back({placeAfter(steps, point.step), point.value, static_cast<LaneShape>(point.shape)});
    }
    return lane;
}

void addKnobLanes(
    const DreamRecipe& course, const std::vector<int>& steps, const QStringList& wanted, TimelineScene& scene)
{
    const Entries entries = entriesOf(course, wanted);
    for (const SettingEntry* const entry : entries) {
        if (scene.knobs.size() == kMostKnobs)
            break;
        TimelineKnob knob;
        knob.entry = entry;
        knob.key = keyOf(*entry);
        knob.label = labelOf(*entry);
        knob.isEditable = canBeRamped(*entry);
        knob.isEditable ? addNumbers(course, steps, knob) : addWords(course, steps, knob);
        const auto [low, high] = std::minmax_element(knob.points.begin(), knob.points.end(),
            [](const TimelinePoint& a, const TimelinePoint& b) { return a.value < b.value; });
        knob.low = low->value;
        knob.high = high->value;
        scene.knobs.append(knob);
    }
    for (const SettingEntry& entry : settingsSchema()) {
        const auto isShown = [&entry](const TimelineKnob& knob) { return knob.entry == &entry; };
        if (canBeRamped(entry) && entry.shapesDream && !entry.isForRenderOnly
            && std::none_of(scene.knobs.begin(), scene.knobs.end(), isShown))
            scene.others.append({keyOf(entry), labelOf(entry)});
    }
}

} // namespace cnnvis::ui
