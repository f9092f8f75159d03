// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_session.h"

#include "cnnvis/dream_runner.h"
#include "cnnvis/machine.h"
#include "cnnvis/picture_file.h"
#include "run/run_failure.h"
#include "run/run_input.h"

#include <new>

namespace cnnvis::ui {

RunSession::RunSession(const RunJob& job, NetworkCache& networks)
    : m_job(job)
    , m_networks(networks)
    , m_reporter(job)
{ }

void RunSession::run() noexcept
{
    RunOutcome outcome;
    outcome.runId = m_job.runId;
    const auto fail = [&] {
        const RunFailure failure = currentFailure(m_job.request.settings);
        outcome.kind = failure.kind;
        outcome.problem = failure.problem;
    };
    try {
        outcome.kind = dream();
    } catch (...) {
        fail();
    }
    try {
        outcome.settings = m_dream ? m_dream->settings() : m_job.request.settings;
        addPictures(outcome);
    } catch (...) {
        // What went wrong first is likely the cause.
        if (outcome.problem.isEmpty())
            fail();
    }
    m_dream.reset(); // the memory is free before anyone is told
    m_job.mailbox->postEnd(std::move(outcome));
}

RunEndKind RunSession::dream()
{
    const RunRequest& request = m_job.request;
    const auto isStopped = [this] { return m_job.steering->control().isStopRequested(); };
    if (isStopped())
        return RunEndKind::Stopped;
    setThreadCount(request.settings.threads); // of the calling thread
    const Network network = networkOf(request, m_networks);
    if (isStopped())
        return RunEndKind::Stopped;
    const Picture startPicture = startPictureOf(request);
    if (isStopped())
        return RunEndKind::Stopped;
    m_dream.emplace(request.settings, network, startPicture);
    m_reporter.runStarted(*m_dream, network, startPicture.isEmpty());
    const RunEnd end = runDream(*m_dream, m_job.steering->control(), m_reporter);
    return end == RunEnd::Stopped ? RunEndKind::Stopped : RunEndKind::Finished;
}

void RunSession::addPictures(RunOutcome& outcome)
{
    if (!m_dream)
        return;
    outcome.sizeIndex = m_dream->sizeIndex();
    outcome.step = m_dream->stepsDone();
    outcome.picture = m_reporter.showPicture(*m_dream);
    // Asked for so late that the run would not have come to it.
    m_reporter.visited(*m_dream);
    try {
        outcome.picture16 = m_dream->picture(16);
    } catch (const std::bad_alloc&) {
        outcome.picture16 = Picture(); // the other one is there
    }
}

} // namespace cnnvis::ui
