// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/batch_size.h"

#include "cnnvis/machine.h"
#include "cnnvis/run_plan.h"
#include "support/tiny_network.h"

#include <QTest>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

/// How many times a step calls the network.
int batchesOfStep(int tiles, int batch)
{
    const auto batches = [batch](int half) { return (half + batch - 1) / batch; };
    return batches((tiles + 1) / 2) + batches(tiles / 2);
}

} // namespace

class BatchSizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesWholeHalvesWhileTheyAreSmall();
    void takesTheFewestBatches();
    void givesEachThreadAsMany();
    void isEven();
    void isLargeOnGraphicsProcessors();
    void isTheNumberThatIsGiven();
    void isPlannedForEachSize();
};

void BatchSizeTest::takesWholeHalvesWhileTheyAreSmall()
{
    QCOMPARE(automaticBatch(bestBatchOnProcessor(2), 1), 1);
    for (const int half : {1, 2, 3, 5, 6})
        QCOMPARE(automaticBatch(bestBatchOnProcessor(2), 2 * half), half);
}

void BatchSizeTest::takesTheFewestBatches()
{
    constexpr int kLargest = 6;
    for (int tiles = 1; tiles < 500; ++tiles) {
        const int batch = automaticBatch(bestBatchOnProcessor(2), tiles);
        QVERIFY(batch >= 1 && batch <= kLargest);
        QCOMPARE(batchesOfStep(tiles, batch), batchesOfStep(tiles, kLargest));
    }
}

void BatchSizeTest::givesEachThreadAsMany()
{
    for (const int threads : {1, 2, 3, 6, 16, 48, 64, 100}) {
        const int batch = automaticBatch(bestBatchOnProcessor(threads), 10000);
        QCOMPARE(batch % threads, 0);
        QVERIFY(batch >= threads);
    }
    QCOMPARE(automaticBatch(bestBatchOnProcessor(1), 2 * 48), 3);
    QCOMPARE(automaticBatch(bestBatchOnProcessor(4), 2 * 48), 12);
    QCOMPARE(automaticBatch(bestBatchOnProcessor(100), 2 * 10000), 100);
}

void BatchSizeTest::isEven()
{
    QCOMPARE(automaticBatch(bestBatchOnProcessor(2), 2 * 8), 4); // 4 and 4, not 6 and 2
    QCOMPARE(automaticBatch(bestBatchOnProcessor(2), 2 * 7), 4); // 4 and 3, not 6 and 1
    QCOMPARE(automaticBatch(bestBatchOnGpu(kMebibyte), 2 * 257), 129);
}

void BatchSizeTest::isLargeOnGraphicsProcessors()
{
    QCOMPARE(automaticBatch(bestBatchOnGpu(kMebibyte), 2 * 200), 200);
    QCOMPARE(automaticBatch(bestBatchOnGpu(64.0 * kMebibyte), 2 * 1024), 64);
    QCOMPARE(automaticBatch(bestBatchOnGpu(1e6 * kMebibyte), 2 * 1024), 1);
}

void BatchSizeTest::isTheNumberThatIsGiven()
{
    PlannedSize planned;
    planned.automaticBatch = 5;
    RunSettings settings;
    QCOMPARE(tilesPerBatch(settings, planned), 5);
    settings.batchSize = 25;
    QCOMPARE(tilesPerBatch(settings, planned), 25);
}

void BatchSizeTest::isPlannedForEachSize()
{
    const NetworkFiles files(kSumNetwork);
    RunSettings settings = files.settings("sum");
    settings.batchSize = 0;
    settings.threads = 2;
    settings.initialSize = "8x8";
    settings.finalSize = "56x48";
    settings.numSizes = 2;
    const Network network = files.load(settings);
    const RunPlan plan = planRun(settings, network, PictureSize());
    QCOMPARE(plan.sizes[0].automaticBatch, 1);
    QCOMPARE(plan.sizes[1].tiles, 42);
    QCOMPARE(plan.sizes[1].automaticBatch, 6); // of 21 in each half
    settings.batchSize = 6;
    QCOMPARE(plan.memoryBytes, planRun(settings, network, PictureSize()).memoryBytes);
    settings.batchSize = 1;
    QVERIFY(plan.memoryBytes > planRun(settings, network, PictureSize()).memoryBytes);
}

QTEST_GUILESS_MAIN(BatchSizeTest)
#include "tst_batch_size.moc"
