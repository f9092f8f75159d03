// SPDX-License-Identifier: GPL-3.0-or-later
#include "termination_signals.h"

#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace cnnvis::studio {

namespace {

constexpr std::array<int, 3> kSignals{SIGHUP, SIGINT, SIGTERM};

// A handler may do next to nothing; to write into a pipe is allowed.
volatile std::sig_atomic_t pipeEnd = -1;

extern "C" void noteTermination(int)
{
    const int before = errno;
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(pipeEnd, &byte, 1);
    errno = before;
}

void catchSignal(int signal)
{
    struct sigaction before { };
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_IGN)
        return;
    struct sigaction action { };
    action.sa_handler = noteTermination;
    sigemptyset(&action.sa_mask);
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    ::sigaction(signal, &action, nullptr);
}

/// Back to what the system does by itself.
void letGo(int signal)
{
    struct sigaction action { };
    ::sigaction(signal, nullptr, &action);
    if (action.sa_handler == noteTermination)
        std::signal(signal, SIG_DFL);
}

} // namespace

TerminationSignals::TerminationSignals(QObject* parent)
    : QObject(parent)
{
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &TerminationSignals::read);
    pipeEnd = m_pipe[1];
    for (const int signal : kSignals)
        catchSignal(signal);
}

TerminationSignals::~TerminationSignals()
{
    for (const int signal : kSignals)
        letGo(signal);
    pipeEnd = -1;
    delete m_notifier;
    for (const int end : m_pipe) {
        if (end >= 0)
            ::close(end);
    }
}

void TerminationSignals::read()
{
    char byte = 0;
    while (::read(m_pipe[0], &byte, 1) > 0) { }
    Q_EMIT received();
}

} // namespace cnnvis::studio
