// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/run_change.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>

namespace cnnvis {

/// When a run that was asked to stop does so.
enum class StopPoint { Never, AfterStep, AfterBatch };

/// Steers a run from another thread. Thread-safe.
///
/// The runner calls the last three; everyone else calls the rest, none of which blocks.
class RunControl {
public:
    /// Ends the run after the step or the batch of tiles that is being computed. Also wakes a paused run. The sooner of
    /// several requests wins.
    void requestStop(StopPoint point = StopPoint::AfterBatch);
    /// Whether any stop was requested.
    bool isStopRequested() const;
    /// Holds the run at its next batch of tiles, or lets it go on.
    void setPaused(bool isPaused);
    /// Lets a paused run finish one more step.
    void requestSingleStep();
    /// Has the runner visit its observer before the next batch of tiles, at once while the run is held, and at the
    /// latest when the run ends. Requests that come before the visit are one.
    void requestVisit();
    /// Queues new values of settings, which act from the next step on; later changes win key by key.
    /// @throws SettingsError  when a key is unknown, its value does not fit, or it takes effect in a new run only.
    void change(const SettingsChange& change);
    /// The same, read already.
    void change(const RunChange& change);
    /// Queues another script for what is still to happen, which the run follows from its next step on: the recipe's
    /// changes, its ramps and its end. Ramps that were there and are to go on are those that are equal.
    void follow(DreamRecipe script);

    /// What the runner has to see to before it goes on.
    enum class Moment {
        Visit, ///< a visit was requested
        Held, ///< the run is about to wait until told otherwise
        Resumed, ///< the wait is over: the run goes on, or is to end
    };
    /// Called on the runner's thread, no lock held. What it throws passes through.
    using Attend = std::function<void(Moment)>;

    /// Called between batches of tiles, wherever Dream::step() asks; blocks while paused.
    /// @return  false when the run is to end at once.
    [[nodiscard]] bool mayGoOn(const Attend& attend = {});
    /// What to do between two steps.
    struct StepDecision {
        bool isStopped = false;
        RunChange change;
        std::optional<DreamRecipe> script; ///< that takes the place of the present one
    };
    /// Called before each step; blocks while paused. Hands over the queued changes.
    [[nodiscard]] StepDecision beforeStep(const Attend& attend = {});
    /// Whether a visit was requested that has not been made; asked for once.
    [[nodiscard]] bool takeVisitRequest();

private:
    bool mustHold();
    void holdWhilePaused(std::unique_lock<std::mutex>& lock, const Attend& attend);

    mutable std::mutex m_mutex;
    std::condition_variable m_woken;
    StopPoint m_stopPoint = StopPoint::Never;
    bool m_isPaused = false;
    bool m_isSingleStepQueued = false;
    bool m_isInSingleStep = false;
    bool m_isVisitRequested = false;
    RunChange m_change;
    std::optional<DreamRecipe> m_script;
};

} // namespace cnnvis
