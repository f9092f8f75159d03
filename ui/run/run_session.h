// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/network_cache.h"
#include "run/run_reporter.h"

#include <optional>

namespace cnnvis::ui {

/// One run, from reading its input to its outcome, on the thread that calls it.
class RunSession {
public:
    /// @param job, networks  outlive the session.
    RunSession(const RunJob& job, NetworkCache& networks);

    /// Whatever goes wrong becomes the outcome.
    void run() noexcept;

private:
    RunEndKind dream();
    void addPictures(RunOutcome& outcome);

    const RunJob& m_job;
    NetworkCache& m_networks;
    RunReporter m_reporter;
    std::optional<Dream> m_dream;
};

} // namespace cnnvis::ui
