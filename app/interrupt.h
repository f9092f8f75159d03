// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>

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

} // namespace cnnvis::render
