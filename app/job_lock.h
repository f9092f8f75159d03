// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace cnnvis::render {

/// Keeps a job of a list to one program at a time, by a lock of one byte of the list for each job: it leaves no file,
/// ends with the program however that ends, and holds for all machines that share the list.
///
/// Where the list cannot be written, or its file system has no locks, nothing is kept apart; pictures are whole all the
/// same.
class JobLock {
public:
    /// @param list  path of the list. @param job  from 0.
    JobLock(const std::string& list, std::size_t job);
    JobLock(const JobLock&) = delete;
    JobLock& operator=(const JobLock&) = delete;
    ~JobLock();

    /// @return  false: another program has it.
    bool tryTake();
    /// Waits for it.
    void take();

private:
    bool request(int command) const;

    int m_descriptor = -1;
    std::size_t m_job = 0;
};

} // namespace cnnvis::render
