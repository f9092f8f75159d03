// SPDX-License-Identifier: GPL-3.0-or-later
#include "interrupt.h"

namespace cnnvis::render {

namespace {

volatile std::sig_atomic_t interrupted = 0;

extern "C" void noteInterrupt(int)
{
    interrupted = 1;
}

void handle(int signal, struct sigaction& before)
{
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_IGN)
        return;
    struct sigaction action { };
    action.sa_handler = noteInterrupt;
    sigemptyset(&action.sa_mask);
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    ::sigaction(signal, &action, nullptr);
}

} // namespace

InterruptGuard::InterruptGuard()
{
    interrupted = 0;
    handle(SIGINT, m_interruptBefore);
    handle(SIGTERM, m_terminateBefore);
}

InterruptGuard::~InterruptGuard()
{
    ::sigaction(SIGINT, &m_interruptBefore, nullptr);
    ::sigaction(SIGTERM, &m_terminateBefore, nullptr);
}

bool InterruptGuard::isInterrupted()
{
    return interrupted != 0;
}

void InterruptWatch::started(const SessionStart& /*start*/)
{
    m_guard.emplace();
}

void InterruptWatch::stepStarting(const Dream& /*dream*/)
{
    passOn();
}

void InterruptWatch::stepDone(const StepReport& /*report*/, const SessionProgress& /*progress*/, const Dream& /*dream*/)
{
    passOn();
}

void InterruptWatch::passOn()
{
    if (InterruptGuard::isInterrupted())
        m_control.requestStop(StopPoint::AfterStep);
}

} // namespace cnnvis::render
