// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/machine.h"
#include "support/graph_bench.h"
#include "support/random_values.h"

#include <QTest>

#include <cmath>
#include <string_view>

using namespace cnnvis;
using namespace cnnvis::test;

// Convolutions by Winograd's filtering beside LibTorch's, in sizes that fill the patches, the blocks of channels and
// the groups of patches, and in sizes that do not.
namespace {

struct Case {
    std::int64_t channels = 16, outputs = 16, height = 12, width = 12;
    Pair padding{1, 1};
    bool hasBias = true;
    double slope = 1.0; ///< of the ReLU behind; 1: there is none
    std::int64_t kernel = 3;
};

/// A layer that reads the picture: its phases are filtered.
struct FirstLayer {
    Pair kernel{7, 7}, stride{2, 2}, padding{3, 3};
    std::int64_t height = 32, width = 32, outputs = 16;
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
    kind.kernel = {example.kernel, example.kernel};
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

Passes run(const LayerGraph& graph, std::string_view target, Executor executor)
{
    GraphBench bench(graph, randomWeights(graph, -1.0, 1.0), target, executor);
    const BlobShape& shape = *graph.values()[static_cast<std::size_t>(graph.dataValue())].shape;
    Passes passes;
    passes.output = bench.forward({shape, randomFloats(shape, 1)});
    passes.gradient = bench.backward({passes.output.shape, randomFloats(passes.output.shape, 2)});
    return passes;
}

Passes run(const Case& example, Executor executor)
{
    return run(graphOf(example), example.slope < 1.0 ? "relu" : "second", executor);
}

Passes run(const FirstLayer& example, Executor executor)
{
    LayerGraph graph("net.prototxt");
    graph.addInput("data", {1, 3, example.height, example.width});
    ConvolutionKind kind;
    kind.outputs = example.outputs;
    kind.kernel = example.kernel;
    kind.stride = example.stride;
    kind.padding = example.padding;
    graph.addLayer("first", "Convolution", 1, kind, {"data"}, {"first"});
    graph.addLayer("relu", "ReLU", 2, ReluKind{0.25}, {"first"}, {"first"});
    return run(graph, "relu", executor);
}

} // namespace

Q_DECLARE_METATYPE(Case)
Q_DECLARE_METATYPE(FirstLayer)

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
    void isTheLayerThatReadsThePicture_data();
    void isTheLayerThatReadsThePicture();

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
    QTest::newRow("a kernel of 2") << Case{17, 33, 14, 11, {1, 0}, true, 0.5, 2};
    QTest::newRow("a kernel of 4") << Case{20, 24, 14, 11, {1, 3}, true, 0.0, 4};
    QTest::newRow("a kernel of 5") << Case{20, 24, 14, 11, {2, 2}, true, 0.0, 5};
    QTest::newRow("a kernel of 5, widest padding") << Case{16, 48, 9, 10, {4, 4}, false, 1.0, 5};
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
    const Passes definition = run(example, Executor::TilesByDefinition);
    QVERIFY2(definition.output.values != actual.output.values, "this was no filtering");
    QVERIFY2(definition.gradient.values != actual.gradient.values, "the way back was no filtering");
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

void WinogradTest::isTheLayerThatReadsThePicture_data()
{
    QTest::addColumn<FirstLayer>("example");
    QTest::newRow("GoogLeNet's") << FirstLayer{};
    QTest::newRow("AlexNet's") << FirstLayer{{11, 11}, {4, 4}, {0, 0}, 67, 71, 40};
    QTest::newRow("odd sides") << FirstLayer{{7, 7}, {2, 2}, {3, 3}, 31, 45, 17};
    QTest::newRow("pixels that no output sees") << FirstLayer{{5, 5}, {3, 3}, {0, 0}, 34, 33, 16};
    QTest::newRow("a wide padding") << FirstLayer{{6, 6}, {2, 2}, {5, 5}, 20, 24, 16};
    QTest::newRow("another kernel, stride and padding each way") << FirstLayer{{6, 3}, {4, 2}, {0, 2}, 44, 29, 16};
    QTest::newRow("padding beyond the kernel") << FirstLayer{{4, 4}, {2, 2}, {5, 5}, 24, 26, 16};
    QTest::newRow("a kernel of 3") << FirstLayer{{3, 3}, {2, 2}, {1, 1}, 30, 30, 16};
}

void WinogradTest::isTheLayerThatReadsThePicture()
{
    QFETCH(const FirstLayer, example);
    const Passes expected = run(example, Executor::LibTorch);
    const Passes actual = run(example, Executor::Tiles);
    QVERIFY(distance(expected.output, actual.output) < 5e-6);
    QVERIFY(distance(expected.gradient, actual.gradient) < 5e-6);
    const Passes definition = run(example, Executor::TilesByDefinition);
    QVERIFY2(definition.output.values != actual.output.values, "this was no filtering");
    QVERIFY2(definition.gradient.values != actual.gradient.values, "the way back was no filtering");
    setThreadCount(3);
    const Passes shared = run(example, Executor::SharedTiles);
    QCOMPARE(shared.output.values, actual.output.values);
    QCOMPARE(shared.gradient.values, actual.gradient.values);
}

QTEST_GUILESS_MAIN(WinogradTest)

#include "tst_winograd.moc"
