// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_session.h"

#include "cnnvis/session.h"

#include <chrono>

namespace cnnvis::ui {
namespace {

/// Waits until nobody has the file any more, or the run is to end.
FileTurn turnOf(const RunJob& job)
{
    constexpr std::chrono::milliseconds kApart{50};
    FileTurn turn(*job.fileTurns, std::defer_lock);
    while (!job.steering->control().isStopRequested() && !turn.try_lock_for(kApart)) { }
    return turn;
}

} // namespace

void runSession(const RunJob& job, NetworkCache& networks) noexcept
{
    Session session(job.request, job.steering->control(),
        [&networks](const RunSettings& settings) { return networks.get(settings); });
    const auto tell = [&job](const QString& problem) {
        job.mailbox->post([&problem](RunNews& news) { news.keepingProblem = problem; });
    };
    SessionKeeper keeper(job.sessionPath, job.stored, tell, [&job] { return turnOf(job); });
    session.add(keeper);
    RunReporter reporter(job, keeper);
    session.add(reporter);
    session.run();
}

} // namespace cnnvis::ui
