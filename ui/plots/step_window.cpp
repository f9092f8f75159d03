// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/step_window.h"

#include <algorithm>

namespace cnnvis::ui {

namespace {

constexpr double kRoomAhead = 0.03; // of the span, right of the newest step

} // namespace

void StepWindow::setSteps(double oldest, double newest)
{
    m_oldest = oldest;
    m_newest = std::max(oldest, newest);
    if (m_isFollowing)
        goWithNewest();
}

void StepWindow::reset()
{
    *this = StepWindow();
}

double StepWindow::wholeSpan() const
{
    return std::max(kLeastSpan, (m_newest - m_oldest) * (1.0 + kRoomAhead));
}

void StepWindow::goWithNewest()
{
    const double span = m_upper - m_lower;
    if (m_showsAll || span >= wholeSpan()) {
        m_lower = m_oldest;
        m_upper = m_oldest + wholeSpan();
    } else {
        m_upper = std::max(m_newest + span * kRoomAhead, m_oldest + span);
        m_lower = m_upper - span;
    }
}

void StepWindow::zoom(double factor, double at)
{
    const double span = m_upper - m_lower;
    const double newSpan = std::clamp(span * factor, kLeastSpan, 1.2 * wholeSpan());
    const double place = std::clamp((at - m_lower) / span, 0.0, 1.0);
    m_lower = at - place * newSpan;
    m_upper = m_lower + newSpan;
    m_isFollowing = false;
    m_showsAll = false;
    pan(0.0);
}

void StepWindow::pan(double steps)
{
    // Half a window of the run stays in sight, so that nobody gets lost.
    const double span = m_upper - m_lower;
    m_lower = std::clamp(m_lower + steps, m_oldest - span / 2.0, std::max(m_oldest, m_newest - span / 2.0));
    m_upper = m_lower + span;
    m_isFollowing = false;
    m_showsAll = false;
}

void StepWindow::follow()
{
    m_isFollowing = true;
    m_showsAll = m_showsAll || m_upper - m_lower >= wholeSpan();
    goWithNewest();
}

void StepWindow::stopFollowing()
{
    m_isFollowing = false;
}

void StepWindow::followAll()
{
    m_isFollowing = true;
    m_showsAll = true;
    goWithNewest();
}

} // namespace cnnvis::ui
