// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session.h"

#include "cnnvis/machine.h"
#include "session/session_observer.h"

#include <new>
#include <utility>

namespace cnnvis {

Session::Session(SessionRequest request, RunControl& control, NetworkLoader loadNetwork)
    : m_request(std::move(request))
    , m_control(control)
    , m_loadNetwork(std::move(loadNetwork))
{ }

void Session::add(OutputSink& sink)
{
    m_sinks.push_back(&sink);
}

SessionOutcome Session::run() noexcept
{
    SessionOutcome outcome;
    {
        SessionObserver observer(m_sinks);
        std::optional<Dream> dream;
        attempt(outcome, [&] {
            outcome.settings = m_request.settings;
            outcome.end = dreamToEnd(dream, observer, outcome);
        });
        if (dream)
            conclude(*dream, observer, outcome);
        attempt(outcome, [&] { outcome.journal = observer.journal(); });
    } // the memory is free before anyone is told
    for (OutputSink* sink : m_sinks)
        attempt(outcome, [&] { sink->ended(outcome); });
    return outcome;
}

SessionEnd Session::dreamToEnd(std::optional<Dream>& dream, SessionObserver& observer, SessionOutcome& outcome)
{
    for (OutputSink* sink : m_sinks)
        sink->preparing(m_request.settings);
    if (m_control.isStopRequested())
        return SessionEnd::Stopped;
    setThreadCount(m_request.settings.threads); // of the calling thread
    const Network network = networkOf(m_request, m_loadNetwork);
    if (m_control.isStopRequested())
        return SessionEnd::Stopped;
    std::vector<std::string> notes;
    const Picture startPicture = startPictureOf(m_request, &notes);
    for (OutputSink* sink : m_sinks)
        sink->startPictureRead(notes);
    if (m_control.isStopRequested())
        return SessionEnd::Stopped;
    dream.emplace(m_request.settings, network, startPicture);
    for (OutputSink* sink : m_sinks)
        sink->started({*dream, network, startPicture.isEmpty()});
    outcome.hasBegun = true;
    return runDream(*dream, m_control, observer) == RunEnd::Stopped ? SessionEnd::Stopped : SessionEnd::Finished;
}

void Session::conclude(const Dream& dream, SessionObserver& observer, SessionOutcome& outcome)
{
    attempt(outcome, [&] {
        outcome.settings = dream.settings();
        outcome.sizeIndex = dream.sizeIndex();
        outcome.step = dream.stepsDone();
        outcome.picture = dream.picture();
    });
    if (!outcome.hasBegun)
        return;
    for (OutputSink* sink : m_sinks)
        attempt(outcome, [&] { sink->ending(outcome.picture, dream); });
    // Asked for so late that the run would not have come to it.
    attempt(outcome, [&] { observer.visited(dream); });
    if (!m_request.wantsDeepPicture)
        return;
    attempt(outcome, [&] {
        try {
            outcome.picture16 = dream.picture(16);
        } catch (const std::bad_alloc&) {
            outcome.picture16 = Picture(); // the other one is there
        }
    });
}

/// What went wrong first is likely the cause of what follows.
template <typename Action>
void Session::attempt(SessionOutcome& outcome, const Action& action) const
{
    try {
        action();
    } catch (...) {
        if (!outcome.problem.isEmpty())
            return;
        outcome.problem = currentProblem(m_request.settings);
        const bool isDiverged = outcome.problem.kind == ProblemKind::Diverged;
        outcome.end = isDiverged ? SessionEnd::Diverged : SessionEnd::Failed;
    }
}

} // namespace cnnvis
