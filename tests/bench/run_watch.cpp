// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_watch.h"

#include "preview/picture_canvas.h"
#include "window/picture_presenter.h"

#include <QEvent>
#include <QEventLoop>

#include <algorithm>
#include <utility>

namespace cnnvis {

using namespace ui;

bool waitUntil(const std::function<bool()>& isSo, double seconds)
{
    constexpr int kInterval = 5;
    QElapsedTimer clock;
    clock.start();
    QEventLoop loop;
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (isSo() || 1e-3 * static_cast<double>(clock.elapsed()) > seconds)
            loop.quit();
    });
    poll.start(kInterval);
    loop.exec();
    return isSo();
}

RunWatch::RunWatch(MainWindow& window)
{
    m_clock.start();
    window.installEventFilter(this);
    window.parts().canvas->installEventFilter(this);
    const RunController& controller = window.controller();
    connect(&controller, &RunController::progressed, this, [this](const RunProgress& progress) {
        noteBatch(progress);
        noteSteps(progress);
    });
    connect(&controller, &RunController::runEnded, this, [this](const RunOutcome& end) { outcome = end; });
    connect(&controller, &RunController::stateChanged, this, [this](RunState state) {
        if (state == RunState::Stopping)
            stopping = now();
        else if (state == RunState::Idle)
            idle = now();
    });
    connect(&window.pictures(), &PicturePresenter::shownChanged, this, [this] { m_isDreamtShown = steps > 0; });
}

void RunWatch::restart()
{
    m_clock.start();
    m_isDreamtShown = false;
    firstPicture = firstSteps = lastSteps = stopping = idle = batchBegun = {};
    stepsAtFirst = steps = sizeIndex = stepsOfSize = m_batchesDone = 0;
    batchSeconds.clear();
    outcome.reset();
}

double RunWatch::stepsPerSecond() const
{
    return steps > stepsAtFirst ? (steps - stepsAtFirst) / (*lastSteps - *firstSteps) : 0.0;
}

void RunWatch::noteSteps(const RunProgress& progress)
{
    if (progress.steps.empty())
        return;
    steps += static_cast<int>(progress.steps.size());
    sizeIndex = progress.steps.back().sizeIndex;
    stepsOfSize = progress.steps.back().step;
    lastSteps = now();
    if (!firstSteps) {
        firstSteps = lastSteps;
        stepsAtFirst = steps;
    }
}

void RunWatch::noteBatch(const RunProgress& progress)
{
    const int batchesDone = progress.tiles.batchesDone;
    if (progress.steps.empty() && std::exchange(m_batchesDone, batchesDone) == batchesDone)
        return;
    if (batchBegun)
        batchSeconds.push_back(now() - *batchBegun);
    batchBegun.reset();
    if (progress.steps.empty() && batchesDone == 1)
        batchBegun = now();
}

bool RunWatch::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::Paint)
        return QObject::eventFilter(watched, event);
    // It is on the screen when the loop comes round again.
    if (!firstPaint)
        QTimer::singleShot(0, this, [this] { firstPaint = firstPaint.value_or(now()); });
    if (!firstPicture && m_isDreamtShown)
        QTimer::singleShot(0, this, [this] { firstPicture = firstPicture.value_or(now()); });
    return QObject::eventFilter(watched, event);
}

LoopDelay::LoopDelay()
{
    constexpr int kInterval = 16;
    constexpr double kMillisecond = 1e-6;
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        const double interval = kMillisecond * static_cast<double>(m_clock.nsecsElapsed());
        m_clock.start();
        m_delays.push_back(std::max(interval - kInterval, 0.0));
    });
    m_clock.start();
    m_timer.start(kInterval);
}

} // namespace cnnvis
