// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_pace.h"

#include <QTest>

#include <array>
#include <cmath>
#include <optional>

using namespace cnnvis;

namespace {

/// A run of a few sizes on a machine whose speed is known.
struct FakeRun {
    std::array<int, 3> tiles{1, 6, 20};
    int steps = 50; ///< per size
    double secondsPerTile = 0.05;

    double work(int sizeIndex, int step) const
    {
        double sum = 0.0;
        for (int size = 0; size < sizeIndex; ++size)
            sum += tiles.at(static_cast<std::size_t>(size)) * steps;
        return sum + tiles.at(static_cast<std::size_t>(sizeIndex)) * step;
    }
    double fraction(int sizeIndex, int step) const { return work(sizeIndex, step) / work(2, steps); }
};

} // namespace

class RunPaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timeLeftCountsTheSizesToCome();
    void timeLeftForgetsASlowFirstStep();
    void timeLeftFollowsABusyMachine();
    void timeLeftIsUnknownAtFirst();
    void timeLeftCountsFromWhereTheRunWentOn();
    void speedIsThatOfThePresentSize();
};

void RunPaceTest::timeLeftCountsTheSizesToCome()
{
    const FakeRun run;
    RunPace pace(100.0, 0.0);
    for (int size = 0; size < 3; ++size) {
        for (int step = 1; step <= run.steps; ++step) {
            const double done = run.work(size, step);
            pace.stepDone(100.0 + done * run.secondsPerTile, run.fraction(size, step), size);
            const double left = (run.work(2, run.steps) - done) * run.secondsPerTile;
            QVERIFY(pace.secondsLeft());
            QVERIFY2(std::abs(*pace.secondsLeft() - left) <= 1e-6, qPrintable(QString::number(*pace.secondsLeft())));
        }
    }
}

void RunPaceTest::timeLeftForgetsASlowFirstStep()
{
    const FakeRun run;
    RunPace pace(0.0, 0.0);
    const double warmUp = 5.0;
    pace.stepDone(warmUp + run.secondsPerTile, run.fraction(0, 1), 0);
    pace.stepDone(warmUp + 2 * run.secondsPerTile, run.fraction(0, 2), 0);
    const double left = (run.work(2, run.steps) - 2) * run.secondsPerTile;
    QVERIFY(std::abs(*pace.secondsLeft() - left) < 1e-6);
    QVERIFY(std::abs(*pace.stepsPerSecond() - 1.0 / run.secondsPerTile) < 1e-6);
}

void RunPaceTest::timeLeftFollowsABusyMachine()
{
    FakeRun run;
    run.steps = 1000;
    RunPace pace(0.0, 0.0);
    double now = 0.0;
    const auto doSteps = [&](int first, int last, double slowness) {
        for (int step = first; step <= last; ++step) {
            now += run.tiles[2] * run.secondsPerTile * slowness;
            pace.stepDone(now, run.fraction(2, step), 2);
        }
    };
    doSteps(1, 300, 1.0);
    const double leftBefore = *pace.secondsLeft();
    doSteps(301, 450, 3.0); // seven minutes
    const double left = (run.steps - 450) * run.tiles[2] * run.secondsPerTile * 3.0;
    QVERIFY(*pace.secondsLeft() > leftBefore);
    QVERIFY2(std::abs(*pace.secondsLeft() / left - 1.0) < 0.05, qPrintable(QString::number(*pace.secondsLeft())));
}

void RunPaceTest::timeLeftIsUnknownAtFirst()
{
    RunPace pace(0.0, 0.0);
    QVERIFY(!pace.secondsLeft() && !pace.stepsPerSecond());
    pace.stepDone(0.0, 0.1, 0); // too fast for the clock
    QVERIFY(!pace.secondsLeft() && !pace.stepsPerSecond());
    pace.stepDone(1.0, 1.0, 0);
    QCOMPARE(pace.secondsLeft(), std::optional<double>(0.0));
}

void RunPaceTest::timeLeftCountsFromWhereTheRunWentOn()
{
    RunPace pace(10.0, 0.5);
    pace.stepDone(11.0, 0.6, 3);
    QVERIFY(std::abs(*pace.secondsLeft() - 4.0) < 1e-9);
}

void RunPaceTest::speedIsThatOfThePresentSize()
{
    RunPace pace(0.0, 0.0);
    for (int step = 1; step <= 10; ++step)
        pace.stepDone(0.1 * step, 0.01 * step, 0);
    QVERIFY(std::abs(*pace.stepsPerSecond() - 10.0) < 1e-9);
    pace.stepDone(3.0, 0.3, 1);
    QVERIFY(std::abs(*pace.stepsPerSecond() - 0.5) < 1e-9);
}

QTEST_GUILESS_MAIN(RunPaceTest)
#include "tst_run_pace.moc"
