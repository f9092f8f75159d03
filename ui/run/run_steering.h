// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_control.h"
#include "run/run_types.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace cnnvis::ui {

/// Steers one run from the ui thread. Thread-safe.
///
/// RunControl, and on top of it: while the run holds it still hands out what is asked for. The ui thread calls the
/// first part, which never blocks on the engine; the run calls the second.
class RunSteering {
public:
    /// Ends the run after the batch of tiles that is being computed. Also wakes a paused run.
    void requestStop();
    /// Holds the run at its next batch of tiles, or lets it go on.
    void setPaused(bool isPaused);
    /// Lets a paused run finish one more step.
    void requestSingleStep();
    void requestSnapshot();
    /// @throws SettingsError  as RunControl::change().
    void change(const SettingsChange& change) { m_control.change(change); }
    void setTracePoints(std::vector<TracedPixel> points);
    /// @param steps  between automatic snapshots; 0: none.
    void setSnapshotInterval(int steps);

    /// What a run is to do before it goes on.
    struct Demand {
        bool isHoldBegun = false; ///< it is about to block until told otherwise
        bool isSnapshotWanted = false;
    };
    using Serve = std::function<void(const Demand&)>;
    /// Called between two batches of tiles; blocks while paused. `serve` is called on this thread, no lock held.
    /// @return  false when the run is to end at once.
    [[nodiscard]] bool mayGoOn(const Serve& serve);
    /// The same between two steps.
    [[nodiscard]] bool mayBeginStep(const Serve& serve);
    /// What was changed since the last call.
    SettingsChange takeChange() { return m_control.beforeStep().change; }
    std::vector<TracedPixel> tracePoints() const;
    int snapshotInterval() const;
    bool isStopRequested() const;
    /// Whether a snapshot was asked for that nothing has demanded yet; asked for once.
    bool takeSnapshotRequest();

private:
    bool isHeld();
    bool waitWhileHeld(std::unique_lock<std::mutex>& lock, const Serve& serve);

    RunControl m_control; ///< never paused nor stopped: it keeps the changes
    mutable std::mutex m_mutex;
    std::condition_variable m_woken;
    bool m_isStopped = false;
    bool m_isPaused = false;
    bool m_isSingleStepQueued = false;
    bool m_isInSingleStep = false;
    bool m_isSnapshotWanted = false;
    std::vector<TracedPixel> m_tracePoints;
    int m_snapshotInterval = 0;
};

} // namespace cnnvis::ui
