// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/time_machine.h"

#include "run/run_controller.h"
#include "widgets/picture_image.h"
#include "widgets/window_words.h"
#include "window/messages.h"
#include "window/run_text.h"

#include <QFile>

#include <algorithm>
#include <utility>

/// The session's file: what comes from it at the start, and what goes into it beside the runs themselves.
namespace cnnvis::ui {
namespace {

constexpr std::int64_t kMostOnDisk = std::int64_t{8} << 30U; ///< of all sessions

} // namespace

void TimeMachine::open(const QString& sessionFolder, bool isRestoring)
{
    if (sessionFolder.isEmpty())
        return;
    m_pool.start([this, sessionFolder, isRestoring, mostBytes = m_budget / 2] {
        KeptSession session = isRestoring ? readLastSession(sessionFolder, mostBytes) : KeptSession();
        session.notes += makeRoom(sessionFolder, kMostOnDisk);
        QMetaObject::invokeMethod(
            this, [this, session] { takeSession(session); }, Qt::QueuedConnection);
    });
}

void TimeMachine::takeSession(const KeptSession& session)
{
    for (const QString& note : session.notes)
        m_messages.noteWarning(note);
    if (session.runs.empty() || !m_branches.empty() || m_controller.state() != RunState::Idle)
        return;
    for (const KeptRun& run : session.runs) {
        m_branches.push_back(branchOf(run));
        TimelineBranch& branch = m_branches.back();
        const auto parent = std::find_if(m_branches.begin(), m_branches.end(),
            [&run](const TimelineBranch& other) { return run.run.parent && other.storedRun == *run.run.parent; });
        if (parent == m_branches.end())
            continue;
        branch.states.addBefore(parent->states.upTo(run.run.branch));
        const Film before = parent->film.upTo(branch.from);
        for (const auto& [step, frame] : before.frames())
            branch.film.add(step, frame);
    }
    m_chosen = m_running = m_branches.back().id;
    m_controller.setSessionFile(session.path);
    shareBudget();
    refresh();
    if (session.runs.back().run.end == SessionEnd::Finished)
        return;
    const TimelineBranch& last = m_branches.back();
    const int step = last.lastStep();
    if (!session.runs.back().run.end)
        goTo(step); // else its last picture is among the dreams, and seen
    m_messages.info(tr("The last dream ended at %1, before all its steps were done.")
                        .arg(placeText(last.last.sizeIndex, last.last.steps)),
        tr("Go on"), [this, step] {
            goTo(step);
            goOn();
        });
}

TimelineBranch TimeMachine::branchOf(const KeptRun& run)
{
    TimelineBranch branch;
    branch.id = m_nextId++;
    branch.storedRun = run.run.id;
    branch.isStarred = run.run.isStarred;
    branch.journal = run.journal;
    branch.rest = run.rest;
    branch.isFilmKept = true;
    branch.mean = run.mean.value_or(0.0);
    const RunSettings& last = run.journal.entries().back().settings;
    branch.states = StateHistory(m_budget);
    branch.sizes.resize(static_cast<std::size_t>(last.numSizes));
    for (const KeptState& state : run.states) {
        branch.states.add(state);
        const auto size = static_cast<std::size_t>(state->state.sizeIndex);
        if (size < branch.sizes.size())
            branch.sizes[size] = state->state.size;
    }
    branch.last = {run.states.back()->state.sizeIndex, run.states.back()->state.steps};
    branch.stepsOfSize = branch.journal.stepsOfSizes(branch.sizes.size(), branch.last);
    branch.from = run.run.parent ? branch.stepOf(run.run.branch) : 0;
    const QString place = leavingText(run.run.branch.sizeIndex, run.run.branch.steps);
    branch.name = !run.run.name.empty() ? QString::fromStdString(run.run.name) : run.run.parent ? place : tr("Run");
    for (const auto& [position, jpeg] : run.smallPictures)
        branch.film.add(branch.stepOf(position), frameOf(jpeg));
    for (const KeptState& state : run.states) {
        if (run.mean)
            addFrame(branch.id, branch.stepOf({state->state.sizeIndex, state->state.steps}),
                [state, mean = *run.mean] { return imageOf(pictureOf(state->state, mean)); });
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
    keepEdit([run = branch.storedRun, frames](SessionStore& store) {
        for (const auto& [position, jpeg] : frames)
            store.addSmallPicture(run, position, jpeg);
    });
}

void TimeMachine::keepEdits()
{
    if (m_edits.empty() || m_controller.sessionFile().isEmpty())
        return;
    const auto write = [this, path = m_controller.sessionFile(), edits = std::exchange(m_edits, {})] {
        QString problem;
        try {
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
    m_pool.start(write);
}

} // namespace cnnvis::ui
