// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_text.h"

#include <condition_variable>
#include <mutex>

namespace cnnvis {

/// When a run that was asked to stop does so.
enum class StopPoint { Never, AfterStep, AfterBatch };

/// Steers a run from another thread. Thread-safe.
///
/// The runner calls the last two; everyone else calls the rest, none of which blocks.
class RunControl {
public:
    /// Ends the run after the step or the batch of tiles that is being computed. Also wakes a paused run. The sooner of
    /// several requests wins.
    void requestStop(StopPoint point = StopPoint::AfterBatch);
    /// Holds the run at its next batch of tiles, or lets it go on.
    void setPaused(bool isPaused);
    /// Lets a paused run finish one more step.
    void requestSingleStep();
    /// Queues new values of settings, which act from the next step on; later changes win key by key.
    /// @throws SettingsError  when a key is unknown, its value does not fit, or it takes effect in a new run only.
    void change(const SettingsChange& change);

    /// Called between batches of tiles; blocks while paused.
    /// @return  false when the run is to end at once.
    [[nodiscard]] bool mayGoOn();
    /// What to do between two steps.
    struct StepDecision {
        bool isStopped = false;
        SettingsChange change;
    };
    /// Called before each step; blocks while paused. Hands over the queued changes.
    [[nodiscard]] StepDecision beforeStep();

private:
    std::mutex m_mutex;
    std::condition_variable m_woken;
    StopPoint m_stopPoint = StopPoint::Never;
    bool m_isPaused = false;
    bool m_isSingleStepQueued = false;
    bool m_isInSingleStep = false;
    SettingsChange m_change;
};

} // namespace cnnvis
