// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/lane_editing.h"

#include "run/branch_request.h"
#include "run/run_controller.h"
#include "settings/entry_text.h"
#include "settings/settings_store.h"
#include "timeline/knob_lanes.h"
#include "timeline/timeline_view.h"
#include "window/messages.h"
#include "window/run_desk.h"
#include "window/run_text.h"
#include "window/time_machine.h"

#include <QPointer>
#include <QUndoCommand>
#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace cnnvis::ui {
namespace {

/// The first point that is not the same; the number of points: none.
std::size_t firstDifference(const SettingLane& a, const SettingLane& b)
{
    const auto found = std::mismatch(a.points.begin(), a.points.end(), b.points.begin(), b.points.end());
    return static_cast<std::size_t>(found.first - a.points.begin());
}

/// From where on the lanes have other values.
RunPosition differsFrom(const SettingLane& before, const SettingLane& after)
{
    const std::size_t index = firstDifference(before, after);
    if (index == 0)
        return {};
    const auto begins = [index](const SettingLane& lane) -> std::optional<RunPosition> {
        if (index >= lane.points.size())
            return std::nullopt;
        return lane.points[index].shape == LaneShape::Hold ? lane.points[index].after : lane.points[index - 1].after;
    };
    const std::optional<RunPosition> first = begins(before);
    const std::optional<RunPosition> second = begins(after);
    return first && second ? std::min(*first, *second) : first ? *first : second.value_or(RunPosition());
}

/// The lane with a point there, where a ramp is on its way: what is behind may be edited then.
void split(SettingLane& lane, const RunPosition& here, double value)
{
    const auto next = std::find_if(
        lane.points.begin(), lane.points.end(), [&here](const LanePoint& point) { return here < point.after; });
    if (next == lane.points.begin() || std::prev(next)->after == here)
        return;
    const LaneShape shape = next == lane.points.end() ? LaneShape::Hold : next->shape;
    lane.points.insert(next, {here, value, shape});
}

} // namespace

/// An edit of a branch's lanes, before and after.
class LaneCommand : public QUndoCommand {
public:
    LaneCommand(LaneEditing& editing, int branch, std::optional<LaneEditing::Edit> before,
        std::optional<LaneEditing::Edit> after, const QString& text)
        : QUndoCommand(text)
        , m_editing(&editing)
        , m_branch(branch)
        , m_before(std::move(before))
        , m_after(std::move(after))
    { }
    void undo() override { assign(m_before); }
    void redo() override { assign(m_after); }

private:
    void assign(const std::optional<LaneEditing::Edit>& edit)
    {
        if (m_editing)
            m_editing->assign(m_branch, edit);
    }

    QPointer<LaneEditing> m_editing;
    int m_branch;
    std::optional<LaneEditing::Edit> m_before;
    std::optional<LaneEditing::Edit> m_after;
};

LaneEditing::LaneEditing(TimeMachine& machine, TimelineView& view, RunController& controller, RunDesk& desk,
    SettingsStore& store, Messages& messages, QObject* parent)
    : QObject(parent)
    , m_machine(machine)
    , m_view(view)
    , m_controller(controller)
    , m_desk(desk)
    , m_store(store)
    , m_messages(messages)
{
    machine.setCompletion([this](const TimelineBranch& branch, TimelineScene& scene) { complete(branch, scene); });
    connect(&view, &TimelineView::laneEdited, this, &LaneEditing::edit);
    connect(&view, &TimelineView::laneEditFinished, this, &LaneEditing::finishDrag);
    connect(&view, &TimelineView::laneWanted, this, &LaneEditing::addLane);
    connect(&view, &TimelineView::replayWanted, this, &LaneEditing::replay);
}

/// As it is to be, where it was edited.
DreamRecipe LaneEditing::courseOf(const TimelineBranch& branch) const
{
    const auto edit = m_edits.find(branch.id);
    return edit != m_edits.end() && edit->second.from ? edit->second.course : branch.course();
}

void LaneEditing::complete(const TimelineBranch& branch, TimelineScene& scene) const
{
    scene.isEdited = isReplayable();
    if (!scene.isEdited && m_wanted.isEmpty() && m_draggedKey.isEmpty())
        return;
    DreamRecipe course = courseOf(branch);
    scene.knobs.clear();
    scene.others.clear();
    addKnobLanes(course, branch.stepsOfSize, m_wanted, scene);
    for (TimelineKnob& knob : scene.knobs) {
        if (knob.key == m_draggedKey) {
            knob.points = m_dragged;
            for (TimelinePoint& point : knob.points)
                point.text = valueText(*knob.entry, point.value);
        }
    }
}

void LaneEditing::edit(const QString& key, const QVector<TimelinePoint>& points, bool isDrag)
{
    if (!isDrag) {
        commit(key, points);
        return;
    }
    m_draggedKey = key;
    m_dragged = points;
    m_machine.refresh();
}

void LaneEditing::finishDrag()
{
    const QString key = std::exchange(m_draggedKey, {});
    if (!key.isEmpty())
        commit(key, std::exchange(m_dragged, {}));
}

void LaneEditing::addLane(const QString& key)
{
    m_wanted.removeAll(key);
    m_wanted.prepend(key);
    while (m_wanted.size() > kMostKnobs)
        m_wanted.removeLast();
    m_machine.refresh();
    m_view.setFocus();
}

/// A margin of steps that the run takes until it hears of it is not kept: what comes too late happens at once.
bool LaneEditing::isStillToCome(const TimelineBranch& branch, const RunPosition& position) const
{
    return m_machine.isRunning(branch) && branch.last < position;
}

void LaneEditing::commit(const QString& key, const QVector<TimelinePoint>& points)
{
    const TimelineBranch* const branch = m_machine.chosenBranch();
    const SettingEntry* const entry = findSetting(key.toStdString());
    if (branch == nullptr || entry == nullptr || points.isEmpty())
        return;
    TimelineKnob knob;
    knob.key = key;
    const DreamRecipe course = courseOf(*branch);
    const std::vector<int>& steps = branch->stepsOfSize;
    SettingLane before = cnnvis::laneOf(course, key.toStdString(), steps);
    SettingLane after = ui::laneOf(knob, points, steps);
    if (before.points == after.points) {
        m_machine.refresh();
        return;
    }
    RunPosition from = differsFrom(before, after);
    const std::size_t index = firstDifference(before, after);
    const auto isAhead = [&](const SettingLane& lane) {
        return index >= lane.points.size() || isStillToCome(*branch, lane.points[index].after);
    };
    // The end of a ramp that is on its way: it bends where the run is.
    if (m_machine.isRunning(*branch) && !isStillToCome(*branch, from) && isAhead(before) && isAhead(after)) {
        const RunPosition last{branch->last.sizeIndex, std::max(0, branch->last.steps - 1), 0};
        const double value = valueAt(before, last, steps); // of the last step
        split(before, branch->last, value);
        split(after, branch->last, value);
        from = branch->last;
    }
    const bool isLive = m_machine.isRunning(*branch) && branch->last <= from;
    const auto found = m_edits.find(branch->id);
    const std::optional<Edit> old = found != m_edits.end() ? std::optional<Edit>(found->second)
        : isLive                                           ? std::optional<Edit>(Edit{course, std::nullopt})
                                                           : std::nullopt;
    Edit edit{withLane(course, after, from, steps), std::nullopt};
    if (old && old->from)
        edit.from = std::min(from, *old->from);
    else if (!isLive)
        edit.from = from;
    m_store.undoStack()->push(
        new LaneCommand(*this, branch->id, old, edit, tr("Edit the lane of %1").arg(labelOf(*entry))));
}

void LaneEditing::assign(int id, const std::optional<Edit>& edit)
{
    m_machine.ignoreUndoStep();
    if (edit)
        m_edits[id] = *edit;
    else
        m_edits.erase(id);
    TimelineBranch* const branch = m_machine.branch(id);
    if (branch == nullptr)
        return;
    if (edit && !edit->from && m_machine.isRunning(*branch)) {
        DreamRecipe script = edit->course;
        const RunPosition now = branch->last;
        script.changes.erase(std::remove_if(script.changes.begin(), script.changes.end(),
                                 [&now](const RecipeChange& change) { return change.after < now; }),
            script.changes.end());
        script.end.reset();
        m_controller.follow(script);
        branch->ahead = script;
        branch->journal.setRamps(
            replacedRamps(branch->journal.ramps(), script.ramps, now, m_controller.settings().numSteps));
    } else if (edit && edit->from) {
        m_messages.info(tr("What turns by itself was edited from %1 on.")
                            .arg(ui::placeText(edit->from->sizeIndex, edit->from->steps)),
            tr("Replay from there"), [this] { replay(); });
    }
    m_machine.refresh();
}

bool LaneEditing::isReplayable() const
{
    const TimelineBranch* const branch = m_machine.chosenBranch();
    const auto edit = branch == nullptr ? m_edits.end() : m_edits.find(branch->id);
    return edit != m_edits.end() && edit->second.from;
}

void LaneEditing::replay()
{
    const TimelineBranch* const branch = m_machine.chosenBranch();
    if (branch == nullptr || !isReplayable())
        return;
    const Edit edit = m_edits.at(branch->id);
    const int step = std::min(branch->stepOf(*edit.from), branch->lastStep());
    BranchPoint point = branch->pointAt(step);
    point.course = edit.course;
    m_edits.erase(branch->id); // the branch stays as it was; the new one has it
    m_machine.goTo(step);
    m_desk.setBranchPoint(std::move(point));
    m_desk.start();
}

} // namespace cnnvis::ui
