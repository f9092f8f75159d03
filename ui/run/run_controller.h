// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_change.h"
#include "run/network_cache.h"
#include "run/run_types.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace cnnvis::ui {

class BackgroundThread;
class RunMailbox;
class RunSteering;

/// Runs the engine for the ui: one run at a time, on a thread of its own. Lives on the ui thread.
///
/// Nothing here blocks or throws; all answers come as signals. Each run has an id, from 1. A run that start() replaces
/// ends without runEnded(), and nothing more is heard of it.
class RunController : public QObject {
    Q_OBJECT

public:
    explicit RunController(QObject* parent = nullptr);
    /// As shutDown(), and waits for the batch of tiles (or the file) that is being worked on.
    ~RunController() override;

    RunState state() const { return m_state; }
    bool isPaused() const { return m_isPaused; }
    /// Of the present run, or the last one; 0 before the first.
    int runId() const { return m_runId; }

    /// Starts a run in place of the present one, if any. @return  its id; 0 after shutDown().
    int start(RunRequest request, StoredRun stored = {});
    /// Works out what a run would do. Of several requests the newest is answered, with planReady().
    /// @return  the id of the answer; 0 after shutDown().
    int prepare(RunRequest request);
    /// Finds out how long this machine takes for a tile with these settings, unless a run is there, which is not kept
    /// waiting either. speedMeasured() has the answer, if there is one.
    void measureSpeed(const RunSettings& settings, const Network& network, const PlannedSize& planned);

    /// Changes settings of the present run: Live ones from its next step on. Without a run there is nothing to change.
    /// @return  why nothing of it was changed; empty when all of it will be.
    RunProblem change(const SettingsChange& change);
    /// The same, read already.
    RunProblem change(const RunChange& change);
    /// What was to happen in the present run from its start on; what replaces it is told by progressed().
    const DreamRecipe& script() const { return m_planned; }
    /// Puts another script in the place of what is still to happen in the present run, see RunControl::follow().
    void follow(const DreamRecipe& script);
    /// The settings of the present run with all changes asked for, or those of the last one.
    const RunSettings& settings() const { return m_settings; }

    /// Pixels to sample before each step, in this run and those to come.
    void setTracePoints(std::vector<TracedPixel> points);
    /// Takes a snapshot whenever so many more steps of a size are done; 0: never. For the runs to come, too.
    void setSnapshotInterval(int steps);

    /// The newest picture of the present run, or the last one's, once; without an image when it was taken already.
    /// The run makes no other until this one is taken, but where it matters: the first step, the end of a size, a
    /// pause, the end.
    LivePicture takePicture();

    /// The settings that the steps of this run ran with, as far as told.
    const std::vector<JournalEntry>& journal() const { return m_journal.entries(); }
    /// How a picture of this run was made, as far as told.
    DreamRecipe recipeAt(const RunPosition& position) const { return m_journal.recipeAt(position); }
    /// The settings that a step ran with; nothing when the journal does not reach it.
    std::optional<RunSettings> settingsOfStep(int sizeIndex, int step) const
    {
        return m_journal.settingsOfStep(sizeIndex, step);
    }

    /// The file that keeps the runs to come; empty: none does.
    void setSessionFile(const QString& path) { m_sessionPath = path; }
    const QString& sessionFile() const { return m_sessionPath; }
    /// Whoever has that file for long locks it, away from the ui thread: runs wait for that before they begin.
    const std::shared_ptr<std::timed_mutex>& fileTurns() const { return m_fileTurns; }
    /// Has the present run keep a small picture of it, that it may be there after a crash.
    void keepSmallPicture(const RunPosition& position, const QByteArray& jpeg);
    /// Has the present run copy that file, in its place; sessionCopied() follows, unless the run ends before its start.
    void requestSessionCopy(const QString& path);
    /// The run's settings are taken for those, to which its script will bring it, until others are turned.
    void assumeSettings(const RunSettings& settings);

    /// That runs and plans take their networks from; who has loaded one puts it there.
    const std::shared_ptr<NetworkCache>& networks() const { return m_networks; }

    /// Asks the run to stop and starts no other. The destructor then has little to wait for.
    void shutDown();

public Q_SLOTS:
    /// Holds the present run at its next batch of tiles, or lets it go on.
    void setPaused(bool isPaused);
    /// Lets a paused run do one more step, or finish the one it was paused in.
    void requestSingleStep();
    /// Ends the present run after the batch of tiles that is being computed. Its picture is kept.
    void stop();
    /// Takes a snapshot of the present run at its next batch of tiles, or at once while it is paused.
    void requestSnapshot();

Q_SIGNALS:
    void stateChanged(cnnvis::ui::RunState state);
    void planReady(const cnnvis::ui::PlanOutcome& outcome);
    /// @param key  as speedKey() makes it of the settings.
    void speedMeasured(const QString& key, double secondsPerTile);
    void runStarted(const cnnvis::ui::RunStart& start);
    /// At most 30 times a second and once more at the end, with all that happened in between.
    void progressed(const cnnvis::ui::RunProgress& progress);
    /// takePicture() has a new one.
    void pictureArrived();
    /// Settings of the run changed by themselves, as its script has it; settings() has them already.
    void settingsTurned(const cnnvis::SettingsChange& change);
    /// Why the run is not kept in the session's file.
    void keepingFailed(const QString& reason);
    /// @param problem  why there is no copy; empty: there is one.
    void sessionCopied(const QString& path, const QString& problem);
    /// The run can go on from there, in another run too.
    void stateKept(const cnnvis::ui::KeptState& state);
    void snapshotTaken(const cnnvis::ui::Snapshot& snapshot);
    /// The state is Idle by then; stateChanged() follows, unless another run is started at once.
    void runEnded(const cnnvis::ui::RunOutcome& outcome);

private:
    void setState(RunState state);
    bool isRunPresent() const { return m_state != RunState::Idle; }
    void wake(int runId);
    void deliverNews();
    void followScript(const JournalEntry& entry);
    void followRamps(const RunProgress& progress);
    void deliverStart(const RunStart& start);
    void deliverEnd(const RunOutcome& outcome);
    void deliverPlan(const PlanOutcome& outcome);

    RunState m_state = RunState::Idle;
    bool m_isPaused = false;
    bool m_isShutDown = false;
    int m_runId = 0;
    RunSettings m_settings;
    std::vector<TracedPixel> m_tracePoints;
    int m_snapshotInterval = 0;
    QString m_sessionPath;
    std::shared_ptr<std::timed_mutex> m_fileTurns = std::make_shared<std::timed_mutex>();
    Journal m_journal;
    std::set<const SettingEntry*> m_turned; ///< by somebody, of which the journal has not told yet
    DreamRecipe m_planned;
    RunScript m_script; ///< of the present run, as far as it has not come to it

    std::shared_ptr<RunSteering> m_steering; ///< of the present run
    std::shared_ptr<RunMailbox> m_mailbox; ///< of the present run, or the last one
    QTimer m_deliveryPause; ///< active: news was delivered a moment ago
    bool m_isNewsWaiting = false; ///< it came during that moment

    std::shared_ptr<NetworkCache> m_networks = std::make_shared<NetworkCache>();
    std::atomic<int> m_planId{0}; ///< of the newest request
    std::atomic<bool> m_isTrialWanted{false};
    std::unique_ptr<BackgroundThread> m_runThread; ///< these use what stands above
    std::unique_ptr<BackgroundThread> m_planThread;
};

} // namespace cnnvis::ui
