// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <QVector>

#include <utility>

namespace cnnvis {
struct SettingEntry;
}

namespace cnnvis::ui {

/// A run, or a branch of one. Steps are counted over all sizes.
struct TimelineLane {
    int id = 0;
    QString name;
    int from = 0; ///< the step it goes on from
    int to = 0; ///< the last that was done
    bool isStarred = false;
    bool isLast = false; ///< the present run's, or the last one's, which cannot be deleted
    bool isChosen = false; ///< the one whose pictures and knobs are seen
    QImage icon; ///< its last picture; null: it has none
};

/// How many courses of settings there is room for.
inline constexpr int kMostKnobs = 3;

/// How a course comes to a point.
enum class TimelineShape { Hold, Linear, Eased };

/// A point of a setting's course.
struct TimelinePoint {
    int step = 0; ///< behind which it holds
    double value = 0.0; ///< of words, which of them it is
    TimelineShape shape = TimelineShape::Hold; ///< from the point before
    QString text; ///< the value as people read it
};

/// The course of a setting that was turned, or is to be, as a line of steps.
struct TimelineKnob {
    const SettingEntry* entry = nullptr;
    QString key;
    QString label;
    QVector<TimelinePoint> points;
    bool isEditable = false; ///< it can be ramped
    double low = 0.0, high = 1.0; ///< of the points

    /// 0 to 1
    double heightOf(double value) const;
    /// A value so much higher, as a part of all useful ones.
    double valueAlong(double value, double way) const;
    /// The nearest that is accepted; whole where it must be.
    double inRange(double value) const;
    /// Of the step behind that many.
    double valueAt(int step) const;
};

/// A place on the timeline with something to say.
struct TimelineMark {
    int step = 0;
    QString text;
    int id = 0; ///< of what it marks
};

/// All that a timeline shows, but for the pictures. A plain value.
struct TimelineScene {
    QVector<int> sizeStarts; ///< the step before the first of each size
    int steps = 0; ///< of all sizes
    int done = 0; ///< of the chosen lane
    bool isEdited = false; ///< it is to turn by itself otherwise than it did, and can be dreamt anew
    QVector<TimelineLane> lanes; ///< the first one is the run that others branch off
    QVector<TimelineKnob> knobs;
    QVector<TimelineMark> snapshots;
    QVector<std::pair<QString, QString>> others; ///< settings that can have a course and have none: keys and labels
    QVector<int> states; ///< steps from which it can go on at once
};

} // namespace cnnvis::ui
