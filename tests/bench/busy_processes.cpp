// SPDX-License-Identifier: GPL-3.0-or-later
#include "busy_processes.h"

#include <csignal>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cnnvis {
namespace {

/// What the child does: nothing that is forbidden after a fork() among threads.
[[noreturn]] void compute(pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // nobody else would end it
    if (::getppid() != parent)
        ::_exit(0);
    volatile unsigned turns = 0;
    for (;;)
        turns = turns + 1;
}

} // namespace

BusyProcesses::BusyProcesses(int count)
{
    const pid_t parent = ::getpid();
    for (int i = 0; i < count; ++i) {
        const pid_t child = ::fork();
        if (child == 0)
            compute(parent);
        if (child > 0)
            m_processes.push_back(child);
    }
}

BusyProcesses::~BusyProcesses()
{
    for (const pid_t process : m_processes) {
        ::kill(process, SIGKILL);
        ::waitpid(process, nullptr, 0);
    }
}

} // namespace cnnvis
