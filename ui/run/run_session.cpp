// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_session.h"

#include "cnnvis/session.h"

namespace cnnvis::ui {

void runSession(const RunJob& job, NetworkCache& networks) noexcept
{
    Session session(job.request, job.steering->control(),
        [&networks](const RunSettings& settings) { return networks.get(settings); });
    SessionKeeper keeper(job.sessionPath, job.stored, [&job](const QString& problem) {
        job.mailbox->post([&problem](RunNews& news) { news.keepingProblem = problem; });
    });
    session.add(keeper);
    RunReporter reporter(job, keeper);
    session.add(reporter);
    session.run();
}

} // namespace cnnvis::ui
