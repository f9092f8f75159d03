// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPointF>
#include <QString>
#include <QVector>

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
inline constexpr int kMostKnobs = 2;

/// The course of a setting that was turned, as a line of steps.
struct TimelineKnob {
    QString label;
    QVector<QPointF> points; ///< x: the step from which it holds; y: its height, 0 to 1
    QStringList texts; ///< the value of each
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
    QVector<TimelineLane> lanes; ///< the first one is the run that others branch off
    QVector<TimelineKnob> knobs;
    QVector<TimelineMark> snapshots;
    QVector<int> states; ///< steps from which it can go on at once
};

} // namespace cnnvis::ui
