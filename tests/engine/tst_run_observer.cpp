// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_runner.h"

#include "support/counter.h"
#include "support/dream_checks.h"
#include "support/random_values.h"
#include "support/recording_observer.h"
#include "support/tiny_network.h"
#include "support/two_size_dreams.h"

#include <QTest>

#include <thread>
#include <utility>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

/// What runDream() tells between and within the steps.
class RunObserverTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsHowManyBatchesAreDone();
    void tellsOfChangedSettings();
    void aStoppedRunKeepsItsSize();
    void visitsBetweenTwoBatches();
    void visitsWhilePaused();
    void visitsAtTheLatestAtTheEnd();
    void losesNoVisit();
    void tellsWhatAPauseHolds();

private:
    RunSettings settings(int steps) const { return m_dreams.settings(steps); }
    Dream dream(const RunSettings& settings) const { return m_dreams.dream(settings); }

    TwoSizeDreams m_dreams;
};

void RunObserverTest::tellsHowManyBatchesAreDone()
{
    Dream run = dream(settings(2));
    RunControl control;
    RecordingObserver observer;
    QStringList batches;
    QString ofStep;
    observer.onStepDone = [&](const StepReport&, const Dream& dream) {
        QCOMPARE(dream.batchesDone(), 4);
        batches << std::exchange(ofStep, {});
    };
    observer.onBetweenBatches = [&](const Dream& dream) {
        QCOMPARE(&dream, &run);
        QCOMPARE(observer.reports.size() + 1, static_cast<std::size_t>(observer.starts));
        ofStep += QString::number(dream.batchesDone());
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    // Before each of them: two for the even tiles and two for the odd ones.
    QCOMPARE(batches, QStringList(4, QStringLiteral("0123")));
}

void RunObserverTest::tellsOfChangedSettings()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    observer.onStepDone = [&](const StepReport&, const Dream&) {
        if (observer.reports.size() == 3) // of the first size
            control.change({{"learning_rate", "4"}});
    };
    int changes = 0;
    observer.onSettingsChanged = [&](const RunSettings& before, const RunChange& change, const Dream& dream) {
        ++changes;
        QCOMPARE(before.learningRate, 1.0);
        QCOMPARE(change.settings().size(), std::size_t{1});
        QCOMPARE(change.settings()[0]->key, std::string_view("learning_rate"));
        QCOMPARE(dream.settings().learningRate, 4.0);
        // Before the step that it acts in is told of.
        QCOMPARE(observer.starts, 3);
        QCOMPARE(dream.sizeIndex(), 1);
        QCOMPARE(dream.picture().width(), 15);
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    QCOMPARE(changes, 1);
}

void RunObserverTest::aStoppedRunKeepsItsSize()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    observer.onStepDone = [&](const StepReport&, const Dream&) {
        if (observer.reports.size() != 3)
            return;
        control.change({{"learning_rate", "4"}});
        control.requestStop();
    };
    int changes = 0;
    observer.onSettingsChanged = [&](const RunSettings&, const RunChange&, const Dream&) { ++changes; };
    QCOMPARE(runDream(run, control, observer), RunEnd::Stopped);
    QCOMPARE(changes, 1);
    QCOMPARE(run.settings().learningRate, 4.0);
    QCOMPARE(run.picture().width(), 12);
}

void RunObserverTest::visitsBetweenTwoBatches()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    observer.onBetweenBatches = [&](const Dream&) {
        if (observer.starts == 2)
            control.requestVisit();
    };
    observer.onVisited = [&](const Dream& dream) {
        QCOMPARE(&dream, &run);
        QCOMPARE(dream.stepsDone(), 1);
        QCOMPARE(observer.visits + 4, observer.gates); // at once
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    QCOMPARE(observer.visits, 4);
    // That changed nothing.
    Dream plain = dream(settings(3));
    stepToEnd(plain);
    QCOMPARE(differenceOf(run.state(), plain.state()), QString());
}

void RunObserverTest::visitsWhilePaused()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    Counter holds;
    Counter visits;
    std::vector<DreamState> seen;
    observer.onBetweenBatches = [&](const Dream&) {
        if (observer.gates == 7) // the even tiles of step 2 are done
            control.setPaused(true);
    };
    observer.onHeld = [&](const Dream& dream) {
        seen.push_back(dream.state());
        holds.increase();
    };
    observer.onVisited = [&](const Dream& dream) {
        seen.push_back(dream.state());
        visits.increase();
    };
    std::thread runner([&] { runDream(run, control, observer); });
    holds.waitFor(1);
    for (int visit = 1; visit <= 5; ++visit) {
        control.requestVisit();
        visits.waitFor(visit);
    }
    control.requestStop();
    runner.join();
    QCOMPARE(seen.size(), std::size_t{6});
    QVERIFY(seen[0].isHalfDone);
    for (const DreamState& state : seen)
        QCOMPARE(differenceOf(state, seen[0]), QString());
    QCOMPARE(observer.holds, 1);
    QCOMPARE(observer.resumptions, 1); // the stop woke it
}

void RunObserverTest::visitsAtTheLatestAtTheEnd()
{
    Dream run = dream(settings(2));
    RunControl control;
    RecordingObserver observer;
    observer.onStepDone = [&](const StepReport&, const Dream& dream) {
        if (dream.isFinished())
            control.requestVisit();
    };
    observer.onVisited = [&](const Dream& dream) { QVERIFY(dream.isFinished()); };
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    QCOMPARE(observer.visits, 1);
    // Nor is one lost that came when all was done.
    control.requestVisit();
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    QCOMPARE(observer.visits, 2);
}

void RunObserverTest::losesNoVisit()
{
    Dream run = dream(settings(1'000'000));
    RunControl control;
    RecordingObserver observer;
    Counter visits;
    observer.onVisited = [&](const Dream&) { visits.increase(); };
    std::thread runner([&] { runDream(run, control, observer); });
    for (int visit = 1; visit <= 500; ++visit) {
        control.setPaused(visit % 7 < 3);
        control.requestVisit();
        visits.waitFor(visit); // for ever if one is lost
    }
    control.requestVisit();
    control.requestStop();
    runner.join();
    QCOMPARE(observer.visits, 501);
}

void RunObserverTest::tellsWhatAPauseHolds()
{
    Dream run = dream(settings(3));
    RunControl control;
    control.setPaused(true);
    RecordingObserver observer;
    std::vector<int> steps;
    observer.onHeld = [&](const Dream& dream) {
        steps.push_back(dream.stepsDone());
        if (observer.holds == 3)
            control.requestStop();
        else
            control.requestSingleStep();
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Stopped);
    QCOMPARE(steps, (std::vector<int>{0, 1, 2}));
    QCOMPARE(observer.resumptions, 3);
}

QTEST_GUILESS_MAIN(RunObserverTest)
#include "tst_run_observer.moc"
