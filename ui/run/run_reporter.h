// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"
#include "run/picture_pace.h"
#include "run/run_mailbox.h"
#include "run/run_steering.h"
#include "run/session_keeper.h"

#include <memory>
#include <mutex>
#include <vector>

namespace cnnvis::ui {

/// All that a run needs, given to its thread.
struct RunJob {
    int runId = 0;
    RunRequest request;
    QString sessionPath; ///< of the session that keeps it; empty: none does
    StoredRun stored; ///< as it is to be kept
    std::shared_ptr<RunSteering> steering;
    std::shared_ptr<RunMailbox> mailbox;
    std::shared_ptr<std::timed_mutex> fileTurns = std::make_shared<std::timed_mutex>(); ///< at that session's file
};

/// Tells the ui what a run does, through its mailbox. Lives on the run's thread.
class RunReporter final : public OutputSink {
public:
    /// @param job  outlives the reporter.
    /// @param keeper  told of each moment before the reporter; outlives it.
    RunReporter(const RunJob& job, SessionKeeper& keeper)
        : m_job(job)
        , m_keeper(keeper)
    { }

    void started(const SessionStart& start) override;
    void settingsChanged(
        const RunPosition& after, const RunSettings& before, const RunChange& change, const Dream& dream) override;
    void scriptReplaced(const DreamRecipe& script) override;
    void stepStarting(const Dream& dream) override;
    void journalled(const JournalEntry& entry) override;
    std::vector<TracedPixel> tracedPixels(const Dream& dream) const override;
    void pixelsSampled(const std::vector<PixelSample>& samples) override;
    Figures figuresOfStep(const Dream& dream) const override;
    void betweenBatches(const Dream& dream) override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;
    void held(const Dream& dream) override;
    /// Takes the snapshot that is wanted, if any, and has the session copied.
    void visited(const Dream& dream) override;
    void ending(const Picture& picture, const Dream& dream) override;
    void ended(const SessionOutcome& outcome) override;

private:
    void tellSize(const Dream& dream);
    /// Shows the picture, whether one is due or not. @return  it, 8 bits a channel.
    Picture showPicture(const Dream& dream);
    void show(const Picture& picture, const Dream& dream);
    bool isPictureDue(const StepReport& report, const Dream& dream) const;
    bool isSnapshotDue(const StepReport& report) const;
    void keepState(const Dream& dream);
    void tellSnapshot(const Picture& picture, bool isAutomatic, const Dream& dream);
    RunProgress& standing(RunNews& news) const;

    const RunJob& m_job;
    SessionKeeper& m_keeper;
    const Journal* m_journal = nullptr; ///< from started() on
    PicturePace m_picturePace;
    PicturePace m_statePace{0.01};
    TileProgress m_tiles;
    SessionProgress m_progress; ///< with the last step
    int m_sizeTold = -1;
    bool m_isFirstStep = true;
};

} // namespace cnnvis::ui
