// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/machine.h"
#include "support/graph_bench.h"
#include "support/random_values.h"

#include <QTest>

#include <cmath>
#include <string>

using namespace cnnvis;
using namespace cnnvis::test;

// 3×3 convolutions by Winograd's filtering beside LibTorch's, in sizes that fill the patches of 4×4, the blocks of
// channels and the groups of patches, and in sizes that do not.
namespace {

struct Case {
    std::int64_t channels = 16, outputs = 16, height = 12, width = 12;
    Pair padding{1, 1};
    bool hasBias = true;
    double slope = 1.0; ///< of the ReLU behind; 1: there is none
};

struct Passes {
    Blob output, gradient;
};

/// The first convolution makes the channels; the one in question does not read the data.
LayerGraph graphOf(const Case& example)
{
    LayerGraph graph("net.prototxt");
    graph.addInput("data", {1, 3, example.height, example.width});
    ConvolutionKind first;
    first.outputs = example.channels;
    graph.addLayer("first", "Convolution", 1, first, {"data"}, {"first"});
    ConvolutionKind kind;
    kind.outputs = example.outputs;
    kind.kernel = {3, 3};
    kind.padding = example.padding;
    kind.hasBias = example.hasBias;
    graph.addLayer("second", "Convolution", 2, kind, {"first"}, {"second"});
    if (example.slope < 1.0)
        graph.addLayer("relu", "ReLU", 3, ReluKind{example.slope}, {"second"}, {"second"});
    return graph;
}

std::vector<float> randomFloats(const BlobShape& shape, std::uint64_t seed)
{
    const auto values = randomValues(static_cast<std::size_t>(elementCount(shape)), -1.0, 1.0, seed);
    return {values.begin(), values.end()};
}

Passes run(const Case& example, Executor executor)
{
    const LayerGraph graph = graphOf(example);
    GraphBench bench(graph, randomWeights(graph, -1.0, 1.0), example.slope < 1.0 ? "relu" : "second", executor);
    const BlobShape shape{1, 3, example.height, example.width};
    Passes passes;
    passes.output = bench.forward({shape, randomFloats(shape, 1)});
    passes.gradient = bench.backward({passes.output.shape, randomFloats(passes.output.shape, 2)});
    return passes;
}

/// The distance of two lists of numbers, as a part of the first one's length.
double distance(const Blob& expected, const Blob& actual)
{
    double difference = 0.0;
    double length = 0.0;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        difference += std::pow(static_cast<double>(actual.values[i]) - static_cast<double>(expected.values[i]), 2.0);
        length += std::pow(static_cast<double>(expected.values[i]), 2.0);
    }
    return expected.shape == actual.shape ? std::sqrt(difference / length) : 1.0;
}

} // namespace

Q_DECLARE_METATYPE(Case)

class WinogradTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void isTheConvolution_data() { addCases(); }
    void isTheConvolution();
    void isTheSameBitsOnManyThreads_data() { addCases(); }
    void isTheSameBitsOnManyThreads();
    void isTheConvolutionInHalfThePrecision_data() { addCases(); }
    void isTheConvolutionInHalfThePrecision();

private:
    static void addCases();
};

void WinogradTest::initTestCase()
{
    if (!isThere(Executor::Tiles))
        QSKIP("no tiles on this processor");
}

void WinogradTest::addCases()
{
    QTest::addColumn<Case>("example");
    QTest::newRow("whole patches and blocks") << Case{32, 32, 12, 12};
    QTest::newRow("an odd block of outputs") << Case{16, 48, 12, 12};
    QTest::newRow("channels that fill no block") << Case{17, 41, 12, 12};
    QTest::newRow("patches that reach beyond the output") << Case{16, 16, 13, 10};
    QTest::newRow("the smallest") << Case{16, 16, 9, 9};
    QTest::newRow("without padding") << Case{20, 24, 15, 11, {0, 0}};
    QTest::newRow("with the widest padding") << Case{20, 24, 10, 14, {2, 2}};
    QTest::newRow("with another padding each way") << Case{20, 24, 10, 14, {0, 2}};
    QTest::newRow("without bias") << Case{16, 16, 12, 12, {1, 1}, false};
    QTest::newRow("with a ReLU") << Case{16, 32, 12, 12, {1, 1}, true, 0.0};
    QTest::newRow("with a ReLU that leaks") << Case{16, 32, 12, 12, {1, 1}, true, 0.25};
    QTest::newRow("more than one strip, the last not full") << Case{256, 64, 30, 31};
    QTest::newRow("one row of patches") << Case{16, 16, 9, 200};
}

void WinogradTest::isTheConvolution()
{
    QFETCH(const Case, example);
    const Passes expected = run(example, Executor::LibTorch);
    const Passes actual = run(example, Executor::Tiles);
    const double output = distance(expected.output, actual.output);
    const double gradient = distance(expected.gradient, actual.gradient);
    QVERIFY2(output < 5e-6, qPrintable(QString::number(output)));
    QVERIFY2(gradient < 5e-6, qPrintable(QString::number(gradient)));
    // Who computes the definition comes nearer.
    QVERIFY2(output > 0.0, "this was no filtering");
}

void WinogradTest::isTheSameBitsOnManyThreads()
{
    QFETCH(const Case, example);
    const Passes expected = run(example, Executor::Tiles);
    setThreadCount(3);
    const Passes actual = run(example, Executor::SharedTiles);
    QCOMPARE(actual.output.values, expected.output.values);
    QCOMPARE(actual.gradient.values, expected.gradient.values);
}

void WinogradTest::isTheConvolutionInHalfThePrecision()
{
    QFETCH(const Case, example);
    if (!isThere(Executor::HalfTiles))
        QSKIP("no bfloat16 on this processor");
    const Passes expected = run(example, Executor::LibTorch);
    const Passes actual = run(example, Executor::HalfTiles);
    QVERIFY(distance(expected.output, actual.output) < 0.01);
    // Where a value is near a kink, the ReLU sends its gradient elsewhere.
    QVERIFY(distance(expected.gradient, actual.gradient) < (example.slope < 1.0 ? 0.1 : 0.01));
}

QTEST_GUILESS_MAIN(WinogradTest)

#include "tst_winograd.moc"
