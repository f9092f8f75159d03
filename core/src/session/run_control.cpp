// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_control.h"

#include <algorithm>
#include <utility>

namespace cnnvis {

void RunControl::requestStop(StopPoint point)
{
    const std::lock_guard lock(m_mutex);
    m_stopPoint = std::max(m_stopPoint, point);
    m_woken.notify_all();
}

bool RunControl::isStopRequested() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopPoint != StopPoint::Never;
}

void RunControl::setPaused(bool isPaused)
{
    const std::lock_guard lock(m_mutex);
    m_isPaused = isPaused;
    m_isSingleStepQueued = false;
    m_woken.notify_all();
}

void RunControl::requestSingleStep()
{
    const std::lock_guard lock(m_mutex);
    m_isSingleStepQueued = true;
    m_woken.notify_all();
}

void RunControl::requestVisit()
{
    const std::lock_guard lock(m_mutex);
    m_isVisitRequested = true;
    m_woken.notify_all();
}

void RunControl::change(const SettingsChange& change)
{
    this->change(RunChange::fromText(change));
}

void RunControl::change(const RunChange& change)
{
    const std::lock_guard lock(m_mutex);
    m_change.add(change);
}

void RunControl::follow(DreamRecipe script)
{
    const std::lock_guard lock(m_mutex);
    m_script = std::move(script);
}

bool RunControl::mayGoOn(const Attend& attend)
{
    std::unique_lock lock(m_mutex);
    holdWhilePaused(lock, attend);
    return m_stopPoint != StopPoint::AfterBatch;
}

RunControl::StepDecision RunControl::beforeStep(const Attend& attend)
{
    std::unique_lock lock(m_mutex);
    m_isInSingleStep = false;
    holdWhilePaused(lock, attend);
    return {m_stopPoint != StopPoint::Never, std::exchange(m_change, {}), std::exchange(m_script, std::nullopt)};
}

bool RunControl::takeVisitRequest()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_isVisitRequested, false);
}

bool RunControl::mustHold()
{
    if (m_isPaused && !m_isInSingleStep)
        m_isInSingleStep = std::exchange(m_isSingleStepQueued, false);
    return m_isPaused && !m_isInSingleStep && m_stopPoint == StopPoint::Never;
}

void RunControl::holdWhilePaused(std::unique_lock<std::mutex>& lock, const Attend& attend)
{
    const auto see = [&](Moment moment) {
        if (!attend)
            return;
        lock.unlock();
        attend(moment);
        lock.lock();
    };
    // Whatever was seen to, all may be different after it.
    bool isHeld = false;
    while (true) {
        const bool isToBeHeld = mustHold();
        if (std::exchange(m_isVisitRequested, false))
            see(Moment::Visit);
        else if (isToBeHeld != std::exchange(isHeld, isToBeHeld))
            see(isToBeHeld ? Moment::Held : Moment::Resumed);
        else if (isToBeHeld)
            m_woken.wait(lock);
        else
            return;
    }
}

} // namespace cnnvis
