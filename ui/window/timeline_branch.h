// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/journal.h"
#include "cnnvis/state_history.h"
#include "run/branch_request.h"
#include "timeline/film.h"
#include "timeline/timeline_scene.h"
#include "window/run_curve.h"

#include <QString>
#include <QVector>

#include <cstdint>
#include <vector>

namespace cnnvis::ui {

/// A run from its beginning, or from where it left another, as far as it is known. Steps are counted over all sizes.
struct TimelineBranch {
    int id = 0;
    QString name;
    bool isStarred = false;
    int from = 0; ///< the step it goes on from
    int parent = 0; ///< the branch that it left, if that was known then
    std::vector<PictureSize> sizes; ///< as far as known; else empty
    std::vector<int> stepsOfSize; ///< done, or to be done
    RunPosition last;
    double mean = 0.0; ///< of its network
    Journal journal;
    DreamRecipe rest; ///< what is still to happen behind its end, where it was cut off
    DreamRecipe ahead; ///< what is still to happen in the run as it goes, and what of it was
    StateHistory states{0};
    RunCurve curve;
    Film film;
    bool isFilmKept = false; ///< in the session's file
    /// @{ Of one that was read from there.
    bool isFinished = false; ///< all its steps were done
    bool isCutOff = false; ///< nobody knows how it ended
    /// @}
    QVector<TimelineMark> snapshots;
    std::int64_t storedRun = 0; ///< in the session's file; 0: it is not there

    int stepOf(const RunPosition& position) const;
    /// Between two sizes, it is the end of the first.
    RunPosition positionOf(int step) const;
    int lastStep() const { return stepOf(last); }
    /// All that was turned, and is to turn, with the settings at the beginning.
    DreamRecipe course() const;
    /// Where another can go on. @param step  up to lastStep().
    BranchPoint pointAt(int step) const;
    BranchCurves curves() const;
    /// As the branch that is seen, without the lanes.
    TimelineScene scene() const;
};

} // namespace cnnvis::ui
