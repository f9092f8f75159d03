// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_control.h"

#include "cnnvis/error.h"
#include "settings/setting_problem.h"

#include <algorithm>
#include <string>
#include <utility>

namespace cnnvis {

void RunControl::requestStop(StopPoint point)
{
    const std::lock_guard lock(m_mutex);
    m_stopPoint = std::max(m_stopPoint, point);
    m_woken.notify_all();
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

void RunControl::change(const SettingsChange& change)
{
    requireChangeableInRun(change);
    const std::lock_guard lock(m_mutex);
    for (const SettingText& setting : change) {
        // One setting has several spellings, of which the last one said is to win.
        const std::string key(requireSetting(setting.key).key);
        const auto isSame = [&](const SettingText& queued) { return queued.key == key; };
        const auto queued = std::find_if(m_change.begin(), m_change.end(), isSame);
        if (queued != m_change.end())
            queued->text = setting.text;
        else
            m_change.push_back({key, setting.text});
    }
}

bool RunControl::mayGoOn()
{
    std::unique_lock lock(m_mutex);
    m_woken.wait(lock, [&] {
        m_isInSingleStep = m_isInSingleStep || std::exchange(m_isSingleStepQueued, false);
        return !m_isPaused || m_isInSingleStep || m_stopPoint != StopPoint::Never;
    });
    return m_stopPoint != StopPoint::AfterBatch;
}

RunControl::StepDecision RunControl::beforeStep()
{
    std::unique_lock lock(m_mutex);
    m_isInSingleStep = false;
    m_woken.wait(lock, [&] {
        m_isInSingleStep = std::exchange(m_isSingleStepQueued, false);
        return !m_isPaused || m_isInSingleStep || m_stopPoint != StopPoint::Never;
    });
    return {m_stopPoint != StopPoint::Never, std::exchange(m_change, {})};
}

} // namespace cnnvis
