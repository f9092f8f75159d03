// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/timeline_branch.h"

#include "cnnvis/step_count.h"
#include "timeline/knob_lanes.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace cnnvis::ui {

int TimelineBranch::stepOf(const RunPosition& position) const
{
    return stepsUpTo(stepsOfSize, position);
}

RunPosition TimelineBranch::positionOf(int step) const
{
    RunPosition position{0, step};
    for (std::size_t size = 0; size + 1 < stepsOfSize.size() && position.steps > stepsOfSize[size]; ++size)
        position = {position.sizeIndex + 1, position.steps - stepsOfSize[size]};
    return position;
}

BranchPoint TimelineBranch::pointAt(int step) const
{
    BranchPoint point;
    point.position = positionOf(step);
    point.state = states.atOrBefore(point.position);
    point.journal = journal;
    if (step == lastStep())
        point.rest = rest;
    const auto size = static_cast<std::size_t>(point.position.sizeIndex);
    point.size = size < sizes.size() ? sizes[size] : PictureSize();
    point.branch = id;
    point.storedRun = storedRun;
    return point;
}

BranchCurves TimelineBranch::curves() const
{
    BranchCurves curves;
    curves.reports = curve.reports();
    curves.changes = changesOf(journal, last);
    curves.stepsOfSize = stepsOfSize;
    return curves;
}

DreamRecipe TimelineBranch::course() const
{
    const std::vector<JournalEntry>& entries = journal.entries();
    DreamRecipe course;
    course.settings = entries.front().settings;
    course.ramps = journal.ramps();
    for (auto entry = std::next(entries.begin()); entry != entries.end(); ++entry)
        course.changes.push_back({entry->after, entry->change});
    for (const RecipeChange& change : ahead.changes) {
        const bool isKnown = entries.size() > 1 && change.after <= entries.back().after;
        if (!isKnown && last <= change.after)
            course.changes.push_back(change);
    }
    return course;
}

TimelineScene TimelineBranch::scene() const
{
    TimelineScene scene;
    const int sizes = static_cast<int>(stepsOfSize.size());
    for (int size = 0; size < sizes; ++size)
        scene.sizeStarts.append(stepOf({size, 0, 0}));
    scene.steps = stepOf({sizes, 0, 0});
    scene.done = lastStep();
    if (!journal.entries().empty())
        addKnobLanes(course(), stepsOfSize, {}, scene);
    scene.snapshots = snapshots;
    for (const RunPosition& position : states.positions())
        scene.states.append(stepOf(position));
    return scene;
}

} // namespace cnnvis::ui
