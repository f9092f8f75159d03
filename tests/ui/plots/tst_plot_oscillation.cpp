// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/oscillation_detector.h"
#include "plots/oscillation_watch.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

using namespace cnnvis::ui;

namespace {

/// Whether the answer was ever yes.
bool everOscillates(OscillationDetector detector, int steps, const std::function<double(int)>& value)
{
    for (int step = 0; step < steps; ++step) {
        detector.add(value(step));
        if (detector.isOscillating())
            return true;
    }
    return false;
}

/// What a dream's pixel does at too high a learning rate.
double swing(int step)
{
    return 20.0 + (step % 2 == 0 ? 6.0 : -6.0);
}

const OscillationDetector kTraceDetector(1.0, 0.0);

} // namespace

class PlotOscillationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seesASwingFromStepToStep();
    void seesASwingUnderNoiseAndDrift();
    void takesNoNoiseForASwing_data();
    void takesNoNoiseForASwing();
    void takesNoDriftForASwing();
    void takesNoSlowWaveForASwing();
    void takesNoInvisibleSwingForOne();
    void takesNoConvergedValueForASwing();
    void stopsWhenTheSwingStops();
    void startsAnewAfterAValueThatIsNone();
    void judgesTheObjectiveByItsOwnLevel();
    void needsHalfOfTheTraces();
    void staysDismissedUntilItSwingsAnew();
    void forgetsWhenAKnobIsTurned();
};

void PlotOscillationTest::seesASwingFromStepToStep()
{
    QVERIFY(everOscillates(kTraceDetector, 64, swing));
    QVERIFY(!everOscillates(kTraceDetector, 32, swing)); // not at the first glance
}

void PlotOscillationTest::seesASwingUnderNoiseAndDrift()
{
    std::mt19937 random(1);
    std::normal_distribution<double> noise(0.0, 1.5);
    QVERIFY(everOscillates(kTraceDetector, 80, [&](int step) { return swing(step) + noise(random) + 0.5 * step; }));
}

void PlotOscillationTest::takesNoNoiseForASwing_data()
{
    QTest::addColumn<double>("memory"); // of noise that is filtered, 0 is white
    QTest::newRow("white") << 0.0;
    QTest::newRow("slow") << 0.9;
    QTest::newRow("random walk") << 1.0;
}

void PlotOscillationTest::takesNoNoiseForASwing()
{
    QFETCH(double, memory);
    std::mt19937 random(7);
    std::normal_distribution<double> noise(0.0, 10.0);
    double value = 0.0;
    QVERIFY(!everOscillates(kTraceDetector, 1'000'000, [&](int) { return value = memory * value + noise(random); }));
}

void PlotOscillationTest::takesNoDriftForASwing()
{
    QVERIFY(!everOscillates(kTraceDetector, 500, [](int step) { return 3.0 * step; }));
    // It goes to and fro, but gets on.
    QVERIFY(!everOscillates(kTraceDetector, 500, [](int step) { return 10.0 * step + (step % 2) * 12.0; }));
}

void PlotOscillationTest::takesNoSlowWaveForASwing()
{
    QVERIFY(!everOscillates(kTraceDetector, 2000, [](int step) { return 50.0 * std::sin(step / 3.0); }));
}

void PlotOscillationTest::takesNoInvisibleSwingForOne()
{
    QVERIFY(!everOscillates(kTraceDetector, 500, [](int step) { return step % 2 * 0.5; }));
}

void PlotOscillationTest::takesNoConvergedValueForASwing()
{
    QVERIFY(!everOscillates(kTraceDetector, 500, [](int step) { return 40.0 - 30.0 * std::exp(-step / 20.0); }));
    QVERIFY(!everOscillates(OscillationDetector(0.0, 0.01), 500, [](int) { return 0.0; }));
    // Overshoots at first, but settles by itself.
    QVERIFY(!everOscillates(kTraceDetector, 500, [](int step) { return 40.0 * std::pow(-0.85, step); }));
}

void PlotOscillationTest::stopsWhenTheSwingStops()
{
    OscillationDetector detector = kTraceDetector;
    for (int step = 0; step < 100; ++step)
        detector.add(swing(step));
    QVERIFY(detector.isOscillating());
    for (int step = 0; step < 100; ++step)
        detector.add(20.0 + 0.1 * step);
    QVERIFY(!detector.isOscillating());
}

void PlotOscillationTest::startsAnewAfterAValueThatIsNone()
{
    OscillationDetector detector = kTraceDetector;
    for (int step = 0; step < 100; ++step)
        detector.add(swing(step));
    detector.add(std::numeric_limits<double>::quiet_NaN());
    QVERIFY(!detector.isOscillating());
    for (int step = 0; step < 100; ++step)
        detector.add(swing(step));
    QVERIFY(detector.isOscillating());
}

void PlotOscillationTest::judgesTheObjectiveByItsOwnLevel()
{
    OscillationWatch watch;
    for (int step = 0; step < 100; ++step)
        watch.addObjective(1e6 + step % 2 * 1e3);
    QVERIFY(!watch.isOscillating());
    for (int step = 0; step < 100; ++step)
        watch.addObjective(0.001 + step % 2 * 0.0005);
    QVERIFY(watch.isOscillating());
}

void PlotOscillationTest::needsHalfOfTheTraces()
{
    OscillationWatch watch;
    for (int step = 0; step < 100; ++step) {
        watch.addTrace(0, swing(step));
        watch.addTrace(1, 5.0);
        watch.addTrace(2, 5.0);
    }
    QVERIFY(!watch.wantsHint());
    for (int step = 0; step < 100; ++step) {
        watch.addTrace(0, swing(step));
        watch.addTrace(1, swing(step + 1));
        watch.addTrace(2, 5.0);
    }
    QVERIFY(watch.wantsHint());
}

void PlotOscillationTest::staysDismissedUntilItSwingsAnew()
{
    OscillationWatch watch;
    const auto feed = [&watch](double amplitude) {
        for (int step = 0; step < 100; ++step)
            watch.addTrace(0, step % 2 * amplitude);
    };
    feed(10.0);
    QVERIFY(watch.wantsHint());
    watch.dismiss();
    feed(10.0);
    QVERIFY(watch.isOscillating());
    QVERIFY(!watch.wantsHint());
    feed(0.0);
    feed(10.0);
    QVERIFY(watch.wantsHint());
}

void PlotOscillationTest::forgetsWhenAKnobIsTurned()
{
    OscillationWatch watch;
    for (int step = 0; step < 100; ++step)
        watch.addTrace(0, swing(step));
    QVERIFY(watch.wantsHint());
    watch.restart();
    QVERIFY(!watch.wantsHint());
}

QTEST_GUILESS_MAIN(PlotOscillationTest)
#include "tst_plot_oscillation.moc"
