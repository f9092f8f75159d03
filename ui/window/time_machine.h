// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/state_history.h"
#include "run/branch_request.h"
#include "run/kept_session.h"
#include "run/run_types.h"
#include "timeline/film.h"
#include "timeline/timeline_scene.h"

#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace cnnvis::ui {

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
        PicturePresenter& pictures, Messages& messages, QObject* parent);
    ~TimeMachine() override;

    /// A picture of the present run was shown.
    void addPicture(const LivePicture& live);
    /// Brings back the last session in that folder, unless a run begins before it is read.
    void restore(const QString& sessionFolder);
    /// Whether the past is looked at.
    bool isInPast() const { return m_past.has_value(); }
    /// Goes to that step of the chosen branch, counted over all sizes, as the playhead does.
    void goTo(int step);
    /// Looks at the present again, with its settings.
    void returnToPresent();
    /// The settings that are there when nobody looks back.
    const RunSettings& presentSettings() const;

private:
    /// A run from its beginning, or from where it left another.
    struct Branch {
        int id = 0;
        QString name;
        bool isStarred = false;
        int from = 0; ///< the step it goes on from
        std::vector<PictureSize> sizes; ///< as far as known; else empty
        std::vector<int> stepsOfSize; ///< done, or to be done
        RunPosition last;
        double mean = 0.0; ///< of its network
        Journal journal;
        StateHistory states{0};
        Film film;
        QVector<TimelineMark> snapshots;
        std::int64_t storedRun = 0; ///< in the session's file; 0: it is not there
    };
    /// What is looked at while the run goes on.
    struct Past {
        RunPosition position;
        RunSettings present; ///< the settings before anyone looked back
    };

    void takeSession(const KeptSession& session);
    void begin(const RunStart& start);
    void show(const RunProgress& progress);
    void end(const RunOutcome& outcome);
    void keep(const KeptState& state);
    void mark(const Snapshot& snapshot);
    void look(int step);
    void stay(int step);
    void goOn();
    void chooseBranch(int id);
    void rename(int id);
    void remove(int id);
    void leavePast();
    void abandonPast();
    /// Writes something to the session's file as soon as no run has it.
    void keepEdit(std::function<void(SessionStore&)> edit);
    void keepEdits();
    void keepFilm(Branch& branch);
    void turnWithScript(const SettingsChange& change);
    void offerToGoBack(const QStringList& keys);
    void shareBudget();
    void refresh();
    void showExactly(const KeptState& state, const Branch& branch);

    Branch branchOf(const KeptRun& run);
    void addFrame(int id, int step, std::function<QImage()> picture);
    Branch* find(int id);
    Branch* chosen() { return find(m_chosen); }
    Branch* running() { return m_branches.empty() ? nullptr : find(m_running); }
    int stepOf(const Branch& branch, const RunPosition& position) const;
    RunPosition positionOf(const Branch& branch, int step) const;
    TimelineScene sceneOf(const Branch& branch) const;

    SettingsStore& m_store;
    RunController& m_controller;
    RunDesk& m_desk;
    TimelineView& m_view;
    PicturePresenter& m_pictures;
    Messages& m_messages;
    std::vector<Branch> m_branches;
    std::optional<Past> m_past;
    int m_nextId = 1;
    int m_chosen = 0; ///< the branch that is seen
    int m_running = 0; ///< the present run's, or the last one's
    int m_runId = 0;
    int m_undoIndex = 0; ///< of the settings, as it was
    QStringList m_changedKeys; ///< of the settings, at last
    std::int64_t m_budget; ///< bytes of memory for states, of all branches together
    QTimer m_refreshDelay;
    QTimer m_frameDelay; ///< active: a frame was made a moment ago
    std::vector<std::int64_t> m_removed; ///< runs of the session's file that were deleted
    std::vector<std::function<void(SessionStore&)>> m_edits; ///< that wait for the end of the run
    QThreadPool m_pool; ///< makes frames, reads and writes the session's file
};

} // namespace cnnvis::ui
