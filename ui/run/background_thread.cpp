// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/background_thread.h"

#include <algorithm>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

namespace cnnvis::ui {
namespace {

/// Makes room for the ui where the machine is busy. QThread's priorities mean nothing to Linux's usual scheduler, but
/// there each thread has a niceness, which the threads that it starts (OpenMP's) inherit.
void lowerPriorityOfThisThread()
{
    constexpr int kNicer = 5;
    constexpr int kNicest = 19;
    const auto thread = static_cast<id_t>(::gettid());
    const int niceness = ::getpriority(PRIO_PROCESS, thread);
    ::setpriority(PRIO_PROCESS, thread, std::min(niceness + kNicer, kNicest));
}

} // namespace

BackgroundThread::BackgroundThread(const QString& name)
{
    m_thread.setObjectName(name);
    m_context.moveToThread(&m_thread);
    m_thread.start();
    post(lowerPriorityOfThisThread);
}

BackgroundThread::~BackgroundThread()
{
    quit();
    m_thread.wait();
}

void BackgroundThread::post(std::function<void()> task)
{
    QMetaObject::invokeMethod(
        &m_context,
        [this, task = std::move(task)] {
            if (!m_isQuitting)
                task();
        },
        Qt::QueuedConnection);
}

void BackgroundThread::quit()
{
    m_isQuitting = true;
    m_thread.quit();
}

} // namespace cnnvis::ui
