// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>

namespace cnnvis::test {

/// Counts up; other threads can wait for it. Thread-safe.
class Counter {
public:
    void increase()
    {
        const std::lock_guard lock(m_mutex);
        ++m_count;
        m_increased.notify_all();
    }
    void waitFor(int count)
    {
        std::unique_lock lock(m_mutex);
        m_increased.wait(lock, [&] { return m_count >= count; });
    }
    int count()
    {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_increased;
    int m_count = 0;
};

} // namespace cnnvis::test
