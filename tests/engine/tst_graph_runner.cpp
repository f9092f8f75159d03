// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/errors.h"
#include "support/graph_bench.h"
#include "support/random_values.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

using Values = std::vector<float>;

/// x → factor · x, for one channel, as a convolution without bias.
ConvolutionKind oneByOne()
{
    ConvolutionKind kind;
    kind.outputs = 1;
    kind.hasBias = false;
    return kind;
}

std::vector<WeightBlob> factor(float value)
{
    return {{{1, 1, 1, 1}, {value}}};
}

LayerGraph rowGraph()
{
    LayerGraph graph("net.prototxt");
    graph.addInput("data", {1, 1, 1, 4});
    return graph;
}

const Blob kRow{{1, 1, 1, 4}, {1, -2, 3, -4}};
const Blob kOnes{{1, 1, 1, 4}, {1, 1, 1, 1}};

struct Outcome {
    Values output, gradient;
};

Outcome run(const LayerGraph& graph, const GraphWeights& weights, const char* target, const Blob& gradient = kOnes)
{
    GraphBench bench(graph, weights, target);
    Outcome outcome;
    outcome.output = bench.forward(kRow).values;
    outcome.gradient = bench.backward(gradient).values;
    return outcome;
}

/// A convolution by 10, with a ReLU in place behind it and a convolution by 100 behind that.
LayerGraph rectifiedGraph()
{
    LayerGraph graph = rowGraph();
    graph.addLayer("conv", "Convolution", 1, oneByOne(), {"data"}, {"conv"});
    graph.addLayer("relu", "ReLU", 2, ReluKind{}, {"conv"}, {"conv"});
    graph.addLayer("next", "Convolution", 3, oneByOne(), {"conv"}, {"next"});
    return graph;
}
const GraphWeights kRectifiedWeights{factor(10), {}, factor(100)};

} // namespace

class GraphRunnerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void looksBehindTheReluAndStartsBeforeIt();
    void startsAtTheReluThatIsNamed();
    void takesTheReluOnTheWayToALaterTarget();
    void looksBehindAllThatWorksInPlace();
    void runsOnlyWhatTheTargetNeeds();
    void sumsTheGradientsOfAllReaders();
    void overwritesNothingThatIsStillRead_data();
    void overwritesNothingThatIsStillRead();
    void canBeRunAgainAndAgain();
    void passesBackWhatFlatBranchesLeave();
    void refusesOtherInputs();
    void refusesTargetsThatIgnoreThePicture();
    void treatsTheImagesOfABatchAlike();
};

void GraphRunnerTest::looksBehindTheReluAndStartsBeforeIt()
{
    const Outcome outcome = run(rectifiedGraph(), kRectifiedWeights, "conv");
    QCOMPARE(outcome.output, (Values{10, 0, 30, 0}));
    QCOMPARE(outcome.gradient, (Values{10, 10, 10, 10}));
}

void GraphRunnerTest::startsAtTheReluThatIsNamed()
{
    const Outcome outcome = run(rectifiedGraph(), kRectifiedWeights, "relu");
    QCOMPARE(outcome.output, (Values{10, 0, 30, 0}));
    QCOMPARE(outcome.gradient, (Values{10, 0, 10, 0}));
}

void GraphRunnerTest::takesTheReluOnTheWayToALaterTarget()
{
    const Outcome outcome = run(rectifiedGraph(), kRectifiedWeights, "next");
    QCOMPARE(outcome.output, (Values{1000, 0, 3000, 0}));
    QCOMPARE(outcome.gradient, (Values{1000, 0, 1000, 0}));
}

void GraphRunnerTest::looksBehindAllThatWorksInPlace()
{
    LayerGraph graph = rowGraph();
    graph.addLayer("conv", "Convolution", 1, oneByOne(), {"data"}, {"conv"});
    graph.addLayer("relu", "ReLU", 2, ReluKind{}, {"conv"}, {"conv"});
    graph.addLayer("plus", "Power", 3, PowerKind{1.0, 1.0, 5.0}, {"conv"}, {"conv"});
    graph.addLayer("drop", "Dropout", 4, IdentityKind{}, {"conv"}, {"conv"});
    graph.addLayer("square", "Power", 5, PowerKind{2.0, 1.0, 0.0}, {"conv"}, {"conv"});
    const GraphWeights weights{factor(10), {}, {}, {}, {}};
    const Values squares{225, 25, 1225, 25};
    QCOMPARE(run(graph, weights, "conv").output, squares);
    QCOMPARE(run(graph, weights, "conv").gradient, (Values{10, 10, 10, 10}));
    QCOMPARE(run(graph, weights, "plus").output, squares);
    QCOMPARE(run(graph, weights, "plus").gradient, (Values{10, 0, 10, 0}));
    QCOMPARE(run(graph, weights, "square").gradient, (Values{300, 0, 700, 0}));
}

void GraphRunnerTest::runsOnlyWhatTheTargetNeeds()
{
    LayerGraph graph = rectifiedGraph();
    graph.addLayer("strange", "SPP", 4, UnsupportedKind{"not supported"}, {"next"}, {"strange"});
    graph.addLayer("beside", "Convolution", 5, oneByOne(), {"data"}, {"beside"});
    graph.addLayer("behind", "ReLU", 6, ReluKind{}, {"strange"}, {"behind"});
    // No weights where they are not needed: whoever ran those layers would fail.
    const GraphWeights weights{factor(10), {}, {}, {}, {}, {}};
    QCOMPARE(run(graph, weights, "conv").output, (Values{10, 0, 30, 0}));
    const QString message = messageOf<ModelError>([&] { GraphBench(graph, weights, "behind"); });
    QVERIFY2(message.contains(QStringLiteral("'strange'")), qPrintable(message));
}

void GraphRunnerTest::sumsTheGradientsOfAllReaders()
{
    LayerGraph graph = rowGraph();
    graph.addLayer("conv", "Convolution", 1, oneByOne(), {"data"}, {"conv"});
    graph.addLayer("square", "Power", 2, PowerKind{2.0, 1.0, 0.0}, {"conv"}, {"square"});
    graph.addLayer("relu", "ReLU", 3, ReluKind{}, {"conv"}, {"relu"});
    graph.addLayer("join", "Concat", 4, ConcatKind{}, {"square", "conv", "relu"}, {"join"});
    const Blob gradient{{1, 3, 1, 4}, {1, 1, 1, 1, 10, 10, 10, 10, 100, 100, 100, 100}};
    const Outcome outcome = run(graph, {factor(2), {}, {}, {}}, "join", gradient);
    QCOMPARE(outcome.output, (Values{4, 16, 36, 64, 2, -4, 6, -8, 2, 0, 6, 0}));
    // 2 · (2 · 2x + 10 + 100 where positive).
    QCOMPARE(outcome.gradient, (Values{228, 4, 244, -12}));
}

void GraphRunnerTest::overwritesNothingThatIsStillRead_data()
{
    QTest::addColumn<QString>("between");
    for (const char* between : {"nothing", "Dropout", "Split", "Flatten", "Reshape", "Slice", "Crop", "Permute"})
        QTest::newRow(between) << QString::fromLatin1(between);
}

/// Makes blob `b`, another name for what `conv` holds.
static void addAlias(LayerGraph& graph, const QString& type)
{
    const std::string name = type.toStdString();
    if (name == "Dropout")
        graph.addLayer("b", name, 2, IdentityKind{}, {"conv"}, {"b"});
    if (name == "Split")
        graph.addLayer("b", name, 2, IdentityKind{}, {"conv"}, {"b", "c"});
    if (name == "Flatten")
        graph.addLayer("b", name, 2, FlattenKind{2, 3}, {"conv"}, {"b"});
    if (name == "Reshape")
        graph.addLayer("b", name, 2, ReshapeKind{{0, 0, 4, 1}}, {"conv"}, {"b"});
    if (name == "Slice")
        graph.addLayer("b", name, 2, SliceKind{2, {}}, {"conv"}, {"b"});
    if (name == "Crop")
        graph.addLayer("b", name, 2, CropKind{}, {"conv", "data"}, {"b"});
    if (name == "Permute")
        graph.addLayer("b", name, 2, PermuteKind{{0, 1, 3, 2}}, {"conv"}, {"b"});
}

void GraphRunnerTest::overwritesNothingThatIsStillRead()
{
    QFETCH(QString, between);
    LayerGraph graph = rowGraph();
    graph.addLayer("conv", "Convolution", 1, oneByOne(), {"data"}, {"conv"});
    addAlias(graph, between);
    const std::string alias = between == QStringLiteral("nothing") ? "conv" : "b";
    graph.addLayer("relu", "ReLU", 3, ReluKind{}, {alias}, {"rectified"});
    graph.addLayer("relu again", "ReLU", 4, ReluKind{}, {"rectified"}, {"rectified"});
    graph.addLayer("shape", "Reshape", 5, ReshapeKind{{0, 1, 1, 4}}, {"rectified"}, {"same"});
    graph.addLayer("sum", "Eltwise", 6, EltwiseKind{}, {"conv", "same"}, {"sum"});
    const Outcome outcome = run(graph, {factor(10), {}, {}, {}, {}, {}}, "sum");
    QCOMPARE(outcome.output, (Values{20, -20, 60, -40}));
    QCOMPARE(outcome.gradient, (Values{20, 10, 20, 10}));
    // Nor the picture itself, of which a ReLU may be the first layer.
    LayerGraph plain = rowGraph();
    plain.addLayer("relu", "ReLU", 1, ReluKind{}, {"data"}, {"rectified"});
    plain.addLayer("sum", "Eltwise", 2, EltwiseKind{}, {"data", "rectified"}, {"sum"});
    QCOMPARE(run(plain, {{}, {}}, "sum").output, (Values{2, -2, 6, -4}));
}

void GraphRunnerTest::canBeRunAgainAndAgain()
{
    GraphBench bench(rectifiedGraph(), kRectifiedWeights, "next");
    const Blob turned{kRow.shape, {-1, 2, -3, 4}};
    for (int round = 0; round < 3; ++round) {
        bench.forward(kRow); // without going back
        QCOMPARE(bench.forward(turned).values, (Values{0, 2000, 0, 4000}));
        QCOMPARE(bench.backward(kOnes).values, (Values{0, 1000, 0, 1000}));
        QCOMPARE(bench.forward(kRow).values, (Values{1000, 0, 3000, 0}));
        QCOMPARE(bench.backward(kOnes).values, (Values{1000, 0, 1000, 0}));
    }
}

void GraphRunnerTest::passesBackWhatFlatBranchesLeave()
{
    // A gradient that reaches the picture through one of two branches only.
    LayerGraph graph = rowGraph();
    graph.addLayer("split", "Split", 1, IdentityKind{}, {"data"}, {"a", "b"});
    graph.addLayer("zero", "Power", 2, PowerKind{0.0, 1.0, 0.0}, {"a"}, {"one"});
    graph.addLayer("sum", "Eltwise", 3, EltwiseKind{}, {"one", "b"}, {"sum"});
    QCOMPARE(run(graph, {{}, {}, {}}, "sum").output, (Values{2, -1, 4, -3}));
    QCOMPARE(run(graph, {{}, {}, {}}, "sum").gradient, kOnes.values);
}

void GraphRunnerTest::refusesOtherInputs()
{
    LayerGraph graph = rowGraph();
    graph.addInput("label", {1, 1, 1, 4});
    graph.addLayer("conv", "Convolution", 1, oneByOne(), {"data"}, {"conv"});
    graph.addLayer("sum", "Eltwise", 2, EltwiseKind{}, {"conv", "label"}, {"sum"});
    const GraphWeights weights{factor(1), {}};
    QCOMPARE(run(graph, weights, "conv").output, kRow.values);
    const QString message = messageOf<ModelError>([&] { GraphBench(graph, weights, "sum"); });
    QVERIFY2(
        message.contains(QStringLiteral("'sum'")) && message.contains(QStringLiteral("'label'")), qPrintable(message));
}

void GraphRunnerTest::refusesTargetsThatIgnoreThePicture()
{
    LayerGraph graph = rowGraph();
    graph.addInput("label", {1, 1, 1, 4});
    graph.addLayer("relu", "ReLU", 1, ReluKind{}, {"label"}, {"relu"});
    const QString message = messageOf<ModelError>([&] { GraphBench(graph, {{}}, "relu"); });
    QVERIFY2(message.contains(QStringLiteral("'relu'")), qPrintable(message));
}

void GraphRunnerTest::treatsTheImagesOfABatchAlike()
{
    LayerGraph graph("net.prototxt");
    graph.addInput("data", {1, 3, 9, 8});
    ConvolutionKind conv;
    conv.outputs = 5;
    conv.kernel = {3, 3};
    conv.padding = {1, 1};
    PoolingKind pool;
    pool.kernel = {3, 3};
    pool.stride = {2, 2};
    graph.addLayer("conv1", "Convolution", 1, conv, {"data"}, {"conv1"});
    graph.addLayer("relu1", "ReLU", 2, ReluKind{}, {"conv1"}, {"conv1"});
    graph.addLayer("pool1", "Pooling", 3, pool, {"conv1"}, {"pool1"});
    graph.addLayer("norm1", "LRN", 4, LrnKind{}, {"pool1"}, {"norm1"});
    graph.addLayer("conv2", "Convolution", 5, conv, {"norm1"}, {"conv2"});
    graph.addLayer("join", "Concat", 6, ConcatKind{}, {"conv2", "pool1"}, {"join"});
    GraphBench bench(graph, randomWeights(graph, -1.0, 1.0), "join");

    constexpr std::size_t kImage = 3 * 9 * 8;
    const std::vector<double> pixels = randomValues(3 * kImage, -2.0, 2.0);
    const Blob together{{3, 3, 9, 8}, {pixels.begin(), pixels.end()}};
    const Blob output = bench.forward(together);
    const Blob gradient = bench.backward(output);
    const std::size_t part = output.values.size() / 3;
    const auto isClose = [](float value, float other) { return std::abs(value - other) <= 1e-4F; };
    for (std::size_t i = 0; i < 3; ++i) {
        const auto first = together.values.begin() + static_cast<std::ptrdiff_t>(i * kImage);
        const Blob alone = bench.forward({{1, 3, 9, 8}, {first, first + kImage}});
        const Blob back = bench.backward(alone);
        QCOMPARE(alone.values.size(), part);
        QVERIFY(std::equal(alone.values.begin(), alone.values.end(), output.values.begin() + i * part, isClose));
        QVERIFY(std::equal(back.values.begin(), back.values.end(), gradient.values.begin() + i * kImage, isClose));
    }
}

QTEST_GUILESS_MAIN(GraphRunnerTest)
#include "tst_graph_runner.moc"
