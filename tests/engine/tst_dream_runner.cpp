// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_runner.h"

#include "support/counter.h"
#include "support/dream_checks.h"
#include "support/errors.h"
#include "support/random_values.h"
#include "support/recording_observer.h"
#include "support/tiny_network.h"
#include "support/two_size_dreams.h"

#include <QTest>

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// Not an error of the engine's.
class Interruption : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace

class DreamRunnerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsToTheEnd();
    void tellsTheSizeBeforeItsFirstStep();
    void hasNothingToDoWhenFinished();
    void stopsAfterTheStep();
    void stopsWithinTheStep();
    void stopsBeforeTheFirstStep();
    void changesActAtTheNextStep();
    void changesAreToldBeforeTheStep();
    void fewerStepsEndTheRun();
    void moreStepsProlongTheRun();
    void waitsWithinAStepWhilePaused();
    void doesSingleStepsForAnotherThread();
    void stopsForAnotherThreadWhilePaused();
    void passesTheObserversErrorsOn();
    void passesTheDreamsErrorsOn();

private:
    RunSettings settings(int steps) const { return m_dreams.settings(steps); }
    Dream dream(const RunSettings& settings) const { return m_dreams.dream(settings); }

    TwoSizeDreams m_dreams;
};

void DreamRunnerTest::runsToTheEnd()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    observer.onStepStarting = [&](const Dream& dream) {
        // Before the step, and told as often as steps were done.
        QCOMPARE(observer.reports.size() + 1, static_cast<std::size_t>(observer.starts));
        QCOMPARE(&dream, &run);
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    QVERIFY(run.isFinished());
    QCOMPARE(observer.starts, 6);
    Dream plain = dream(settings(3));
    const std::vector<StepReport> reports = stepToEnd(plain);
    QCOMPARE(observer.reports.size(), reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i)
        QCOMPARE(differenceOf(observer.reports[i], reports[i]), QString());
    QCOMPARE(differenceOf(run.state(), plain.state()), QString());
}

void DreamRunnerTest::tellsTheSizeBeforeItsFirstStep()
{
    Dream run = dream(settings(2));
    RunControl control;
    RecordingObserver observer;
    std::vector<int> sizes;
    std::vector<int> widths;
    observer.onStepStarting = [&](const Dream& dream) {
        sizes.push_back(dream.sizeIndex());
        widths.push_back(dream.picture().width());
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    QCOMPARE(sizes, (std::vector<int>{0, 0, 1, 1}));
    QCOMPARE(widths, (std::vector<int>{12, 12, 15, 15}));
}

void DreamRunnerTest::hasNothingToDoWhenFinished()
{
    Dream run = dream(settings(1));
    stepToEnd(run);
    RunControl control;
    RecordingObserver observer;
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    QCOMPARE(observer.starts, 0);
}

void DreamRunnerTest::stopsAfterTheStep()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    observer.onStepStarting = [&](const Dream&) {
        if (observer.starts == 2)
            control.requestStop(StopPoint::AfterStep);
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Stopped);
    QCOMPARE(observer.reports.size(), std::size_t{2});
    QCOMPARE(run.stepsDone(), 2);

    RunControl another;
    QCOMPARE(runDream(run, another, observer), RunEnd::Finished);
    QCOMPARE(observer.reports.size(), std::size_t{6});
    Dream plain = dream(settings(3));
    stepToEnd(plain);
    QCOMPARE(differenceOf(run.state(), plain.state()), QString());
}

void DreamRunnerTest::stopsWithinTheStep()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    observer.onStepStarting = [&](const Dream&) {
        if (observer.starts == 3)
            control.requestStop();
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Stopped);
    QCOMPARE(observer.starts, 3);
    QCOMPARE(observer.reports.size(), std::size_t{2});
    QCOMPARE(run.stepsDone(), 2);
    Dream plain = dream(settings(3));
    stepTimes(plain, 2);
    QCOMPARE(differenceOf(run.state(), plain.state()), QString());
}

void DreamRunnerTest::stopsBeforeTheFirstStep()
{
    Dream run = dream(settings(3));
    RunControl control;
    control.change({{"learning_rate", "3"}});
    control.requestStop();
    RecordingObserver observer;
    QCOMPARE(runDream(run, control, observer), RunEnd::Stopped);
    QCOMPARE(observer.starts, 0);
    QCOMPARE(run.settings().learningRate, 3.0); // what was asked for is not lost
}

void DreamRunnerTest::changesActAtTheNextStep()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    observer.onStepStarting = [&](const Dream&) {
        if (observer.starts == 2)
            control.change({{"learning_rate", "4"}});
    };
    observer.onStepDone = [&](const StepReport&, const Dream&) {
        if (observer.reports.size() == 4)
            control.change({{"learning_rate", "5"}});
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    std::vector<double> rates;
    for (const StepReport& report : observer.reports)
        rates.push_back(report.learningRate);
    QCOMPARE(rates, (std::vector<double>{1, 1, 4, 4, 5, 5}));
}

void DreamRunnerTest::changesAreToldBeforeTheStep()
{
    Dream run = dream(settings(1));
    RunControl control;
    control.change({{"tv_reg", "9"}});
    RecordingObserver observer;
    double strength = 0.0;
    observer.onStepStarting = [&](const Dream& dream) {
        strength = dream.settings().tvReg;
        control.requestStop();
    };
    runDream(run, control, observer);
    QCOMPARE(strength, 9.0);
}

void DreamRunnerTest::fewerStepsEndTheRun()
{
    Dream run = dream(settings(10));
    RunControl control;
    RecordingObserver observer;
    observer.onStepDone = [&](const StepReport& report, const Dream&) {
        if (report.sizeIndex == 1 && report.step == 5)
            control.change({{"num_steps", "3"}});
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    QCOMPARE(observer.reports.size(), std::size_t{15});
    QCOMPARE(observer.starts, 15);
    QVERIFY(run.isFinished());
}

void DreamRunnerTest::moreStepsProlongTheRun()
{
    Dream run = dream(settings(2));
    RunControl control;
    RecordingObserver observer;
    observer.onStepDone = [&](const StepReport& report, const Dream&) {
        if (report.sizeIndex == 0 && report.step == 2)
            control.change({{"num_steps", "4"}});
    };
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    QCOMPARE(observer.reports.size(), std::size_t{8});
    QCOMPARE(observer.reports[3].sizeIndex, 0);
    QCOMPARE(observer.reports[3].step, 4);
}

void DreamRunnerTest::waitsWithinAStepWhilePaused()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    Counter paused;
    Counter done;
    observer.onStepStarting = [&](const Dream&) {
        if (observer.starts == 2) {
            control.setPaused(true);
            paused.increase();
        }
    };
    observer.onStepDone = [&](const StepReport&, const Dream&) { done.increase(); };
    std::thread runner([&] { runDream(run, control, observer); });
    paused.waitFor(1);
    for (int i = 0; i < 2000; ++i)
        std::this_thread::yield();
    const int doneWhilePaused = done.count();
    control.change({{"learning_rate", "6"}});
    control.setPaused(false);
    runner.join();
    QCOMPARE(doneWhilePaused, 1);
    QCOMPARE(observer.reports.size(), std::size_t{6});
    // The change came within step 2.
    QCOMPARE(observer.reports[1].learningRate, 1.0);
    QCOMPARE(observer.reports[2].learningRate, 6.0);
}

void DreamRunnerTest::doesSingleStepsForAnotherThread()
{
    Dream run = dream(settings(3));
    RunControl control;
    control.setPaused(true);
    RecordingObserver observer;
    std::atomic<int> allowed{0};
    std::atomic<bool> isAhead{false};
    Counter steps;
    observer.onStepStarting = [&](const Dream&) {
        if (observer.starts > allowed)
            isAhead = true;
    };
    observer.onStepDone = [&](const StepReport&, const Dream&) { steps.increase(); };
    std::thread runner([&] { runDream(run, control, observer); });
    for (int step = 1; step <= 6; ++step) {
        control.change({{"learning_rate", std::to_string(step)}});
        ++allowed;
        control.requestSingleStep();
        steps.waitFor(step);
    }
    runner.join();
    QVERIFY(!isAhead);
    QCOMPARE(observer.reports.size(), std::size_t{6});
    for (int step = 1; step <= 6; ++step)
        QCOMPARE(observer.reports[static_cast<std::size_t>(step - 1)].learningRate, static_cast<double>(step));
}

void DreamRunnerTest::stopsForAnotherThreadWhilePaused()
{
    Dream run = dream(settings(1000));
    RunControl control;
    RecordingObserver observer;
    Counter paused;
    observer.onStepDone = [&](const StepReport& report, const Dream&) {
        if (report.step == 4) {
            control.setPaused(true);
            paused.increase();
        }
    };
    RunEnd end = RunEnd::Finished;
    std::thread runner([&] { end = runDream(run, control, observer); });
    paused.waitFor(1);
    control.requestStop();
    runner.join();
    QCOMPARE(end, RunEnd::Stopped);
    QCOMPARE(observer.reports.size(), std::size_t{4});
}

void DreamRunnerTest::passesTheObserversErrorsOn()
{
    Dream run = dream(settings(3));
    RunControl control;
    RecordingObserver observer;
    observer.onStepDone = [&](const StepReport& report, const Dream&) {
        if (report.step == 2)
            throw Interruption("disk full");
    };
    QVERIFY_THROWS_EXCEPTION(Interruption, runDream(run, control, observer));
    QCOMPARE(run.stepsDone(), 2);
    observer.onStepStarting = [](const Dream&) { throw Interruption("no"); };
    QVERIFY_THROWS_EXCEPTION(Interruption, runDream(run, control, observer));
    QCOMPARE(run.stepsDone(), 2);
    // The dream can go on.
    observer = {};
    QCOMPARE(runDream(run, control, observer), RunEnd::Finished);
    Dream plain = dream(settings(3));
    stepToEnd(plain);
    QCOMPARE(differenceOf(run.state(), plain.state()), QString());
}

void DreamRunnerTest::passesTheDreamsErrorsOn()
{
    RunSettings wild = settings(100);
    wild.learningRate = 1e6;
    wild.learningRateDecayIter = 1;
    wild.learningRateDecayFraction = 1000.0;
    Dream run = dream(wild);
    RunControl control;
    RecordingObserver observer;
    QVERIFY_THROWS_EXCEPTION(DivergenceError, runDream(run, control, observer));
    QVERIFY(!observer.reports.empty());
    QCOMPARE(observer.starts, static_cast<int>(observer.reports.size()) + 1);
}

QTEST_GUILESS_MAIN(DreamRunnerTest)
#include "tst_dream_runner.moc"
