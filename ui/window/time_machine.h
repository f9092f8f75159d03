// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/kept_session.h"
#include "run/run_types.h"
#include "window/timeline_branch.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <functional>
#include <optional>
#include <vector>

namespace cnnvis::ui {

class FilmDesk;
class Messages;
class PicturePresenter;
class RunController;
class RunDesk;
class SettingsStore;
class TimelineView;

/// Keeps the course of a run and of its branches, lets it be looked at step by step, and lets another branch go on from
/// any of them, exactly. Lives on the ui thread.
class TimeMachine : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given.
    TimeMachine(SettingsStore& store, RunController& controller, RunDesk& desk, TimelineView& view,
        PicturePresenter& pictures, FilmDesk& films, Messages& messages, QObject* parent);
    ~TimeMachine() override;

    /// A snapshot was taken of the present run, or of the one that has just ended.
    void mark(int id, const Snapshot& snapshot);
    /// That snapshot is gone.
    void unmark(int id);
    /// A picture of the present run was shown.
    void addPicture(const LivePicture& live);
    /// Goes on with what a session's file has, where there is nothing yet; no run goes.
    void setSession(const KeptSession& session);
    /// Tells of a run that was cut off or stopped, which can go on.
    void offerToGoOn();
    /// Writes what is known beside the runs into the session's file, and forgets it all. No run goes.
    void leaveSession();
    /// Writes something to the session's file as soon as no run has it.
    void keepEdit(std::function<void(SessionStore&)> edit);
    /// On which sessions' files are read and written, one thing after the other.
    QThreadPool& filePool() { return m_filePool; }
    /// Ends what takes long there, from any thread.
    const std::atomic<bool>& isClosing() const { return m_isClosing; }
    /// Whether the past is looked at.
    bool isInPast() const { return m_past.has_value(); }
    /// Goes to that step of the chosen branch, counted over all sizes, as the playhead does.
    void goTo(int step);
    /// Goes to where the chosen branch ends.
    void goToEnd();
    /// Looks at the present again, with its settings.
    void returnToPresent();
    /// The branch that is seen; nullptr: there is none.
    const TimelineBranch* chosenBranch() const;
    TimelineBranch* branch(int id) { return find(id); }
    /// Whether it is that of the present run, which goes on.
    bool isRunning(const TimelineBranch& branch) const;
    /// @param complete  has the last word of what the timeline shows of the chosen branch.
    void setCompletion(std::function<void(const TimelineBranch&, TimelineScene&)> complete);
    void refresh();
    /// The undo step that is being made or taken back is none of the settings.
    void ignoreUndoStep() { m_isOtherStep = true; }
    /// The settings that are there when nobody looks back.
    const RunSettings& presentSettings() const;

Q_SIGNALS:
    /// The snapshot of that id is to be seen.
    void snapshotWanted(int id);
    /// What is seen is to be compared with another picture: with the wipe line.
    void compared();
    /// The curves of another branch are to be seen.
    void curvesChosen(const cnnvis::ui::BranchCurves& curves);
    /// The present run takes steps again that are known, up to there, where it becomes a branch. @param steps  that
    /// these are.
    void catchingUp(const cnnvis::RunPosition& until, int steps);

private:
    /// What is looked at while the run goes on.
    struct Past {
        RunPosition position;
        RunSettings present; ///< the settings before anyone looked back
    };

    void takeStates(const QString& path, const std::vector<KeptStates>& states);
    void joinToParents();
    void begin(const RunStart& start);
    void show(const RunProgress& progress);
    void end(const RunOutcome& outcome);
    void keep(const KeptState& state);
    void look(int step);
    void stay(int step);
    void goOn();
    void chooseBranch(int id);
    void rename(int id);
    void remove(int id);
    void compareWith(int id);
    void makeFilm(int id);
    void leavePast();
    void abandonPast();
    void endPast();
    void keepEdits();
    void keepLast();
    void keepFilm(TimelineBranch& branch);
    void keepFilmSoon(int id);
    void keepFrame(const TimelineBranch& branch, int step, const FilmFrame& frame);
    void turnWithScript(const SettingsChange& change);
    void offerToGoBack(const QStringList& keys);
    void shareBudget();
    void refreshSoon();
    void choose(int id);
    void showCurves();
    void showExactly(const KeptState& state, const TimelineBranch& branch);

    TimelineBranch branchOf(const KeptRun& run);
    /// Of one that is no branch.
    QString nameOfRun(int id) const { return m_branches.empty() ? tr("Run") : tr("Run %1").arg(id); }
    void addFrame(int id, int step, std::function<QImage()> picture);
    TimelineBranch* find(int id);
    TimelineBranch* chosen() { return find(m_chosen); }
    TimelineBranch* running() { return m_branches.empty() ? nullptr : find(m_running); }
    TimelineScene sceneOf(const TimelineBranch& branch) const;

    SettingsStore& m_store;
    RunController& m_controller;
    RunDesk& m_desk;
    TimelineView& m_view;
    PicturePresenter& m_pictures;
    FilmDesk& m_films;
    Messages& m_messages;
    std::vector<TimelineBranch> m_branches;
    std::optional<Past> m_past;
    int m_nextId = 1;
    int m_chosen = 0; ///< the branch that is seen
    int m_running = 0; ///< the present run's, or the last one's
    int m_runId = 0;
    std::function<void(const TimelineBranch&, TimelineScene&)> m_complete;
    bool m_isOtherStep = false;
    int m_undoIndex = 0; ///< of the settings, as it was
    QStringList m_changedKeys; ///< of the settings, at last
    std::int64_t m_budget; ///< bytes of memory for states, of all branches together
    QTimer m_refreshDelay;
    QElapsedTimer m_runTime; ///< of the present run
    qint64 m_frameKept = 0; ///< when it was given a frame to keep, of that
    QTimer m_frameDelay; ///< active: a frame was made a moment ago
    std::atomic<bool> m_isReadingOver{false}; ///< states are wanted no more
    std::atomic<bool> m_isClosing{false};
    std::vector<std::int64_t> m_removed; ///< runs of the session's file that were deleted
    std::vector<std::function<void(SessionStore&)>> m_edits; ///< that wait for the end of the run
    QThreadPool m_framePool; ///< makes frames, and pictures of states
    QThreadPool m_filePool; ///< reads and writes sessions' files
};

} // namespace cnnvis::ui
