// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_observer.h"
#include "cnnvis/run_pace.h"
#include "run/picture_pace.h"
#include "run/run_mailbox.h"
#include "run/run_steering.h"

#include <memory>
#include <optional>

namespace cnnvis::ui {

/// All that a run needs, given to its thread.
struct RunJob {
    int runId = 0;
    RunRequest request;
    std::shared_ptr<RunSteering> steering;
    std::shared_ptr<RunMailbox> mailbox;
};

/// Tells the ui what a run does, through its mailbox. Lives on the run's thread.
class RunReporter final : public RunObserver {
public:
    /// @param job  outlives the reporter.
    explicit RunReporter(const RunJob& job)
        : m_job(job)
    { }

    void runStarted(const Dream& dream, const Network& network, bool startsFromNoise);
    void settingsChanged(const RunSettings& before, const SettingsChange& change, const Dream& dream) override;
    void stepStarting(const Dream& dream) override;
    void betweenBatches(const Dream& dream) override;
    void stepDone(const StepReport& report, const Dream& dream) override;
    void held(const Dream& dream) override;
    void resumed(const Dream& dream) override;
    /// Takes the snapshot that is wanted, if any.
    void visited(const Dream& dream) override;
    /// Shows the picture, whether one is due or not. @return  it, 8 bits a channel.
    Picture showPicture(const Dream& dream);

private:
    void tellSize(const Dream& dream);
    void tellJournal(const Dream& dream);
    void sampleTraces(const Dream& dream);
    bool isPictureDue(const StepReport& report, const Dream& dream) const;
    bool isSnapshotDue(const StepReport& report) const;
    void tellSnapshot(const Picture& picture, bool isAutomatic, const Dream& dream);
    RunProgress& standing(RunNews& news) const;
    double secondsRun() const;

    const RunJob& m_job;
    std::optional<RunPace> m_pace;
    PicturePace m_picturePace;
    TileProgress m_tiles;
    double m_fractionDone = 0.0;
    double m_heldSince = 0.0;
    double m_secondsHeld = 0.0; ///< which say nothing about the pace
    int m_sizeTold = -1;
    bool m_isJournalDue = true;
    bool m_isFirstStep = true;
};

} // namespace cnnvis::ui
