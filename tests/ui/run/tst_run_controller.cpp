// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_runner.h"
#include "cnnvis/error.h"
#include "run_recorder.h"
#include "support/dream_checks.h"
#include "support/random_values.h"

#include <QSignalSpy>
#include <QTest>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

class RunControllerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsTheLifeOfARun();
    void tellsEachStepOnce();
    void picturesAreThoseOfThePlainEngine();
    void aGivenStartPictureWins();
    void pauseHolds();
    void pausesBeforeTheFirstStep();
    void singleStepDoesExactlyOne();
    void singleStepsAreForPausedRunsOnly();
    void stopIsAcknowledgedAtOnce();
    void stopsWhileItPrepares();
    void stopsWhilePaused();
    void staleRunsAreDropped();
    void startsAnotherRunFromTheEndOfOne();
    void failuresSayWhy_data();
    void failuresSayWhy();
    void divergenceKeepsTheLastGoodPicture();
    void plansWithoutStarting();
    void answersTheNewestPlanOnly();
    void plansSayWhatIsWrong();
    void plansWhileARunGoesOn();
    void startsNothingAfterShutDown();
    void shutDownEndsTheRun();
    void idleControllersIgnoreRequests();
};

void RunControllerTest::tellsTheLifeOfARun()
{
    RunBench bench;
    QSignalSpy started(&bench.controller, &RunController::runStarted);
    QCOMPARE(bench.controller.state(), RunState::Idle);
    const int id = bench.controller.start(bench.request(3));
    QCOMPARE(id, 1);
    QCOMPARE(bench.controller.state(), RunState::Preparing);
    const RunOutcome outcome = bench.outcome();
    QCOMPARE(started.count(), 1);
    QCOMPARE(outcome.kind, RunEndKind::Finished);
    QVERIFY(outcome.problem.isEmpty());
    QCOMPARE(bench.recorder.states, (QList<RunState>{RunState::Preparing, RunState::Running, RunState::Idle}));
    const RunStart& start = bench.recorder.starts.at(0);
    QCOMPARE(start.runId, id);
    QVERIFY(start.startsFromNoise);
    QCOMPARE(start.plan.sizes.size(), std::size_t{2});
    QCOMPARE(bench.recorder.sizes.size(), std::size_t{2});
    QCOMPARE(bench.recorder.sizes[1].sizeIndex, 1);
    QCOMPARE(bench.recorder.sizes[1].planned.tiles, 4);
    QCOMPARE(bench.recorder.last.fractionDone, 1.0);
    QCOMPARE(bench.recorder.last.secondsLeft, std::optional<double>(0.0));
    QVERIFY(bench.recorder.last.stepsPerSecond.value_or(0.0) > 0.0);
    QCOMPARE(bench.recorder.last.tiles.batchesDone, 4);
}

void RunControllerTest::tellsEachStepOnce()
{
    RunBench bench;
    const RunRequest request = bench.request(200);
    bench.controller.start(request);
    QCOMPARE(bench.outcome().kind, RunEndKind::Finished);
    Dream plain(request.settings, Network::load(request.settings), {});
    const std::vector<StepReport> reports = stepToEnd(plain);
    QCOMPARE(bench.recorder.steps.size(), reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i)
        QCOMPARE(differenceOf(bench.recorder.steps[i], reports[i]), QString());
}

void RunControllerTest::picturesAreThoseOfThePlainEngine()
{
    RunBench bench;
    const NetworkFiles tiny(kTinyNetwork);
    RunRequest request = bench.request(20);
    request.settings.deployTxt = tiny.settings("conv2").deployTxt;
    request.settings.targetLayer = "conv2";
    request.settings.initialSize = "14x14";
    request.settings.finalSize = "20x24";
    bench.controller.setSnapshotInterval(7);
    bench.controller.start(request);
    const RunOutcome outcome = bench.outcome();
    Dream plain(request.settings, Network::load(request.settings), {});
    stepToEnd(plain);
    QCOMPARE(outcome.picture.size(), (PictureSize{20, 24}));
    QCOMPARE(pixelsOf(outcome.picture), pixelsOf(plain.picture()));
    QCOMPARE(outcome.picture16.bitsPerChannel(), 16);
    QCOMPARE(pixelsOf(outcome.picture16), pixelsOf(plain.picture(16)));
}

void RunControllerTest::aGivenStartPictureWins()
{
    RunBench bench;
    RunRequest request = bench.request(1);
    request.settings.initialImage = "/no/such/photo.png";
    request.startPicture = randomPicture({12, 12});
    bench.controller.start(request);
    const RunOutcome outcome = bench.outcome();
    QCOMPARE(outcome.kind, RunEndKind::Finished);
    QVERIFY(!bench.recorder.starts.at(0).startsFromNoise);
    Dream plain(request.settings, Network::load(request.settings), request.startPicture);
    stepToEnd(plain);
    QCOMPARE(pixelsOf(outcome.picture), pixelsOf(plain.picture()));
}

void RunControllerTest::pauseHolds()
{
    RunBench bench;
    bench.controller.start(bench.endlessRequest());
    QTRY_VERIFY(bench.recorder.steps.size() > 10);
    bench.controller.setPaused(true);
    QCOMPARE(bench.controller.state(), RunState::Paused);
    const Snapshot held = bench.takeSnapshot();
    QCOMPARE(bench.recorder.steps.back().step, held.step);
    // The run answers, and stays where it is.
    for (int i = 0; i < 20; ++i)
        QCOMPARE(bench.takeSnapshot().step, held.step);
    QCOMPARE(pixelsOf(bench.takeSnapshot().picture), pixelsOf(held.picture));
    QCOMPARE(bench.recorder.steps.back().step, held.step);
    const std::size_t steps = bench.recorder.steps.size();
    bench.controller.setPaused(false);
    QCOMPARE(bench.controller.state(), RunState::Running);
    QTRY_VERIFY(bench.recorder.steps.size() > steps + 10);
    bench.controller.stop();
    QCOMPARE(bench.outcome().kind, RunEndKind::Stopped);
}

void RunControllerTest::pausesBeforeTheFirstStep()
{
    RunBench bench;
    bench.controller.start(bench.endlessRequest());
    bench.controller.setPaused(true);
    QCOMPARE(bench.controller.state(), RunState::Preparing);
    QVERIFY(bench.controller.isPaused());
    QTRY_COMPARE(bench.controller.state(), RunState::Paused);
    const int step = bench.takeSnapshot().step;
    QCOMPARE(bench.takeSnapshot().step, step);
    QVERIFY(!bench.recorder.states.contains(RunState::Running));
}

void RunControllerTest::singleStepDoesExactlyOne()
{
    RunBench bench;
    const int held = bench.startHeld();
    for (int i = 1; i <= 5; ++i) {
        QCOMPARE(bench.stepOnce(), held + i);
        QCOMPARE(bench.takeSnapshot().step, held + i);
        QCOMPARE(bench.recorder.steps.back().step, held + i);
        QCOMPARE(bench.controller.state(), RunState::Paused);
    }
}

void RunControllerTest::singleStepsAreForPausedRunsOnly()
{
    RunBench bench;
    bench.controller.start(bench.endlessRequest());
    QTRY_VERIFY(!bench.recorder.steps.empty());
    bench.controller.requestSingleStep();
    bench.controller.setPaused(true);
    const int step = bench.takeSnapshot().step;
    QCOMPARE(bench.takeSnapshot().step, step);
}

void RunControllerTest::stopIsAcknowledgedAtOnce()
{
    RunBench bench;
    bench.controller.start(bench.endlessRequest());
    QTRY_COMPARE(bench.controller.state(), RunState::Running);
    bench.controller.stop();
    QCOMPARE(bench.controller.state(), RunState::Stopping);
    QCOMPARE(bench.recorder.states.back(), RunState::Stopping);
    const RunOutcome outcome = bench.outcome();
    QCOMPARE(outcome.kind, RunEndKind::Stopped);
    QVERIFY(outcome.problem.isEmpty());
    QCOMPARE(outcome.picture.size(), (PictureSize{12, 12}));
    QCOMPARE(outcome.step, bench.recorder.steps.empty() ? 0 : bench.recorder.steps.back().step);
}

void RunControllerTest::stopsWhileItPrepares()
{
    RunBench bench;
    bench.controller.start(bench.endlessRequest());
    bench.controller.stop();
    QCOMPARE(bench.controller.state(), RunState::Stopping);
    QCOMPARE(bench.outcome().kind, RunEndKind::Stopped);
    QVERIFY(!bench.recorder.states.contains(RunState::Running));
}

void RunControllerTest::stopsWhilePaused()
{
    RunBench bench;
    const int held = bench.startHeld();
    bench.controller.stop();
    const RunOutcome outcome = bench.outcome();
    QCOMPARE(outcome.kind, RunEndKind::Stopped);
    QCOMPARE(outcome.step, held);
    QVERIFY(!bench.controller.isPaused());
}

void RunControllerTest::staleRunsAreDropped()
{
    RunBench bench;
    const int first = bench.controller.start(bench.endlessRequest());
    QTRY_VERIFY(bench.recorder.steps.size() > 3);
    QVERIFY(bench.recorder.runIds.contains(first));
    bench.controller.requestSnapshot();
    bench.recorder.runIds.clear();
    const int second = bench.controller.start(bench.request(2));
    QCOMPARE(second, first + 1);
    QCOMPARE(bench.outcome().runId, second);
    QCOMPARE(bench.recorder.outcomes.size(), std::size_t{1});
    QVERIFY(!bench.recorder.runIds.contains(first));
    QCOMPARE(bench.controller.takePicture().runId, second);
}

void RunControllerTest::startsAnotherRunFromTheEndOfOne()
{
    RunBench bench;
    connect(&bench.controller, &RunController::runEnded, &bench.recorder, [&](const RunOutcome& outcome) {
        if (outcome.runId == 1)
            bench.controller.start(bench.request(1));
    });
    bench.controller.start(bench.request(2));
    QTRY_COMPARE(bench.recorder.outcomes.size(), std::size_t{2});
    QTRY_COMPARE(bench.controller.state(), RunState::Idle);
    QCOMPARE(bench.recorder.outcomes[1].runId, 2);
    // There was no idle moment in between.
    QCOMPARE(bench.recorder.states.count(RunState::Idle), 1);
}

void RunControllerTest::failuresSayWhy_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("message");
    QTest::newRow("no network") << "deploy_txt"
                                << "/no/such/net.prototxt"
                                << "/no/such/net.prototxt";
    QTest::newRow("no model") << "model"
                              << "/no/such/folder"
                              << "/no/such/folder";
    QTest::newRow("no layer") << "target_layer"
                              << "som"
                              << "som";
    QTest::newRow("no photo") << "initial_image"
                              << "/no/such/photo.png"
                              << "/no/such/photo.png";
    QTest::newRow("too small") << "initial_size"
                               << "4x4"
                               << "4 × 4";
}

void RunControllerTest::failuresSayWhy()
{
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    QFETCH(const QString, message);
    RunBench bench;
    RunRequest request = bench.request(2);
    if (key == QStringLiteral("model"))
        request.settings.deployTxt.clear();
    applyChange(request.settings, {{key.toStdString(), value.toStdString()}});
    bench.controller.start(request);
    const RunOutcome outcome = bench.outcome();
    QCOMPARE(outcome.kind, RunEndKind::Failed);
    QCOMPARE(outcome.problem.key, key);
    QVERIFY2(outcome.problem.message.contains(message), qPrintable(outcome.problem.message));
    QVERIFY(!outcome.problem.message.contains(QLatin1Char('\n')));
    QVERIFY(outcome.picture.isEmpty());
    QVERIFY(bench.recorder.starts.empty());
    bench.controller.start(bench.request(2));
    QCOMPARE(bench.outcome().kind, RunEndKind::Finished);
}

void RunControllerTest::divergenceKeepsTheLastGoodPicture()
{
    RunBench bench;
    RunRequest request = bench.request(100);
    request.settings.learningRate = 1e6;
    request.settings.learningRateDecayIter = 1;
    request.settings.learningRateDecayFraction = 1000.0;
    bench.controller.start(request);
    const RunOutcome outcome = bench.outcome();
    QCOMPARE(outcome.kind, RunEndKind::Diverged);
    QCOMPARE(outcome.problem.key, QStringLiteral("learning_rate"));
    QVERIFY(outcome.problem.message.contains(QStringLiteral("diverged")));
    QVERIFY(outcome.step > 0);
    Dream plain(request.settings, Network::load(request.settings), {});
    RunControl control;
    RunObserver observer;
    QVERIFY_THROWS_EXCEPTION(DivergenceError, runDream(plain, control, observer));
    QCOMPARE(outcome.step, plain.stepsDone());
    QCOMPARE(pixelsOf(outcome.picture), pixelsOf(plain.picture()));
    QCOMPARE(pixelsOf(outcome.picture16), pixelsOf(plain.picture(16)));
}

void RunControllerTest::plansWithoutStarting()
{
    RunBench bench;
    const int id = bench.controller.prepare(bench.request(3));
    QTRY_COMPARE(bench.recorder.plans.size(), std::size_t{1});
    const PlanOutcome& plan = bench.recorder.plans[0];
    QCOMPARE(plan.planId, id);
    QVERIFY(plan.problem.isEmpty());
    QCOMPARE(plan.plan.value().sizes.size(), std::size_t{2});
    QVERIFY(plan.plan->memoryBytes > 0);
    QCOMPARE(plan.network.value().layers().size(), std::size_t{3});
    QCOMPARE(bench.controller.state(), RunState::Idle);
    QVERIFY(bench.recorder.starts.empty());
}

void RunControllerTest::answersTheNewestPlanOnly()
{
    RunBench bench;
    for (int i = 0; i < 20; ++i)
        bench.controller.prepare(bench.request(3));
    RunRequest last = bench.request(3);
    last.settings.numSizes = 3;
    const int id = bench.controller.prepare(last);
    QTRY_COMPARE(bench.recorder.plans.size(), std::size_t{1});
    QCOMPARE(bench.recorder.plans[0].planId, id);
    QCOMPARE(bench.recorder.plans[0].plan.value().sizes.size(), std::size_t{3});
}

void RunControllerTest::plansSayWhatIsWrong()
{
    RunBench bench;
    RunRequest request = bench.request(3);
    request.settings.targetLayer = "nowhere";
    bench.controller.prepare(request);
    QTRY_COMPARE(bench.recorder.plans.size(), std::size_t{1});
    QVERIFY(!bench.recorder.plans[0].plan);
    QCOMPARE(bench.recorder.plans[0].problem.key, QStringLiteral("target_layer"));
    // The layers to choose from are known all the same.
    QVERIFY(bench.recorder.plans[0].network.has_value());
}

void RunControllerTest::plansWhileARunGoesOn()
{
    RunBench bench;
    bench.startHeld();
    bench.controller.prepare(bench.request(3));
    QTRY_COMPARE(bench.recorder.plans.size(), std::size_t{1});
    QVERIFY(bench.recorder.plans[0].plan.has_value());
    QCOMPARE(bench.controller.state(), RunState::Paused);
}

void RunControllerTest::startsNothingAfterShutDown()
{
    RunBench bench;
    bench.controller.shutDown();
    QCOMPARE(bench.controller.start(bench.request(1)), 0);
    QCOMPARE(bench.controller.prepare(bench.request(1)), 0);
    QCOMPARE(bench.controller.state(), RunState::Idle);
}

void RunControllerTest::shutDownEndsTheRun()
{
    RunBench bench;
    bench.controller.start(bench.endlessRequest());
    QTRY_COMPARE(bench.controller.state(), RunState::Running);
    bench.controller.shutDown();
    QCOMPARE(bench.controller.state(), RunState::Stopping);
    QCOMPARE(bench.outcome().kind, RunEndKind::Stopped);
}

void RunControllerTest::idleControllersIgnoreRequests()
{
    RunBench bench;
    bench.controller.setPaused(true);
    bench.controller.requestSingleStep();
    bench.controller.requestSnapshot();
    bench.controller.stop();
    QVERIFY(bench.controller.change({{"learning_rate", "2"}}).isEmpty());
    QCOMPARE(bench.controller.state(), RunState::Idle);
    QVERIFY(bench.recorder.states.isEmpty());
    QVERIFY(bench.controller.takePicture().image.isNull());
    bench.controller.start(bench.request(1));
    QCOMPARE(bench.outcome().kind, RunEndKind::Finished);
    QVERIFY(bench.recorder.snapshots.empty());
}

QTEST_GUILESS_MAIN(RunControllerTest)
#include "tst_run_controller.moc"
