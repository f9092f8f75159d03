// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run_watch.h"

#include <QTemporaryDir>

#include <nlohmann/json_fwd.hpp>

#include <memory>

namespace cnnvis {

/// Measures the studio with the first preset, in the order of the functions. Each throws std::runtime_error when what
/// it waits for does not come.
class StudioBench {
public:
    /// Seconds from the start of the process until the window is painted.
    double openWindow();
    /// Seconds from pressing Start to the first dreamt picture on the canvas. The run goes on.
    double startRun();
    /// How late the event loop is in a run of that many seconds, through all sizes: median, p99, worst.
    nlohmann::json measureLoop(double seconds);
    /// Milliseconds from pressing Stop, at the last size and just after the second batch of tiles of a step has begun,
    /// until it is acknowledged, and until it is done; what such a batch takes in the same runs; and what the ends come
    /// to beyond the batches that they had to wait for.
    nlohmann::json measureStop(int repeats);
    /// Steps per second with the window and without it, alternating, and whether the pictures are the same bytes.
    nlohmann::json measureCost(int repeats);
    /// What the timeline costs a run of that size, kept in a session, beside one without a window, alternating; what it
    /// takes of memory; how long it takes to see a kept state, and, from how far each step is behind a kept state, to
    /// go on from any.
    nlohmann::json measureTimeline(const std::string& size, int steps, int repeats);
    /// Seconds from closing the window in the middle of a run until it is gone.
    double closeWindow();

private:
    void start(const RunSettings& settings);
    void waitFor(const char* what, const std::function<bool()>& isSo);
    void waitForFirstStep();
    void waitForBatch();
    void stop();
    void goOnToNextSize();
    RunSettings settings(int steps) const;
    RunSettings settingsOfLastSize(int steps) const;

    QTemporaryDir m_folder;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<RunWatch> m_watch;
};

} // namespace cnnvis
