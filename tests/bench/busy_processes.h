// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <sys/types.h>

namespace cnnvis {

/// Processes that do nothing but compute, as long as this lives.
class BusyProcesses {
public:
    explicit BusyProcesses(int count);
    ~BusyProcesses();
    BusyProcesses(const BusyProcesses&) = delete;
    BusyProcesses& operator=(const BusyProcesses&) = delete;

    int count() const { return static_cast<int>(m_processes.size()); } ///< fewer than wanted where the system refuses

private:
    std::vector<pid_t> m_processes;
};

} // namespace cnnvis
