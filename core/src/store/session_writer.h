// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_store.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace cnnvis {

/// Writes what is new of a run on a thread of its own, which lives as long as this. Thread-safe.
class SessionWriter {
public:
    /// @param widest  see SessionStore::thin().
    /// @param values  of the largest image that there will be.
    SessionWriter(SessionStore store, std::int64_t run, double widest, std::size_t values);
    SessionWriter(const SessionWriter&) = delete;
    SessionWriter& operator=(const SessionWriter&) = delete;
    ~SessionWriter() { finish(); }

    /// One that was written already, and whose memory can be used again.
    DreamState takeSpareState();
    /// Never waits for the disk. Of states, the newest wins. @param news  its entries follow those handed over before.
    void hand(StoredProgress&& news);
    /// See SessionRecorder::saveCopy().
    void saveCopy(const std::string& path, std::function<void(const std::string&)> tell);
    /// Waits until all is written, or was tried. @return  the problem.
    std::string finish();
    /// Whether all is written, or was tried.
    bool isIdle() const;
    void waitUntilIdle() const;
    /// That the last state took.
    double secondsOfState() const;
    /// See SessionRecorder.
    std::string problem() const;

private:
    void work();
    void prepareSpareState();
    void write(const StoredProgress& news);
    struct Copy {
        std::string path;
        std::function<void(const std::string&)> tell;
    };
    void write(const Copy& copy) const;

    SessionStore m_store; ///< the thread's
    const std::int64_t m_run;
    const double m_widest;
    const std::size_t m_values;

    mutable std::mutex m_mutex;
    std::condition_variable m_hasNews;
    mutable std::condition_variable m_hasWritten;
    std::optional<StoredProgress> m_news;
    std::vector<Copy> m_copies; ///< that are wanted
    DreamState m_spare;
    bool m_isWriting = false;
    bool m_isOver = false;
    double m_secondsOfState = 0.0;
    std::string m_problem;
    std::thread m_thread; ///< the last one: it uses all others
};

} // namespace cnnvis
