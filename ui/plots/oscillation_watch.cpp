// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/oscillation_watch.h"

#include <algorithm>

namespace cnnvis::ui {

void OscillationWatch::addObjective(double value)
{
    m_objective.add(value);
    update();
}

void OscillationWatch::addTrace(int point, double value)
{
    m_traces.try_emplace(point, 1.0, 0.0).first->second.add(value);
    update();
}

void OscillationWatch::restart()
{
    m_objective.reset();
    m_traces.clear();
    m_isOscillating = false;
}

void OscillationWatch::clear()
{
    restart();
    m_isDismissed = false;
}

bool OscillationWatch::isOscillating() const
{
    const auto swinging =
        std::count_if(m_traces.begin(), m_traces.end(), [](const auto& trace) { return trace.second.isOscillating(); });
    const bool tracesSwing = swinging > 0 && 2 * static_cast<std::size_t>(swinging) >= m_traces.size();
    return m_objective.isOscillating() || tracesSwing;
}

void OscillationWatch::update()
{
    const bool isOscillatingNow = isOscillating();
    if (m_isOscillating && !isOscillatingNow)
        m_isDismissed = false;
    m_isOscillating = isOscillatingNow;
}

void OscillationWatch::dismiss()
{
    m_isDismissed = true;
}

} // namespace cnnvis::ui
