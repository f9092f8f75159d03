// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>

#include <atomic>
#include <functional>

namespace cnnvis::ui {

/// A thread that does one task after the other, at a lower priority than the thread that made it.
///
/// One thread for many tasks: what LibTorch and OpenMP keep for each thread that calls them is made once.
class BackgroundThread {
public:
    explicit BackgroundThread(const QString& name);
    /// As quit(), and waits for the task that is being done.
    ~BackgroundThread();
    BackgroundThread(const BackgroundThread&) = delete;
    BackgroundThread& operator=(const BackgroundThread&) = delete;

    /// Never blocks. @param task  throws nothing.
    void post(std::function<void()> task);
    /// Drops the tasks that have not begun, and those to come. Never blocks.
    void quit();

private:
    std::atomic<bool> m_isQuitting{false};
    QThread m_thread;
    QObject m_context; ///< lives on the thread: what is posted to it runs there
};

} // namespace cnnvis::ui
