// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "main_window.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace cnnvis {

/// Runs the event loop until it is so, or for that long. @return  whether it is so.
bool waitUntil(const std::function<bool()>& isSo, double seconds);

/// Notes when what happens to the window's run, in seconds since restart().
class RunWatch : public QObject {
public:
    /// @param window  outlives this.
    explicit RunWatch(ui::MainWindow& window);

    void restart();

    std::optional<double> firstPaint; ///< of the window
    std::optional<double> firstPicture; ///< painted, with at least one whole step in it
    std::optional<double> firstSteps; ///< were told of
    std::optional<double> lastSteps; ///< were told of
    std::optional<double> stopping;
    std::optional<double> idle;
    int stepsAtFirst = 0; ///< that were told of together
    int steps = 0;
    int sizeIndex = 0;
    int stepsOfSize = 0;
    /// The second batch of tiles of a step; the first is told late, together with the step before.
    /// @{
    std::optional<double> batchBegun; ///< that is being computed
    std::vector<double> batchSeconds; ///< that they took
    /// @}
    std::optional<ui::RunOutcome> outcome;

    /// Without what came together with the first; 0 where there is nothing to tell it from.
    double stepsPerSecond() const;
    double now() const { return 1e-9 * static_cast<double>(m_clock.nsecsElapsed()); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void noteSteps(const ui::RunProgress& progress);
    void noteBatch(const ui::RunProgress& progress);

    QElapsedTimer m_clock;
    int m_batchesDone = 0;
    bool m_isDreamtShown = false;
};

/// How late a timer of 16 ms is, time after time: how long the ui does not answer.
class LoopDelay {
public:
    LoopDelay();
    const std::vector<double>& milliseconds() const { return m_delays; }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_delays;
};

} // namespace cnnvis
