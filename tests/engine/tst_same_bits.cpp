// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"
#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "support/dream_checks.h"

#include <QTest>

#include <thread>

using namespace cnnvis;
using namespace cnnvis::test;

Q_DECLARE_METATYPE(RunSettings)

namespace {

/// Some steps of the bestiary, each of eight and of seven tiles.
DreamState dreamt(RunSettings settings, int threads, int batchSize, int steps = 1)
{
    setThreadCount(threads);
    settings.threads = threads;
    settings.batchSize = batchSize;
    settings.initialSize = "560x900";
    settings.numSteps = steps;
    Dream dream(settings, Network::load(settings), Picture());
    while (dream.step()) { }
    DreamState state = dream.state();
    // These are meant to differ.
    state.settings.threads = 0;
    state.settings.batchSize = 0;
    state.batchSize = 0;
    state.givenBatch = 0;
    return state;
}

} // namespace

/// But in the original's arithmetic, runs with one tile at a time have sums of their own, as the original's have.
class SameBitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dependOnNeitherThreadsNorBatch_data();
    void dependOnNeitherThreadsNorBatch();
    void dependOnNoThreadsWhenTheBatchIsChosen();
    void areTheSameBesideAnotherRun();
    void stayThoseOfTheSizeWhenTheBatchIsChanged();
    void areTheSameWithoutFigures();
};

void SameBitsTest::dependOnNeitherThreadsNorBatch_data()
{
    QTest::addColumn<RunSettings>("settings");
    RunSettings settings;
    QTest::newRow("fp32") << settings;
    settings.tiling = Tiling::Even;
    QTest::newRow("fp32, even") << settings;
    settings.tiling = Tiling::Original;
    settings.precision = Precision::Bf16;
    QTest::newRow("bf16") << settings;
    settings.precision = Precision::Fp32;
    settings.arithmetic = Arithmetic::Original;
    QTest::newRow("original") << settings;
}

void SameBitsTest::dependOnNeitherThreadsNorBatch()
{
    QFETCH(const RunSettings, settings);
    DreamState expected;
    try {
        expected = dreamt(settings, 1, 2);
    } catch (const SettingsError& error) {
        // Nothing but a processor without the instructions excuses it.
        QVERIFY2(settings.precision == Precision::Bf16 && error.key() == "precision", error.what());
        QSKIP("no bfloat16 on this processor");
    }
    const struct {
        int threads, batchSize;
    } others[] = {{1, 9}, {2, 2}, {2, 3}, {2, 8}, {3, 2}, {3, 4}, {3, 7}, {4, 5}, {4, 6}, {4, 9}};
    for (const auto& other : others) {
        const QString difference = differenceOf(expected, dreamt(settings, other.threads, other.batchSize));
        QVERIFY2(difference.isEmpty(),
            qPrintable(
                QStringLiteral("%1 threads, batches of %2: ").arg(other.threads).arg(other.batchSize) + difference));
    }
}

/// On two threads one of seven tiles is left, on three two of eight and one of seven: in turn, threads share these or
/// take one each, and after eight of them go the faster way.
void SameBitsTest::dependOnNoThreadsWhenTheBatchIsChosen()
{
    constexpr int kSteps = 6;
    const DreamState expected = dreamt({}, 1, 0, kSteps);
    for (const int threads : {2, 3})
        QCOMPARE(differenceOf(expected, dreamt({}, threads, 0, kSteps)), QString());
}

void SameBitsTest::areTheSameBesideAnotherRun()
{
    const DreamState expected = dreamt({}, 2, 3);
    QString besides;
    std::thread beside([&] { besides = differenceOf(expected, dreamt({}, 3, 4)); });
    const QString own = differenceOf(expected, dreamt({}, 2, 3));
    beside.join();
    QCOMPARE(own, QString());
    QCOMPARE(besides, QString());
}

/// One tile at a time has the original's convolutions add up in another way, but not before the next size.
void SameBitsTest::stayThoseOfTheSizeWhenTheBatchIsChanged()
{
    setThreadCount(2);
    RunSettings settings;
    settings.initialSize = "300x400";
    settings.finalSize = "310x400";
    settings.numSizes = 2;
    settings.numSteps = 3;
    settings.arithmetic = Arithmetic::Original;
    const Network network = Network::load(settings);
    Dream plain(settings, network, Picture());
    Dream changed(settings, network, Picture());
    plain.step();
    changed.step();
    changed.change({{"batch_size", "1"}});
    plain.step();
    changed.step();
    QVERIFY(changed.state().image == plain.state().image);
    Dream restored(settings, network, Picture());
    restored.restore(changed.state());
    plain.step();
    changed.step();
    restored.step();
    QVERIFY(changed.state().image == plain.state().image);
    QVERIFY(restored.state().image == plain.state().image);
    // The next size is another matter.
    plain.step();
    changed.step();
    restored.step();
    QVERIFY(changed.state().image != plain.state().image);
    QVERIFY(changed.state().image == restored.state().image);
    Dream again(settings, network, Picture());
    again.restore(changed.state());
    again.step();
    changed.step();
    QVERIFY(changed.state().image == again.state().image);
}

void SameBitsTest::areTheSameWithoutFigures()
{
    setThreadCount(2);
    RunSettings settings;
    settings.initialSize = "300x400";
    settings.numSteps = 2;
    const Network network = Network::load(settings);
    Dream full(settings, network, Picture());
    Dream brief(settings, network, Picture());
    for (int step = 0; step < 2; ++step) {
        const StepReport all = full.step({}, Figures::All).value();
        const StepReport free = brief.step({}, Figures::Free).value();
        QVERIFY(all.imageDeviation > 0.0 && all.term("tv").loss > 0.0 && all.medianStep > 0.0);
        QCOMPARE(free.imageDeviation, 0.0);
        QCOMPARE(free.objective, all.objective);
        QCOMPARE(free.meanNetworkGradient, all.meanNetworkGradient);
    }
    QCOMPARE(differenceOf(brief.state(), full.state()), QString());
}

QTEST_GUILESS_MAIN(SameBitsTest)

#include "tst_same_bits.moc"
