// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/run_types.h"

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace cnnvis::ui {

/// What a run has to tell since it was last asked.
struct RunNews {
    std::optional<RunStart> start;
    std::optional<RunProgress> progress;
    std::vector<Snapshot> snapshots;
    std::vector<KeptState> states;
    std::vector<std::pair<QString, QString>> copies; ///< of the session: their paths, and why there is none
    QString keepingProblem; ///< why the run is not kept on disk; empty: it is, or was told
    bool isPictureNew = false;
    std::optional<RunOutcome> outcome;
};

/// Hands over what one run tells, from its thread to the ui's. Thread-safe.
///
/// The ui is woken once for all that comes until it looks, and once more for the end; pictures replace each other: a
/// slow ui neither queues them nor slows the run.
class RunMailbox {
public:
    /// @param wakeUi  called on the run's thread, no lock held.
    explicit RunMailbox(std::function<void()> wakeUi);

    /// Called by the run.
    /// @{
    /// @param add  puts something in; called at once, on this thread.
    void post(const std::function<void(RunNews&)>& add);
    void putPicture(LivePicture picture);
    /// The last that is told.
    void postEnd(RunOutcome outcome);
    bool isPictureTaken() const;
    std::size_t snapshotsWaiting() const;
    std::size_t statesWaiting() const;
    /// @}

    /// Called by the ui.
    /// @{
    RunNews take();
    /// Whether take() has the end, which need not wait for the ui's next look.
    bool isEndWaiting() const;
    /// The newest picture, once; without an image when there is none.
    LivePicture takePicture();
    /// @}

private:
    std::function<void()> m_wakeUi;
    mutable std::mutex m_mutex;
    bool m_isUiWoken = false;
    RunNews m_news;
    std::optional<LivePicture> m_picture;
};

} // namespace cnnvis::ui
