// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/knob_lanes.h"

#include "cnnvis/settings_schema.h"
#include "settings/entry_text.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace cnnvis::ui {
namespace {

/// Settings that were turned, each once, the last one first; no more than are shown.
std::vector<const SettingEntry*> turnedSettings(const Journal& journal)
{
    std::vector<const SettingEntry*> turned;
    const std::vector<JournalEntry>& entries = journal.entries();
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        for (const SettingText& setting : entry->change) {
            const SettingEntry* const found = findSetting(setting.key);
            if (found != nullptr && std::find(turned.begin(), turned.end(), found) == turned.end())
                turned.push_back(found);
            if (turned.size() == std::size_t{kMostKnobs})
                return turned;
        }
    }
    return turned;
}

/// Where a value lies on its lane; of words, only that they differ.
double heightOf(const SettingEntry& entry, const QString& text, const QStringList& words)
{
    const std::optional<double> number = numberOf(entry, text);
    if (!number)
        return static_cast<double>(words.indexOf(text));
    // A rate of 100 and one of 3 are to be told apart from one of 0.1.
    return entry.scale == SettingScale::Logarithmic && *number > 0.0 ? std::log(*number) : *number;
}

/// Brings the heights to 0 to 1.
void stretch(QVector<QPointF>& points)
{
    const auto [low, high] = std::minmax_element(
        points.begin(), points.end(), [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); });
    const double least = low->y();
    const double range = high->y() - least;
    for (QPointF& point : points)
        point.setY(range > 0.0 ? (point.y() - least) / range : 0.5);
}

} // namespace

QVector<TimelineKnob> knobLanes(const Journal& journal, const std::function<int(const RunPosition&)>& stepOf)
{
    QVector<TimelineKnob> knobs;
    for (const SettingEntry* const entry : turnedSettings(journal)) {
        TimelineKnob knob;
        knob.label = labelOf(*entry);
        QStringList words;
        for (const JournalEntry& change : journal.entries()) {
            const bool isTurned = std::any_of(change.change.begin(), change.change.end(),
                [&](const SettingText& setting) { return findSetting(setting.key) == entry; });
            if (!isTurned && !knob.points.isEmpty())
                continue;
            const QString text = QString::fromStdString(settingText(change.settings, *entry));
            if (!words.contains(text))
                words << text;
            knob.points.append(QPointF(stepOf(change.after), heightOf(*entry, text, words)));
            knob.texts << shownValue(*entry, text);
        }
        stretch(knob.points);
        knobs.append(knob);
    }
    return knobs;
}

} // namespace cnnvis::ui
