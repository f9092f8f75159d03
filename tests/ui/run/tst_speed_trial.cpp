// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_recorder.h"

#include "run/speed_trial.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

class SpeedTrialTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reckonsWithAllTilesOfAllSteps();
    void knowsWhatTheTimeDependsOn();
    void measuresATile();
    void measuresNothingThatIsNotWanted();
    void saysNothingWhereNothingCanBeDreamt();
    void tellsByTheController();
    void keepsNoRunWaiting();
};

void SpeedTrialTest::reckonsWithAllTilesOfAllSteps()
{
    const RunPlan plan{{{{400, 640}, 6}, {{800, 1280}, 22}}, 1};
    QCOMPARE(secondsOfRun(plan, 20, 0.01), 5.6);
}

void SpeedTrialTest::knowsWhatTheTimeDependsOn()
{
    const RunSettings settings;
    for (const SettingText& change :
        {SettingText{"target_layer", "conv1"}, SettingText{"threads", "1"}, SettingText{"arithmetic", "original"},
            SettingText{"precision", "bf16"}, SettingText{"batch_size", "4"}, SettingText{"model", "/a/network"}}) {
        RunSettings other;
        applyChange(other, {change});
        QVERIFY2(speedKey(other) != speedKey(settings), change.key.c_str());
    }
    for (const SettingText& change : {SettingText{"learning_rate", "3"}, SettingText{"initial_size", "400x640"},
             SettingText{"num_steps", "7"}, SettingText{"initial_image", "a.png"}}) {
        RunSettings other;
        applyChange(other, {change});
        QVERIFY2(speedKey(other) == speedKey(settings), change.key.c_str());
    }
}

void SpeedTrialTest::measuresATile()
{
    RunBench bench;
    RunSettings settings = bench.request(2).settings;
    settings.initialImage = "/no/such/photo.png"; // it takes no time, and is not looked for
    const Network network = Network::load(settings);
    const std::atomic<bool> isWanted{true};
    // One tile, some, and far more than a trial takes.
    for (const PlannedSize& planned :
        {PlannedSize{{8, 8}, 1}, PlannedSize{{12, 12}, 4}, PlannedSize{{800, 800}, 40000}}) {
        const std::optional<double> seconds = secondsPerTile(settings, network, planned, isWanted);
        QVERIFY(seconds.has_value());
        QVERIFY(*seconds > 0.0 && *seconds < 1.0);
    }
}

void SpeedTrialTest::measuresNothingThatIsNotWanted()
{
    RunBench bench;
    const RunSettings settings = bench.request(2).settings;
    const std::atomic<bool> isWanted{false};
    QVERIFY(!secondsPerTile(settings, Network::load(settings), {{12, 12}, 4}, isWanted));
}

void SpeedTrialTest::saysNothingWhereNothingCanBeDreamt()
{
    RunBench bench;
    RunSettings settings = bench.request(2).settings;
    const Network network = Network::load(settings);
    settings.targetLayer = "no such layer";
    const std::atomic<bool> isWanted{true};
    QVERIFY(!secondsPerTile(settings, network, {{12, 12}, 4}, isWanted));
}

void SpeedTrialTest::tellsByTheController()
{
    RunBench bench;
    const RunSettings settings = bench.request(2).settings;
    QSignalSpy measured(&bench.controller, &RunController::speedMeasured);
    bench.controller.measureSpeed(settings, Network::load(settings), {{12, 12}, 4});
    QTRY_COMPARE_WITH_TIMEOUT(measured.size(), 1, 30'000);
    QCOMPARE(measured.first().at(0).toString(), speedKey(settings));
    QVERIFY(measured.first().at(1).toDouble() > 0.0);
}

/// A start ends the trial, and its pictures are those that they were without.
void SpeedTrialTest::keepsNoRunWaiting()
{
    RunBench bench;
    const RunRequest request = bench.request(5);
    QSignalSpy measured(&bench.controller, &RunController::speedMeasured);
    bench.controller.measureSpeed(request.settings, Network::load(request.settings), {{12, 12}, 4});
    bench.controller.start(request);
    const RunOutcome outcome = bench.outcome();
    QCOMPARE(outcome.kind, RunEndKind::Finished);
    Dream plain(request.settings, Network::load(request.settings), {});
    while (!plain.isFinished())
        QVERIFY(plain.step().has_value());
    QCOMPARE(pixelsOf(outcome.picture), pixelsOf(plain.picture()));
    measured.clear();
    bench.controller.start(bench.endlessRequest());
    bench.controller.measureSpeed(request.settings, Network::load(request.settings), {{12, 12}, 4});
    bench.controller.stop();
    bench.outcome();
    QCOMPARE(measured.size(), 0); // not beside a run
}

QTEST_GUILESS_MAIN(SpeedTrialTest)
#include "tst_speed_trial.moc"
