// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/time_machine.h"

#include "run/run_controller.h"
#include "run/session_keeper.h"
#include "widgets/picture_image.h"
#include "widgets/window_words.h"
#include "window/messages.h"
#include "window/run_text.h"

#include <QFile>

#include <algorithm>
#include <cstddef>
#include <utility>

/// The session's file: what comes from it at the start, and what goes into it beside the runs themselves.
namespace cnnvis::ui {
void TimeMachine::setSession(const KeptSession& session)
{
    m_controller.setSessionFile(session.path);
    for (const KeptRun& run : session.runs) {
        m_branches.push_back(branchOf(run));
        TimelineBranch& branch = m_branches.back();
        const auto parent = std::find_if(m_branches.begin(), m_branches.end(),
            [&run](const TimelineBranch& other) { return run.run.parent && other.storedRun == *run.run.parent; });
        if (parent != m_branches.end()) {
            branch.parent = parent->id;
            branch.curve = parent->curve.branchAt(run.run.branch);
        }
        for (const StepReport& report : run.reports)
            branch.curve.add(report);
    }
    joinToParents();
    m_chosen = m_running = m_branches.empty() ? 0 : m_branches.back().id;
    shareBudget();
    showCurves();
    refresh();
    m_isReadingOver = false;
    m_filePool.start([this, path = session.path, most = m_budget / 2] {
        const std::vector<KeptStates> states = readStates(path, most, m_isReadingOver);
        QMetaObject::invokeMethod(
            this, [this, path, states] { takeStates(path, states); }, Qt::QueuedConnection);
    });
}

/// What a branch has of the run that it left.
void TimeMachine::joinToParents()
{
    for (TimelineBranch& branch : m_branches) {
        const TimelineBranch* const parent = find(branch.parent);
        if (parent == nullptr)
            continue;
        branch.states.addBefore(parent->states.upTo(branch.positionOf(branch.from)));
        const Film before = parent->film.upTo(branch.from);
        for (const auto& [step, frame] : before.frames())
            branch.film.add(step, frame);
    }
}

/// They come behind all else, and may come too late.
void TimeMachine::takeStates(const QString& path, const std::vector<KeptStates>& states)
{
    if (path != m_controller.sessionFile() || m_controller.state() != RunState::Idle)
        return;
    for (const KeptStates& kept : states) {
        const auto branch = std::find_if(m_branches.begin(), m_branches.end(),
            [&kept](const TimelineBranch& other) { return other.storedRun == kept.run; });
        if (branch == m_branches.end())
            continue;
        branch->states = StateHistory(m_budget);
        branch->mean = kept.mean.value_or(0.0);
        for (const KeptState& state : kept.states) {
            branch->states.add(state);
            const int step = branch->stepOf({state->state.sizeIndex, state->state.steps});
            if (kept.mean && !(branch->film.nearest(step) == step && !branch->film.isEmpty()))
                addFrame(
                    branch->id, step, [state, mean = *kept.mean] { return imageOf(pictureOf(state->state, mean)); });
        }
    }
    joinToParents();
    shareBudget();
    refresh();
}

void TimeMachine::offerToGoOn()
{
    const TimelineBranch* const last = running();
    if (last == nullptr || last->isFinished)
        return;
    const int step = last->lastStep();
    if (last->isCutOff)
        goTo(step); // else its last picture is among the dreams, and seen
    m_messages.info(tr("The last dream ended at %1, before all its steps were done.")
                        .arg(placeText(last->last.sizeIndex, last->last.steps)),
        tr("Go on"), [this, step] {
            goTo(step);
            goOn();
        });
}

void TimeMachine::leaveSession()
{
    returnToPresent();
    m_isReadingOver = true;
    keepLast();
    m_controller.setSessionFile({});
    m_branches.clear();
    m_chosen = m_running = m_runId = 0;
    showCurves();
    refresh();
}

/// What was not written yet of the session, as nobody can undo it any more.
void TimeMachine::keepLast()
{
    if (TimelineBranch* const last = running())
        keepFilm(*last);
    for (const std::int64_t run : std::exchange(m_removed, {})) {
        if (run != 0)
            m_edits.push_back([run](SessionStore& store) { store.removeRun(run); });
    }
    keepEdits();
    m_edits.clear(); // where there is no file
}

void TimeMachine::choose(int id)
{
    if (std::exchange(m_chosen, id) != id)
        showCurves();
}

void TimeMachine::showCurves()
{
    const TimelineBranch* const branch = chosen();
    BranchCurves curves = branch == nullptr ? BranchCurves() : branch->curves();
    curves.isOfRun = m_chosen == m_running;
    Q_EMIT curvesChosen(curves);
}

TimelineBranch TimeMachine::branchOf(const KeptRun& run)
{
    TimelineBranch branch;
    branch.id = m_nextId++;
    branch.storedRun = run.run.id;
    branch.isStarred = run.run.isStarred;
    branch.isFinished = run.run.end == SessionEnd::Finished;
    branch.isCutOff = !run.run.end;
    branch.journal = run.journal;
    branch.rest = run.rest;
    branch.isFilmKept = !run.smallPictures.empty();
    branch.ahead = run.rest;
    branch.mean = run.mean.value_or(0.0);
    branch.states = StateHistory(m_budget);
    const RunSettings& last = run.journal.entries().back().settings;
    branch.sizes.resize(static_cast<std::size_t>(std::max(last.numSizes, run.last.sizeIndex + 1)));
    for (const StepReport& report : run.reports) {
        const auto size = static_cast<std::size_t>(report.sizeIndex);
        if (size < branch.sizes.size())
            branch.sizes[size] = report.size;
    }
    branch.last = run.last;
    branch.stepsOfSize = branch.journal.stepsOfSizes(branch.sizes.size(), branch.last);
    branch.from = run.run.parent ? branch.stepOf(run.run.branch) : 0;
    const QString place = leavingText(run.run.branch.sizeIndex, run.run.branch.steps);
    branch.name = !run.run.name.empty() ? QString::fromStdString(run.run.name)
        : run.run.parent                ? place
                                        : nameOfRun(branch.id);
    for (const auto& [position, jpeg] : run.smallPictures)
        branch.film.add(branch.stepOf(position), frameOf(jpeg));
    if (run.state) {
        branch.states.add(run.state);
        const auto size = static_cast<std::size_t>(run.state->state.sizeIndex);
        if (size < branch.sizes.size())
            branch.sizes[size] = run.state->state.size;
        if (run.mean)
            addFrame(branch.id, branch.lastStep(),
                [state = run.state, mean = *run.mean] { return imageOf(pictureOf(state->state, mean)); });
    }
    return branch;
}

void TimeMachine::keepEdit(std::function<void(SessionStore&)> edit)
{
    m_edits.push_back(std::move(edit));
    if (m_controller.state() == RunState::Idle)
        keepEdits();
}

/// What was seen of a run goes into the session's file, once.
void TimeMachine::keepFilm(TimelineBranch& branch)
{
    if (branch.storedRun == 0 || std::exchange(branch.isFilmKept, true))
        return;
    std::vector<std::pair<RunPosition, std::string>> frames;
    for (const auto& [step, frame] : branch.film.frames()) {
        if (step > branch.from || branch.from == 0)
            frames.emplace_back(branch.positionOf(step), frame.jpeg.toStdString());
    }
    if (frames.empty())
        return;
    keepEdit([run = branch.storedRun, frames](SessionStore& store) {
        for (const auto& [position, jpeg] : frames)
            store.addSmallPicture(run, position, jpeg);
    });
}

/// Of a run that goes, some at once, the fewer the longer it goes: all of them are written at its end, unless there is
/// a crash.
void TimeMachine::keepFrame(const TimelineBranch& branch, int step, const FilmFrame& frame)
{
    constexpr qint64 kApart = 5'000; // milliseconds
    constexpr qint64 kShare = 500;
    const qint64 now = m_runTime.isValid() ? m_runTime.elapsed() : 0;
    if (branch.id != m_running || branch.isFilmKept || now - m_frameKept < std::max(kApart, now / kShare))
        return;
    m_frameKept = now;
    m_controller.keepSmallPicture(branch.positionOf(step), frame.jpeg);
}

/// Behind the frames that are still being made.
void TimeMachine::keepFilmSoon(int id)
{
    m_framePool.start([this, id] {
        const auto keep = [this, id] {
            if (TimelineBranch* const branch = find(id))
                keepFilm(*branch);
        };
        QMetaObject::invokeMethod(this, keep, Qt::QueuedConnection);
    });
}

void TimeMachine::keepEdits()
{
    if (m_edits.empty() || m_controller.sessionFile().isEmpty())
        return;
    const auto write = [this, path = m_controller.sessionFile(), edits = std::exchange(m_edits, {}),
                           turns = m_controller.fileTurns()] {
        QString problem;
        try {
            const FileTurn turn(*turns);
            SessionStore store(QFile::encodeName(path).toStdString());
            for (const auto& edit : edits)
                edit(store);
        } catch (const std::exception& error) {
            problem = inWindowWords(error);
        }
        const auto tell = [this, problem] {
            if (!problem.isEmpty())
                m_messages.noteWarning(problem);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    };
    m_filePool.start(write);
}

} // namespace cnnvis::ui
