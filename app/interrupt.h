// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"
#include "cnnvis/run_control.h"

#include <csignal>
#include <optional>

namespace cnnvis::render {

/// While it lives, the first Ctrl-C or SIGTERM is noted instead of ending the program; a second one ends it.
///
/// One at a time. A signal that was ignored before, as in a script's background jobs, stays ignored.
class InterruptGuard {
public:
    InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
    ~InterruptGuard();

    /// Whether one has come.
    static bool isInterrupted();

private:
    struct sigaction m_interruptBefore { };
    struct sigaction m_terminateBefore { };
};

/// Ends a session after its step when Ctrl-C or SIGTERM has come. Until it starts they end the program, as ever.
class InterruptWatch final : public OutputSink {
public:
    /// @param control  of the session; outlives this.
    explicit InterruptWatch(RunControl& control)
        : m_control(control)
    { }

    void started(const SessionStart& start) override;
    void stepStarting(const Dream& dream) override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;

private:
    void passOn();

    RunControl& m_control;
    std::optional<InterruptGuard> m_guard;
};

} // namespace cnnvis::render
