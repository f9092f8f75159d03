// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/time_machine.h"

#include "run/run_controller.h"
#include "settings/entry_text.h"
#include "settings/settings_store.h"
#include "timeline/timeline_view.h"
#include "widgets/picture_image.h"
#include "window/messages.h"
#include "window/picture_presenter.h"
#include "window/run_desk.h"
#include "window/run_text.h"

#include <QSettings>
#include <QUndoStack>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace cnnvis::ui {
namespace {

constexpr std::chrono::milliseconds kRefreshDelay{100};
constexpr std::chrono::milliseconds kFrameDelay{200};

QString placeText(const RunPosition& position)
{
    return ui::placeText(position.sizeIndex, position.steps);
}

} // namespace

TimeMachine::TimeMachine(SettingsStore& store, RunController& controller, RunDesk& desk, TimelineView& view,
    PicturePresenter& pictures, FilmDesk& films, Messages& messages, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_controller(controller)
    , m_desk(desk)
    , m_view(view)
    , m_pictures(pictures)
    , m_films(films)
    , m_messages(messages)
    , m_budget(QSettings().value(QStringLiteral("timeline/megabytes"), 1024).toLongLong() << 20U)
{
    m_framePool.setMaxThreadCount(1);
    m_filePool.setMaxThreadCount(1);
    m_refreshDelay.setSingleShot(true);
    m_refreshDelay.setInterval(kRefreshDelay);
    m_frameDelay.setSingleShot(true);
    m_frameDelay.setInterval(kFrameDelay);
    connect(&m_refreshDelay, &QTimer::timeout, this, &TimeMachine::refresh);
    connect(&controller, &RunController::runStarted, this, &TimeMachine::begin);
    connect(&controller, &RunController::progressed, this, &TimeMachine::show);
    connect(&controller, &RunController::stateKept, this, &TimeMachine::keep);
    connect(&controller, &RunController::runEnded, this, &TimeMachine::end);
    connect(&controller, &RunController::settingsTurned, this, &TimeMachine::turnWithScript);
    connect(&controller, &RunController::keepingFailed, this, [this](const QString& reason) {
        m_messages.warning(tr("This dream is not kept on disk as it goes. %1").arg(reason));
    });
    connect(&view, &TimelineView::scrubbed, this, &TimeMachine::look);
    connect(&view, &TimelineView::stayed, this, &TimeMachine::stay);
    connect(&view, &TimelineView::presentWanted, this, &TimeMachine::returnToPresent);
    connect(&view, &TimelineView::branchWanted, this, &TimeMachine::goOn);
    connect(&view, &TimelineView::laneChosen, this, &TimeMachine::chooseBranch);
    connect(&view, &TimelineView::renameWanted, this, &TimeMachine::rename);
    connect(&view, &TimelineView::markChosen, this, &TimeMachine::snapshotWanted);
    connect(&view, &TimelineView::deleteWanted, this, &TimeMachine::remove);
    connect(&view, &TimelineView::compareWanted, this, &TimeMachine::compareWith);
    connect(&view, &TimelineView::filmWanted, this, &TimeMachine::makeFilm);
    connect(&view, &TimelineView::starToggled, this, [this](int id) {
        TimelineBranch* const branch = find(id);
        if (branch == nullptr)
            return; // it went while the menu was open
        branch->isStarred = !branch->isStarred;
        keepEdit([run = branch->storedRun, isStarred = branch->isStarred](
                     SessionStore& store) { store.setStarred(run, isStarred); });
        refresh();
    });
    connect(&store, &SettingsStore::changed, this, [this](const QStringList& keys) { m_changedKeys = keys; });
    connect(store.undoStack(), &QUndoStack::indexChanged, this, [this](int index) {
        const bool isUndone = index < std::exchange(m_undoIndex, index);
        if (std::exchange(m_isOtherStep, false))
            return;
        if (m_past && !m_store.isTurned())
            abandonPast(); // undo, a preset, a file: they are about the present
        else if (isUndone && !m_past && m_controller.state() != RunState::Idle)
            offerToGoBack(m_changedKeys);
    });
    // Whoever looks at something else has left the past.
    connect(&pictures, &PicturePresenter::shownChanged, this, [this] {
        if (m_past && !m_pictures.isPastShown() && !m_desk.isStarting())
            leavePast();
    });
}

TimeMachine::~TimeMachine()
{
    m_isReadingOver = true;
    m_isClosing = true;
    keepLast();
    m_framePool.clear();
    m_framePool.waitForDone();
    m_filePool.waitForDone();
}

const RunSettings& TimeMachine::presentSettings() const
{
    return m_past ? m_past->present : m_store.settings();
}

/// The knobs turn before the user's eyes; where he looks at others, he finds them turned.
void TimeMachine::turnWithScript(const SettingsChange& change)
{
    RunSettings turned = presentSettings();
    applyChange(turned, change);
    if (m_past)
        m_past->present = turned;
    else
        m_store.assume(turned);
}

TimelineBranch* TimeMachine::find(int id)
{
    const auto found = std::find_if(
        m_branches.begin(), m_branches.end(), [id](const TimelineBranch& branch) { return branch.id == id; });
    return found == m_branches.end() ? nullptr : &*found;
}

const TimelineBranch* TimeMachine::chosenBranch() const
{
    const auto found = std::find_if(
        m_branches.begin(), m_branches.end(), [this](const TimelineBranch& branch) { return branch.id == m_chosen; });
    return found == m_branches.end() ? nullptr : &*found;
}

bool TimeMachine::isRunning(const TimelineBranch& branch) const
{
    return branch.id == m_running && m_controller.state() != RunState::Idle;
}

void TimeMachine::setCompletion(std::function<void(const TimelineBranch&, TimelineScene&)> complete)
{
    m_complete = std::move(complete);
}

void TimeMachine::begin(const RunStart& start)
{
    if (TimelineBranch* const before = running())
        keepFilm(*before); // where a restart took its place, its end is not told
    const std::optional<BranchPoint> point = m_desk.takenBranch();
    const TimelineBranch* const parent = point ? find(point->branch) : nullptr;
    TimelineBranch branch;
    branch.id = m_nextId++;
    branch.name = nameOfRun(branch.id);
    if (parent != nullptr) {
        branch.name = branchName(*point, m_store.settings());
        branch.from = parent->stepOf(point->position);
        branch.film = parent->film.upTo(branch.from);
        branch.states = parent->states.upTo(point->position);
        branch.curve = parent->curve.branchAt(point->position);
        branch.parent = parent->id;
    }
    if (m_past) {
        m_store.assume(m_controller.settings());
        endPast();
        m_pictures.showLive();
    }
    for (const PlannedSize& planned : start.plan.sizes)
        branch.sizes.push_back(planned.size);
    branch.stepsOfSize = start.journal.stepsOfSizes(branch.sizes.size(), start.position);
    branch.last = start.position;
    branch.mean = start.network.mean();
    branch.journal = start.journal;
    branch.ahead = m_controller.script();
    branch.storedRun = start.storedRun;
    m_chosen = m_running = branch.id;
    m_runId = start.runId;
    m_runTime.start();
    m_frameKept = std::numeric_limits<qint64>::min() / 2; // the first one, at once
    m_isReadingOver = true; // the run has the file now
    m_branches.push_back(std::move(branch));
    shareBudget();
    if (m_branches.back().from > m_branches.back().lastStep())
        Q_EMIT catchingUp(point->position, m_branches.back().from - m_branches.back().lastStep());
    showCurves();
    refresh();
}

void TimeMachine::show(const RunProgress& progress)
{
    TimelineBranch* const branch = running();
    if (branch == nullptr || progress.runId != m_runId)
        return;
    if (progress.script) {
        branch->ahead = *progress.script;
        branch->journal.setRamps(progress.script->ramps);
    }
    for (const JournalEntry& entry : progress.journal)
        branch->journal.add(entry);
    for (const StepReport& report : progress.steps) {
        branch->last = {report.sizeIndex, report.step};
        branch->curve.add(report);
    }
    branch->stepsOfSize = branch->journal.stepsOfSizes(branch->sizes.size(), branch->last);
    refreshSoon();
}

void TimeMachine::end(const RunOutcome& outcome)
{
    if (const TimelineBranch* const branch = running(); branch != nullptr && outcome.runId == m_runId) {
        if (!outcome.picture.isEmpty())
            addFrame(branch->id, branch->lastStep(), [picture = outcome.picture] { return imageOf(picture); });
        keepFilmSoon(branch->id);
    }
    keepEdits();
    refresh();
}

void TimeMachine::keep(const KeptState& state)
{
    TimelineBranch* const branch = running();
    if (branch == nullptr)
        return;
    branch->states.add(state);
    refreshSoon();
}

/// One at a time, however long it takes: those that come meanwhile are left out.
void TimeMachine::addPicture(const LivePicture& live)
{
    const TimelineBranch* const branch = running();
    const bool isBusy = m_frameDelay.isActive() || m_framePool.activeThreadCount() > 0;
    if (branch == nullptr || live.runId != m_runId || isBusy)
        return;
    m_frameDelay.start();
    addFrame(branch->id, branch->stepOf({live.sizeIndex, live.step}), [image = live.image] { return image; });
}

void TimeMachine::addFrame(int id, int step, std::function<QImage()> picture)
{
    m_framePool.start([this, picture = std::move(picture), id, step] {
        const FilmFrame frame = frameOf(picture());
        const auto deliver = [this, frame, id, step] {
            if (TimelineBranch* const kept = find(id)) {
                kept->film.add(step, frame);
                keepFrame(*kept, step, frame);
            }
            refreshSoon();
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

/// The present run has what the others leave, of which a quarter is for all.
void TimeMachine::shareBudget()
{
    std::int64_t left = m_budget;
    const std::int64_t share = m_budget / 4 / static_cast<std::int64_t>(std::max<std::size_t>(1, m_branches.size()));
    for (TimelineBranch& branch : m_branches) {
        if (branch.id == m_running)
            continue;
        branch.states.setLimits(share, 0); // without a state, it is dreamt again to get there
        left -= branch.states.bytes();
    }
    if (TimelineBranch* const branch = running())
        branch->states.setLimits(left, 2);
}

void TimeMachine::goTo(int step)
{
    look(step);
    stay(step);
}

void TimeMachine::goToEnd()
{
    if (const TimelineBranch* const branch = chosen())
        goTo(branch->lastStep());
}

void TimeMachine::look(int step)
{
    const TimelineBranch* const branch = chosen();
    if (branch == nullptr)
        return;
    if (!m_past)
        m_past = Past{{}, m_store.settings()};
    m_past->position = branch->positionOf(step);
    m_view.setPlayhead(step);
    const RunPosition seen = branch->positionOf(branch->film.nearest(step));
    const QString place = tr("%1 · in the past").arg(placeText(m_past->position));
    const bool isThere = branch->film.nearest(step) == step && !branch->film.isEmpty();
    m_pictures.showPast(
        branch->film.pictureAt(step), isThere ? place : tr("%1 · as it was at %2").arg(place, placeText(seen)));
}

/// The knobs are as they were then, and whatever is turned now makes a branch.
void TimeMachine::stay(int step)
{
    const TimelineBranch* const branch = chosen();
    if (branch == nullptr || !m_past)
        return;
    const BranchPoint point = branch->pointAt(step);
    const RunPosition& position = point.position;
    m_desk.setBranchPoint(point); // what changes now is not for the run
    m_store.assume(settingsAt(point));
    if (point.state && RunPosition{point.state->state.sizeIndex, point.state->state.steps} == position)
        showExactly(point.state, *branch);
    m_messages.note(
        tr("You look at %1. Start, or turn a knob, to go on from there; Escape leads back. Steps that are marked "
           "below the film were kept whole, and can be saved.")
            .arg(placeText(position)));
}

/// Without a playhead, from where the branch ends.
void TimeMachine::goOn()
{
    const TimelineBranch* const branch = chosen();
    if (branch == nullptr)
        return;
    if (!m_past)
        goToEnd();
    m_desk.start();
}

void TimeMachine::returnToPresent()
{
    if (!m_past)
        return;
    leavePast();
    m_pictures.showLive();
}

void TimeMachine::leavePast()
{
    m_store.assume(m_past->present); // not for the run: the branch point is still there
    endPast();
}

/// Somebody set other settings, which are those of the present now.
void TimeMachine::abandonPast()
{
    endPast();
    m_pictures.showLive();
    m_desk.forwardChange();
}

void TimeMachine::endPast()
{
    m_past.reset();
    m_view.setPlayhead(-1);
    m_desk.setBranchPoint(std::nullopt);
    choose(m_running);
    refresh();
}

/// Who takes a knob back in the middle of a run may want the picture back, too.
void TimeMachine::offerToGoBack(const QStringList& keys)
{
    const TimelineBranch* const branch = running();
    if (branch == nullptr)
        return;
    const std::vector<JournalEntry>& entries = branch->journal.entries();
    const auto isMeant = [&keys](
                             const SettingText& setting) { return keys.contains(QString::fromStdString(setting.key)); };
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const auto turned = std::find_if(entry->change.begin(), entry->change.end(), isMeant);
        if (turned == entry->change.end())
            continue;
        m_messages.info(tr("%1 was turned after %2.").arg(labelOf(*findSetting(turned->key)), placeText(entry->after)),
            tr("Go back there"), [this, step = branch->stepOf(entry->after)] { goTo(step); });
        return;
    }
}

void TimeMachine::refresh()
{
    m_refreshDelay.stop();
    const TimelineBranch* const branch = chosen();
    m_view.setScene(
        branch == nullptr ? TimelineScene() : sceneOf(*branch), branch == nullptr ? nullptr : &branch->film);
}

void TimeMachine::refreshSoon()
{
    if (!m_refreshDelay.isActive())
        m_refreshDelay.start();
}

TimelineScene TimeMachine::sceneOf(const TimelineBranch& branch) const
{
    TimelineScene scene = branch.scene();
    for (const TimelineBranch& lane : m_branches) {
        const int last = lane.lastStep();
        scene.lanes.append({lane.id, lane.name, lane.from, last, lane.isStarred, lane.id == m_running,
            lane.id == branch.id, lane.film.iconAt(last, last)});
        scene.steps = std::max(scene.steps, lane.lastStep());
    }
    if (m_complete)
        m_complete(branch, scene);
    return scene;
}

} // namespace cnnvis::ui
