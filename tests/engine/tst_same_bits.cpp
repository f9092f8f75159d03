// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"
#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "support/dream_checks.h"

#include <QTest>

#include <thread>

using namespace cnnvis;
using namespace cnnvis::test;

Q_DECLARE_METATYPE(Precision)

namespace {

/// A step of the bestiary, of eight and of seven tiles.
DreamState dreamt(Precision precision, int threads, int batchSize)
{
    setThreadCount(threads);
    RunSettings settings;
    settings.threads = threads;
    settings.batchSize = batchSize;
    settings.precision = precision;
    settings.initialSize = "560x900";
    settings.numSteps = 1;
    Dream dream(settings, Network::load(settings), Picture());
    dream.step();
    DreamState state = dream.state();
    // These are meant to differ.
    state.settings.threads = 0;
    state.settings.batchSize = 0;
    state.batchSize = 0;
    return state;
}

} // namespace

/// But where the number of tiles is given, a picture is to be that of the original's runs, and of its runs with one tile
/// at a time where that one is given: so these are compared among themselves.
class SameBitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dependOnNeitherThreadsNorBatch_data();
    void dependOnNeitherThreadsNorBatch();
    void dependOnNoThreadsWhenTheBatchIsChosen();
    void areTheSameBesideAnotherRun();
};

void SameBitsTest::dependOnNeitherThreadsNorBatch_data()
{
    QTest::addColumn<Precision>("precision");
    QTest::newRow("fp32") << Precision::Fp32;
    QTest::newRow("bf16") << Precision::Bf16;
}

void SameBitsTest::dependOnNeitherThreadsNorBatch()
{
    QFETCH(const Precision, precision);
    DreamState expected;
    try {
        expected = dreamt(precision, 1, 2);
    } catch (const SettingsError& error) {
        // Nothing but a processor without the instructions excuses it.
        QVERIFY2(precision == Precision::Bf16 && error.key() == "precision", error.what());
        QSKIP("no bfloat16 on this processor");
    }
    const struct {
        int threads, batchSize;
    } others[] = {{1, 9}, {2, 2}, {2, 3}, {2, 8}, {3, 2}, {3, 4}, {3, 7}, {4, 5}, {4, 6}, {4, 9}};
    for (const auto& other : others) {
        const QString difference = differenceOf(expected, dreamt(precision, other.threads, other.batchSize));
        QVERIFY2(difference.isEmpty(),
            qPrintable(
                QStringLiteral("%1 threads, batches of %2: ").arg(other.threads).arg(other.batchSize) + difference));
    }
}

/// Eight and seven tiles: on three and on four threads, some are shared by all of them.
void SameBitsTest::dependOnNoThreadsWhenTheBatchIsChosen()
{
    const DreamState expected = dreamt(Precision::Fp32, 1, 0);
    for (const int threads : {2, 3, 4})
        QCOMPARE(differenceOf(expected, dreamt(Precision::Fp32, threads, 0)), QString());
}

void SameBitsTest::areTheSameBesideAnotherRun()
{
    const DreamState expected = dreamt(Precision::Fp32, 2, 3);
    QString besides;
    std::thread beside([&] { besides = differenceOf(expected, dreamt(Precision::Fp32, 3, 4)); });
    const QString own = differenceOf(expected, dreamt(Precision::Fp32, 2, 3));
    beside.join();
    QCOMPARE(own, QString());
    QCOMPARE(besides, QString());
}

QTEST_GUILESS_MAIN(SameBitsTest)

#include "tst_same_bits.moc"
