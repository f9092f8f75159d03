// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/machine.h"
#include "gradient/target_gradient.h"
#include "network/network_memory.h"
#include "recipe/recipe.h"
#include "support/tiny_network.h"

#include <QTest>

using namespace cnnvis;
using namespace cnnvis::test;

class RunnerAttributesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countWeightsAndBlobs();
    void countNoTilesOnAGraphicsProcessor();
    void countFiltersAndPrograms();
    void areThoseOfTheRunner();
};

void RunnerAttributesTest::countWeightsAndBlobs()
{
    const NetworkFiles files(kSumNetwork);
    const RunSettings settings = files.settings("half");
    const Network network = files.load(settings);
    const RunnerAttributes runner = attributesOfGraphRunner(gradientRequestOf(settings, network), network, 3);
    // (2, 3) and (2), (1, 2) and (1), each once more on their way; 2 · 8 × 8 twice, and 8 × 8, with what is kept.
    QCOMPARE(runner.fixedBytes - kBytesOfLibTorch, 4.0 * 2 * (8 + 3));
    QCOMPARE(runner.bytesPerTile, 4.0 * 2 * (128 + 128 + 64));
    QCOMPARE(runner.tilesInHand, 3);
    const double pixelsAndGradients = 4.0 * 2 * 3 * 64;
    QCOMPARE(runner.bytesOfBatch(2, network.inputSize()), 2 * (pixelsAndGradients + runner.bytesPerTile));
    QCOMPARE(runner.bytesOfBatch(9, network.inputSize()), 9 * pixelsAndGradients + 3 * runner.bytesPerTile);
}

void RunnerAttributesTest::countNoTilesOnAGraphicsProcessor()
{
    const NetworkFiles files(kSumNetwork);
    RunSettings settings = files.settings("half");
    settings.gpu = 0;
    settings.precision = Precision::Bf16;
    const Network network = files.load(settings);
    const RunnerAttributes runner = attributesOfRunner(gradientRequestOf(settings, network), network, 3);
    QCOMPARE(runner.gpu, 0);
    QCOMPARE(runner.precision, Precision::Bf16);
    QCOMPARE(runner.bestBatch.multiple, 1);
    QCOMPARE(runner.bytesOfBatch(9, network.inputSize()), 9.0 * 4 * 2 * 3 * 64);
}

void RunnerAttributesTest::countFiltersAndPrograms()
{
    const NetworkFiles files(kTinyNetwork);
    RunSettings settings = files.settings("conv1");
    const Network network = files.load(settings);
    const auto bytesOfLayout = [&](int threads) {
        const auto team = attributesOfTeamRunner(gradientRequestOf(settings, network), network, threads);
        return team ? team->fixedBytes - kBytesOfLibTorch : 0.0;
    };
    if (bytesOfLayout(1) == 0.0)
        QSKIP("no team on this processor");
    // (5, 3, 3, 3) and (5), as read and laid out for both ways, 36 values in place of 9.
    constexpr double kWeights = 4.0 * (135 + 5);
    settings.arithmetic = Arithmetic::Original;
    QCOMPARE(bytesOfLayout(1), kWeights * (1 + 2));
    QCOMPARE(bytesOfLayout(2), kWeights * (1 + 2 * 2));
    settings.arithmetic = Arithmetic::Fast;
    QCOMPARE(bytesOfLayout(1), kWeights * (1 + 2 * 4));
}

void RunnerAttributesTest::areThoseOfTheRunner()
{
    setThreadCount(2);
    const NetworkFiles files(kTinyNetwork);
    RunSettings settings = files.settings("conv1");
    settings.precision = Precision::Auto;
    const Network network = files.load(settings);
    const GradientRequest request = gradientRequestOf(settings, network);
    const RunnerAttributes told = attributesOfRunner(request, network, 2);
    const TargetGradient target(request, network);
    QCOMPARE(target.attributes().fixedBytes, told.fixedBytes);
    QCOMPARE(target.attributes().bytesPerTile, told.bytesPerTile);
    QCOMPARE(target.attributes().bestBatch.most, told.bestBatch.most);
    QVERIFY(target.attributes().precision != Precision::Auto);
}

QTEST_GUILESS_MAIN(RunnerAttributesTest)
#include "tst_runner_attributes.moc"
