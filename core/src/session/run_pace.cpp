// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_pace.h"

#include <algorithm>
#include <cmath>

namespace cnnvis {
namespace {

/// Long enough to even out reports and saved pictures between steps, short enough to notice that the machine got busy.
constexpr double kMemorySeconds = 60.0;

} // namespace

void RunPace::Average::add(double newSeconds, double newAmount)
{
    const double kept = std::exp(-newSeconds / kMemorySeconds);
    seconds = seconds * kept + newSeconds;
    amount = amount * kept + newAmount;
}

std::optional<double> RunPace::Average::perSecond() const
{
    return seconds > 0.0 ? std::optional<double>(amount / seconds) : std::nullopt;
}

RunPace::RunPace(double seconds, double fraction)
    : m_seconds(seconds)
    , m_fraction(fraction)
{ }

void RunPace::stepDone(double seconds, double fraction, int sizeIndex)
{
    // The very first step also warms up memory and caches: it is told from as long as there is no other.
    if (m_steps == 1)
        m_work = {};
    if (m_steps == 1 || sizeIndex != m_sizeIndex)
        m_stepsOfSize = {};
    const double elapsed = std::max(0.0, seconds - m_seconds);
    m_work.add(elapsed, fraction - m_fraction);
    m_stepsOfSize.add(elapsed, 1.0);
    m_seconds = seconds;
    m_fraction = fraction;
    m_sizeIndex = sizeIndex;
    m_steps = std::min(m_steps + 1, 2);
}

std::optional<double> RunPace::stepsPerSecond() const
{
    return m_stepsOfSize.perSecond();
}

std::optional<double> RunPace::secondsLeft() const
{
    const std::optional<double> workPerSecond = m_work.perSecond();
    if (!workPerSecond || !(*workPerSecond > 0.0))
        return std::nullopt;
    return std::max(0.0, 1.0 - m_fraction) / *workPerSecond;
}

} // namespace cnnvis
