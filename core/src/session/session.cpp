// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session.h"

#include "cnnvis/machine.h"
#include "cnnvis/model_source.h"
#include "session/dream_origin.h"
#include "session/session_observer.h"

#include <algorithm>
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
    Inputs inputs{networkOf(m_request, m_loadNetwork), {}};
    if (m_control.isStopRequested())
        return SessionEnd::Stopped;
    std::vector<std::string> notes;
    inputs.startPicture = startPictureOf(m_request, &notes);
    for (OutputSink* sink : m_sinks)
        sink->startPictureRead(notes);
    if (m_control.isStopRequested())
        return SessionEnd::Stopped;
    dream.emplace(m_request.settings, inputs.network, inputs.startPicture);
    RunScript script = m_request.script;
    beginJournal(*dream, inputs.startPicture, script, observer);
    for (OutputSink* sink : m_sinks)
        sink->started({*dream, inputs.network, inputs.startPicture.isEmpty(), observer.journal()});
    outcome.hasBegun = true;
    if (m_request.resume)
        changeOnResume(*dream, observer);
    script.goOn(observer.journal(), dream->position(), dream->settings().numSteps);
    while (true) {
        if (runDream(*dream, m_control, observer, script) == RunEnd::Stopped)
            return SessionEnd::Stopped;
        const SettingsChange branch = script.takeBranch(dream->position());
        if (branch.empty())
            return SessionEnd::Finished;
        branchOff(branch, inputs, dream, observer);
    }
}

/// A session that goes on takes its state, too.
void Session::beginJournal(
    Dream& dream, const Picture& startPicture, RunScript& script, SessionObserver& observer) const
{
    const auto begin = [&](Journal journal) {
        script.goOn(journal, dream.position(), dream.settings().numSteps);
        journal.setRamps(script.ramps());
        observer.begin(std::move(journal));
    };
    if (!m_request.resume) {
        Journal journal(originOf(m_request, startPicture));
        journal.add({dream.position(), {}, dream.settings()});
        begin(std::move(journal));
        return;
    }
    const DreamState& state = m_request.resume->state;
    dream.goOnFrom(state);
    begin(m_request.resume->journal);
    SettingsChange others;
    for (const SettingText& setting : settingsDifference(state.settings, dream.settings())) {
        if (!isAboutMachine(setting.key))
            others.push_back(setting);
    }
    if (!others.empty())
        observer.branched(others, dream);
}

void Session::changeOnResume(Dream& dream, SessionObserver& observer) const
{
    const RunSettings before = dream.settings();
    const RunChange change = RunChange::between(before, m_request.settings);
    if (change.isEmpty())
        return;
    dream.change(change);
    observer.settingsChanged(dream.position(), before, change, dream);
}

/// What a dream with those settings is made from, of which only what the branch names is read.
Session::Inputs Session::inputsOf(const SettingsChange& branch, const RunSettings& settings, const Inputs& before) const
{
    SessionRequest request;
    request.settings = settings;
    if (!namesNetwork(branch))
        request.network = before.network;
    const auto namesPhoto = [](const SettingText& setting) { return setting.key == "initial_image"; };
    if (m_request.startPicture.isEmpty() && std::any_of(branch.begin(), branch.end(), namesPhoto))
        return {networkOf(request, m_loadNetwork), startPictureOf(request)};
    return {networkOf(request, m_loadNetwork), before.startPicture};
}

/// Goes on with a dream of other settings, from where this one stands; it is still there when that cannot be.
void Session::branchOff(
    const SettingsChange& branch, Inputs& inputs, std::optional<Dream>& dream, SessionObserver& observer) const
{
    const DreamState state = dream->state();
    RunSettings settings = dream->settings();
    applyChange(settings, branch);
    Inputs others = inputsOf(branch, settings, inputs);
    dream.reset(); // two would not always fit into the memory
    try {
        dream.emplace(settings, others.network, others.startPicture);
        dream->goOnFrom(state);
    } catch (...) {
        dream.reset();
        dream.emplace(state.settings, inputs.network, inputs.startPicture);
        dream->restore(state);
        throw;
    }
    inputs = std::move(others);
    observer.branched(branch, *dream);
}

void Session::conclude(const Dream& dream, SessionObserver& observer, SessionOutcome& outcome)
{
    attempt(outcome, [&] {
        outcome.settings = dream.settings();
        outcome.sizeIndex = dream.sizeIndex();
        outcome.step = dream.stepsDone();
        outcome.picture = dream.picture();
        outcome.recipe = observer.journal().recipeAt(dream.position());
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
