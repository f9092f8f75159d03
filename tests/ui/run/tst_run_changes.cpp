// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_recorder.h"

#include <QTest>

#include <algorithm>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

class RunChangesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void liveChangesActAtTheNextStep();
    void changesOfARunningRunActAtTheStepThatTheyAreToldFor();
    void laterChangesWin();
    void changesBeforeTheFirstStepAreNotLost();
    void changesOfTheNextSizeAreToldAndJournalled();
    void refusedChangesChangeNothing_data();
    void refusedChangesChangeNothing();
    void fewerStepsEndTheRun();
    void outcomesHaveTheChangedSettings();
    void journalsBeginAnewWithEachRun();
    void tracesAreTheValuesBeforeEachStep();
    void tracePointsCanBeSetAtAnyTime();
};

void RunChangesTest::liveChangesActAtTheNextStep()
{
    RunBench bench;
    const int held = bench.startHeld();
    QVERIFY(bench.controller.change({{"learning_rate", "4"}}).isEmpty());
    QCOMPARE(bench.controller.settings().learningRate, 4.0);
    QCOMPARE(bench.stepOnce(), held + 1);
    // The engine took the step with it, ...
    const std::vector<StepReport>& steps = bench.recorder.steps;
    QCOMPARE(steps[steps.size() - 2].learningRate, 1.0);
    QCOMPARE(steps.back().learningRate, 4.0);
    // ... the journal says so, ...
    QCOMPARE(bench.controller.settingsOfStep(0, held)->learningRate, 1.0);
    QCOMPARE(bench.controller.settingsOfStep(0, held + 1)->learningRate, 4.0);
    // ... and it was told.
    QCOMPARE(bench.recorder.changes.size(), std::size_t{1});
    const AppliedChange& change = bench.recorder.changes[0];
    QCOMPARE(change.sizeIndex, 0);
    QCOMPARE(change.step, held + 1);
    QCOMPARE(change.key, QStringLiteral("learning_rate"));
    QCOMPARE(change.oldText, QStringLiteral("1"));
    QCOMPARE(change.newText, QStringLiteral("4"));
}

void RunChangesTest::changesOfARunningRunActAtTheStepThatTheyAreToldFor()
{
    RunBench bench;
    bench.controller.start(bench.endlessRequest());
    for (int rate = 2; rate <= 6; ++rate) {
        const std::size_t steps = bench.recorder.steps.size();
        QTRY_VERIFY(bench.recorder.steps.size() > steps + 3);
        QVERIFY(bench.controller.change({{"learning_rate", std::to_string(rate)}}).isEmpty());
        QTRY_COMPARE(bench.recorder.steps.back().learningRate, static_cast<double>(rate));
    }
    bench.controller.stop();
    bench.outcome();
    QCOMPARE(bench.recorder.changes.size(), std::size_t{5});
    QCOMPARE(bench.controller.journal().size(), std::size_t{6});
    for (const StepReport& step : bench.recorder.steps) {
        const auto isBefore = [&](const AppliedChange& change) { return change.step <= step.step; };
        const auto turned = std::count_if(bench.recorder.changes.begin(), bench.recorder.changes.end(), isBefore);
        QCOMPARE(step.learningRate, static_cast<double>(1 + turned));
        QCOMPARE(bench.controller.settingsOfStep(step.sizeIndex, step.step)->learningRate, step.learningRate);
    }
}

void RunChangesTest::laterChangesWin()
{
    RunBench bench;
    const int held = bench.startHeld();
    QVERIFY(bench.controller.change({{"learning_rate", "4"}, {"tv_reg", "3"}}).isEmpty());
    QVERIFY(bench.controller.change({{"learning_rate", "5"}}).isEmpty());
    bench.stepOnce();
    const std::optional<RunSettings> settings = bench.controller.settingsOfStep(0, held + 1);
    QCOMPARE(settings->learningRate, 5.0);
    QCOMPARE(settings->tvReg, 3.0);
    QCOMPARE(bench.recorder.changes.size(), std::size_t{2});
}

void RunChangesTest::changesBeforeTheFirstStepAreNotLost()
{
    RunBench bench;
    bench.controller.start(bench.request(3));
    QVERIFY(bench.controller.change({{"tv_reg", "9"}}).isEmpty());
    QCOMPARE(bench.outcome().settings.tvReg, 9.0);
    QCOMPARE(bench.controller.settingsOfStep(1, 3)->tvReg, 9.0);
}

void RunChangesTest::changesOfTheNextSizeAreToldAndJournalled()
{
    RunBench bench;
    const int held = bench.startHeld();
    QVERIFY(bench.controller.change({{"batch_size", "2"}}).isEmpty());
    bench.stepOnce();
    QCOMPARE(bench.recorder.changes.at(0).key, QStringLiteral("batch_size"));
    QCOMPARE(bench.controller.settingsOfStep(0, held + 1)->batchSize, 2);
    QCOMPARE(bench.recorder.last.tiles.batchSize, 1);
    QVERIFY(bench.controller.change({{"num_steps", std::to_string(held + 1)}}).isEmpty());
    bench.controller.setPaused(false);
    QCOMPARE(bench.outcome().kind, RunEndKind::Finished);
    QCOMPARE(bench.recorder.last.tiles.batchSize, 2);
    QCOMPARE(bench.recorder.last.tiles.batchesDone, 2);
}

void RunChangesTest::refusedChangesChangeNothing_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("unknown") << "lerning_rate"
                             << "2";
    QTest::newRow("no number") << "tv_reg"
                               << "much";
    QTest::newRow("out of range") << "decay_rate"
                                  << "7";
    QTest::newRow("in a new run only") << "num_sizes"
                                       << "3";
}

void RunChangesTest::refusedChangesChangeNothing()
{
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    RunBench bench;
    const int held = bench.startHeld();
    const RunProblem problem =
        bench.controller.change({{"learning_rate", "4"}, {key.toStdString(), value.toStdString()}});
    QCOMPARE(problem.key, key);
    const SettingEntry* const entry = findSetting(key.toStdString());
    const QString name = entry != nullptr ? QString::fromStdString(std::string(entry->label)) : key;
    QVERIFY2(problem.message.contains(name), qPrintable(problem.message));
    QCOMPARE(bench.controller.settings().learningRate, 1.0);
    QCOMPARE(bench.stepOnce(), held + 1);
    QCOMPARE(bench.recorder.steps.back().learningRate, 1.0);
    QVERIFY(bench.recorder.changes.empty());
}

void RunChangesTest::fewerStepsEndTheRun()
{
    RunBench bench;
    RunRequest request = bench.endlessRequest();
    request.settings.numSizes = 1;
    request.settings.finalSize.clear();
    bench.controller.start(request);
    QTRY_VERIFY(bench.recorder.steps.size() > 2);
    QVERIFY(bench.controller.change({{"num_steps", "2"}}).isEmpty());
    const RunOutcome outcome = bench.outcome();
    QCOMPARE(outcome.kind, RunEndKind::Finished);
    QCOMPARE(bench.recorder.steps.back().step, outcome.step);
    QCOMPARE(bench.recorder.changes.size(), std::size_t{1});
}

void RunChangesTest::outcomesHaveTheChangedSettings()
{
    RunBench bench;
    bench.startHeld();
    QVERIFY(bench.controller.change({{"p_reg", "0.25"}}).isEmpty());
    bench.stepOnce();
    QCOMPARE(bench.takeSnapshot().recipe.settingsAtEnd().pReg, 0.25);
    bench.controller.stop();
    QCOMPARE(bench.outcome().settings.pReg, 0.25);
}

void RunChangesTest::journalsBeginAnewWithEachRun()
{
    RunBench bench;
    bench.startHeld();
    QVERIFY(bench.controller.change({{"learning_rate", "4"}}).isEmpty());
    bench.stepOnce();
    QCOMPARE(bench.controller.journal().size(), std::size_t{2});
    bench.controller.start(bench.request(2));
    QVERIFY(bench.controller.journal().empty());
    QVERIFY(!bench.controller.settingsOfStep(0, 1));
    bench.outcome();
    QCOMPARE(bench.controller.journal().size(), std::size_t{1});
    QCOMPARE(bench.controller.settingsOfStep(1, 2)->learningRate, 1.0);
}

void RunChangesTest::tracesAreTheValuesBeforeEachStep()
{
    RunBench bench;
    const RunRequest request = bench.request(3);
    bench.controller.setTracePoints({{7, 0, 3, 5}, {7, 1, 3, 5}, {8, 0, 13, 2}, {8, 1, 13, 2}});
    bench.controller.start(request);
    bench.outcome();
    Dream plain(request.settings, Network::load(request.settings), {});
    auto sample = bench.recorder.traces.begin();
    while (!plain.isFinished()) {
        plain.beginNextSizeIfDue();
        QVERIFY(sample != bench.recorder.traces.end());
        QCOMPARE(sample->pixel.id, 7);
        QCOMPARE(sample->pixel.sizeIndex, plain.sizeIndex());
        QCOMPARE(sample->step, plain.stepsDone() + 1);
        QVERIFY(sample->value == plain.pixel(3, 5));
        ++sample;
        if (plain.sizeIndex() == 1) { // the other point lies outside the first size
            QCOMPARE(sample->pixel.id, 8);
            QVERIFY(sample->value == plain.pixel(13, 2));
            ++sample;
        }
        plain.step();
    }
    QVERIFY(sample == bench.recorder.traces.end());
}

void RunChangesTest::tracePointsCanBeSetAtAnyTime()
{
    RunBench bench;
    const int held = bench.startHeld();
    QVERIFY(bench.recorder.traces.empty());
    bench.controller.setTracePoints({{1, 0, 0, 0}});
    bench.stepOnce();
    QCOMPARE(bench.recorder.traces.size(), std::size_t{1});
    QCOMPARE(bench.recorder.traces[0].step, held + 1);
    bench.controller.setTracePoints({});
    bench.stepOnce();
    QCOMPARE(bench.recorder.traces.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(RunChangesTest)
#include "tst_run_changes.moc"
