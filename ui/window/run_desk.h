// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/branch_request.h"
#include "run/run_types.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>
#include <utility>
#include <vector>

namespace cnnvis::ui {

class Messages;
class RunController;
class SettingsPanel;
class SettingsStore;

/// Starts and steers runs from the settings: never one that is half valid, and what is changed in its course reaches
/// it. Works out beforehand what a run would do. Lives on the ui thread.
class RunDesk : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given.
    RunDesk(SettingsStore& store, RunController& controller, SettingsPanel& settingsPanel, Messages& messages,
        QObject* parent);

    /// Of the settings as they are now; nothing while they are being checked, or where no run can be.
    const std::optional<RunPlan>& plan() const { return m_plan; }
    /// How long the plan will take, in seconds, as far as this machine's speed is known.
    std::optional<double> estimatedSeconds() const;
    /// Whether a start was asked for that is being checked.
    bool isStarting() const { return m_intent != Intent::None; }
    /// The next run goes on from there with the settings as they will be; a setting that is turned starts it. Nothing:
    /// it begins anew.
    void setBranchPoint(std::optional<BranchPoint> point);
    /// That from which the present run went on, once.
    std::optional<BranchPoint> takenBranch() { return std::exchange(m_takenBranch, std::nullopt); }
    /// Where the first dream makes its session's file; empty: nowhere.
    void setRunFolder(const QString& folder) { m_runFolder = folder; }
    /// Brings what differs from the run's settings to it, as far as it may change in its course.
    void forwardChange();
    /// The settings changed from without, e.g. as the session was read: works out the plan at once.
    void replan();

public Q_SLOTS:
    /// Starts a run with the settings as they are, in place of the present one. Refused, with the reason in the message
    /// bar, where they cannot be used.
    void start();
    /// The same, of a recipe whose settings the present ones are: what changed on the way then changes again.
    void replay(const cnnvis::DreamRecipe& recipe);
    /// Holds the run, or lets it go on.
    void togglePause();
    /// One step of a run that is held; without a run, starts one that is held behind its first step.
    void step();
    void stop();

Q_SIGNALS:
    /// A run takes the place of the present one, if any, of which nothing more will be heard.
    void launching();
    /// plan() changed, and where there is none, why.
    void planned(const cnnvis::ui::PlanOutcome& outcome);
    void startingChanged();
    /// estimatedSeconds() is known now.
    void estimated();

private:
    enum class Intent { None, Run, SingleStep };

    void begin(Intent intent, DreamRecipe recipe = {});
    DreamRecipe recipeToStart() const;
    bool refuseOtherSize(const RunPlan& plan);
    void setIntent(Intent intent);
    bool refuseUnusable();
    void refuse(const RunProblem& problem);
    void takePlan(const PlanOutcome& outcome);
    RunRequest takeRequest(const PlanOutcome& outcome, StoredRun& stored);
    void makeSessionFile();
    void launch(const PlanOutcome& outcome);
    void measureSpeed();
    void notePace(const RunProgress& progress);

    SettingsStore& m_store;
    RunController& m_controller;
    SettingsPanel& m_settingsPanel;
    Messages& m_messages;
    QTimer m_planDelay;
    QTimer m_speedDelay; ///< until nothing has been changed for a moment
    std::optional<RunPlan> m_plan;
    std::optional<Network> m_network; ///< of the plan
    QString m_speedKey; ///< what the speed was measured with
    double m_secondsPerTile = 0.0;
    std::vector<PlannedSize> m_runSizes; ///< of the present run
    Intent m_intent = Intent::None;
    QString m_refusal; ///< as it stands in the message bar, until the settings change
    QTimer m_branchDelay; ///< until the knob that starts a branch is let go
    QElapsedTimer m_sinceBranch; ///< that a knob began
    std::optional<BranchPoint> m_branchPoint;
    std::optional<BranchPoint> m_takenBranch;
    QString m_runFolder;
    DreamRecipe m_recipe; ///< what is to change in the run that is to be started; its settings mean nothing
    int m_planId = 0;
};

} // namespace cnnvis::ui
