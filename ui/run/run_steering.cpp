// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_steering.h"

#include <utility>

namespace cnnvis::ui {

void RunSteering::requestStop()
{
    const std::lock_guard lock(m_mutex);
    m_isStopped = true;
    m_woken.notify_all();
}

void RunSteering::setPaused(bool isPaused)
{
    const std::lock_guard lock(m_mutex);
    m_isPaused = isPaused;
    m_isSingleStepQueued = false;
    m_woken.notify_all();
}

void RunSteering::requestSingleStep()
{
    const std::lock_guard lock(m_mutex);
    m_isSingleStepQueued = true;
    m_woken.notify_all();
}

void RunSteering::requestSnapshot()
{
    const std::lock_guard lock(m_mutex);
    m_isSnapshotWanted = true;
    m_woken.notify_all();
}

void RunSteering::setTracePoints(std::vector<TracedPixel> points)
{
    const std::lock_guard lock(m_mutex);
    m_tracePoints = std::move(points);
}

void RunSteering::setSnapshotInterval(int steps)
{
    const std::lock_guard lock(m_mutex);
    m_snapshotInterval = steps;
}

bool RunSteering::mayGoOn(const Serve& serve)
{
    std::unique_lock lock(m_mutex);
    return waitWhileHeld(lock, serve);
}

bool RunSteering::mayBeginStep(const Serve& serve)
{
    std::unique_lock lock(m_mutex);
    m_isInSingleStep = false;
    return waitWhileHeld(lock, serve);
}

std::vector<TracedPixel> RunSteering::tracePoints() const
{
    const std::lock_guard lock(m_mutex);
    return m_tracePoints;
}

int RunSteering::snapshotInterval() const
{
    const std::lock_guard lock(m_mutex);
    return m_snapshotInterval;
}

bool RunSteering::isStopRequested() const
{
    const std::lock_guard lock(m_mutex);
    return m_isStopped;
}

bool RunSteering::takeSnapshotRequest()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_isSnapshotWanted, false);
}

bool RunSteering::isHeld()
{
    if (m_isPaused && !m_isInSingleStep)
        m_isInSingleStep = std::exchange(m_isSingleStepQueued, false);
    return m_isPaused && !m_isInSingleStep && !m_isStopped;
}

bool RunSteering::waitWhileHeld(std::unique_lock<std::mutex>& lock, const Serve& serve)
{
    bool isHoldTold = false;
    while (true) {
        const bool isHolding = isHeld();
        const Demand demand{isHolding && !isHoldTold, std::exchange(m_isSnapshotWanted, false)};
        if (demand.isHoldBegun || demand.isSnapshotWanted) {
            isHoldTold = isHoldTold || isHolding;
            lock.unlock();
            serve(demand);
            lock.lock();
        } else if (isHolding) {
            m_woken.wait(lock);
        } else {
            return !m_isStopped;
        }
    }
}

} // namespace cnnvis::ui
