// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/machine.h"
#include "run/run_controller.h"
#include "support/tiny_network.h"

#include <QTest>

#include <optional>
#include <vector>

namespace cnnvis::test {

/// Keeps all that a controller tells.
class RunRecorder : public QObject {
public:
    explicit RunRecorder(ui::RunController& controller)
    {
        using ui::RunController;
        connect(&controller, &RunController::stateChanged, this, [this](ui::RunState state) { states << state; });
        connect(&controller, &RunController::runStarted, this,
            [this](const ui::RunStart& start) { starts.push_back(start); });
        connect(&controller, &RunController::progressed, this, [this](const ui::RunProgress& progress) {
            runIds << progress.runId;
            steps.insert(steps.end(), progress.steps.begin(), progress.steps.end());
            traces.insert(traces.end(), progress.traces.begin(), progress.traces.end());
            changes.insert(changes.end(), progress.changes.begin(), progress.changes.end());
            sizes.insert(sizes.end(), progress.sizes.begin(), progress.sizes.end());
            last = progress;
        });
        connect(&controller, &RunController::pictureArrived, this, [this] { ++pictures; });
        connect(&controller, &RunController::snapshotTaken, this, [this](const ui::Snapshot& snapshot) {
            runIds << snapshot.runId;
            snapshots.push_back(snapshot);
        });
        connect(&controller, &RunController::runEnded, this, [this](const ui::RunOutcome& outcome) {
            runIds << outcome.runId;
            outcomes.push_back(outcome);
        });
        connect(&controller, &RunController::planReady, this,
            [this](const ui::PlanOutcome& plan) { plans.push_back(plan); });
    }

    QList<ui::RunState> states;
    QList<int> runIds; ///< of all messages but the starts
    std::vector<ui::RunStart> starts;
    std::vector<StepReport> steps;
    std::vector<PixelSample> traces;
    std::vector<ui::AppliedChange> changes;
    std::vector<ui::SizeBegun> sizes;
    ui::RunProgress last;
    int pictures = 0;
    std::vector<ui::Snapshot> snapshots;
    std::vector<ui::RunOutcome> outcomes;
    std::vector<ui::PlanOutcome> plans;
};

/// A controller on the network whose gradients are known by hand, and what it tells.
class RunBench {
public:
    RunBench() { setThreadCount(1); } // of the test's thread, for the plain engine to compare with

    /// Two sizes of four tiles each, from noise.
    ui::RunRequest request(int steps) const
    {
        RunSettings settings = files.settings("sum");
        settings.initialSize = "12x12";
        settings.finalSize = "14x15";
        settings.numSizes = 2;
        settings.numSteps = steps;
        settings.threads = 1; // so small a network only waits for more
        return {settings, {}, {}};
    }
    /// A run that goes on for longer than any test.
    ui::RunRequest endlessRequest() const { return request(1'000'000'000); }

    /// Starts an endless run and holds it between two steps. @return  how many steps it has done.
    int startHeld()
    {
        controller.start(endlessRequest());
        controller.setPaused(true);
        takeSnapshot(); // it holds, and has told of all steps before
        // Where it holds within a step, this finishes that.
        return stepOnce();
    }
    /// Does a single step of a run that is held, and waits until it is held again.
    int stepOnce()
    {
        controller.requestSingleStep();
        const std::size_t stepsBefore = recorder.steps.size();
        waitFor([&] { return recorder.steps.size() > stepsBefore; });
        return takeSnapshot().step;
    }
    ui::Snapshot takeSnapshot()
    {
        const std::size_t snapshotsBefore = recorder.snapshots.size();
        controller.requestSnapshot();
        waitFor([&] { return recorder.snapshots.size() > snapshotsBefore; });
        return recorder.snapshots.back();
    }
    /// Waits for the end of the run. @return  how it ended.
    ui::RunOutcome outcome()
    {
        waitFor([&] { return controller.state() == ui::RunState::Idle; });
        return recorder.outcomes.back();
    }

    template <typename Condition>
    static void waitFor(const Condition& condition)
    {
        constexpr int kPatience = 30'000;
        if (!QTest::qWaitFor(condition, kPatience))
            qFatal("waited in vain");
    }

    NetworkFiles files{kSumNetwork};
    ui::RunController controller;
    RunRecorder recorder{controller};
};

/// The bytes of a picture's pixels.
inline QByteArray pixelsOf(const Picture& picture)
{
    const qsizetype values = qsizetype{3} * picture.height() * picture.width();
    if (picture.bitsPerChannel() == 16)
        return {reinterpret_cast<const char*>(picture.pixels16()), 2 * values};
    return {reinterpret_cast<const char*>(picture.pixels8()), values};
}

} // namespace cnnvis::test
