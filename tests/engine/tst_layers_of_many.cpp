// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/graph_bench.h"

#include <QTest>

#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

// Layers that read or make more than one blob; numbers worked out by hand, after Caffe's rules.
namespace {

using Values = std::vector<float>;
using Names = std::vector<std::string>;

/// A graph whose data, of two columns and `channels` times as many channels, are sliced into `a`, `b`, …
LayerGraph slicedGraph(std::size_t count)
{
    LayerGraph graph("hand.prototxt");
    graph.addInput("data", {1, static_cast<std::int64_t>(count), 1, 2});
    const Names names{"a", "b", "c"};
    graph.addLayer("cut", "Slice", 1, SliceKind{}, {"data"}, Names(names.begin(), names.begin() + count));
    return graph;
}

Blob outputOf(const LayerGraph& graph, const Blob& data, const char* target = "out")
{
    return GraphBench(graph, GraphWeights(graph.layers().size()), target).forward(data);
}

Values gradientOf(const LayerGraph& graph, const Blob& data, const Blob& gradient)
{
    GraphBench bench(graph, GraphWeights(graph.layers().size()), "out");
    bench.forward(data);
    return bench.backward(gradient).values;
}

EltwiseKind eltwise(EltwiseKind::Operation operation, const std::vector<double>& coefficients = {})
{
    return {operation, coefficients};
}

const Blob kTwo{{1, 2, 1, 2}, {1, 5, 3, 4}};
const Blob kThree{{1, 3, 1, 2}, {1, 5, 3, 4, 2, 6}};

} // namespace

class LayersOfManyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void combinesElementByElement_data();
    void combinesElementByElement();
    void givesTheGradientOfEqualsToOneAlone();
    void joinsInOrder();
    void joinsRows();
    void cutsAtPoints();
    void leavesCutOffPartsWithoutGradient();
    void passesOnToAllReaders();
    void cropsToTheSecondsSize_data();
    void cropsToTheSecondsSize();
    void scalesByASecondBlob();
    void addsASecondBlob();
    void multipliesAndAdds();
};

void LayersOfManyTest::combinesElementByElement_data()
{
    QTest::addColumn<EltwiseKind>("kind");
    QTest::addColumn<bool>("hasThree");
    QTest::addColumn<Values>("expected");
    using Operation = EltwiseKind::Operation;
    QTest::newRow("sum") << eltwise(Operation::Sum) << false << Values{4, 9};
    QTest::newRow("difference") << eltwise(Operation::Sum, {2, -1}) << false << Values{-1, 6};
    QTest::newRow("product") << eltwise(Operation::Product) << false << Values{3, 20};
    QTest::newRow("maximum") << eltwise(Operation::Maximum) << false << Values{3, 5};
    QTest::newRow("sum of three") << eltwise(Operation::Sum, {1, 10, 100}) << true << Values{231, 645};
    QTest::newRow("product of three") << eltwise(Operation::Product) << true << Values{6, 120};
    QTest::newRow("maximum of three") << eltwise(Operation::Maximum) << true << Values{3, 6};
}

void LayersOfManyTest::combinesElementByElement()
{
    QFETCH(EltwiseKind, kind);
    QFETCH(bool, hasThree);
    QFETCH(Values, expected);
    LayerGraph graph = slicedGraph(hasThree ? 3 : 2);
    graph.addLayer("out", "Eltwise", 2, kind, hasThree ? Names{"a", "b", "c"} : Names{"a", "b"}, {"out"});
    const Blob output = outputOf(graph, hasThree ? kThree : kTwo);
    QCOMPARE(output.values, expected);
    QCOMPARE(output.shape, (BlobShape{1, 1, 1, 2}));
}

void LayersOfManyTest::givesTheGradientOfEqualsToOneAlone()
{
    LayerGraph graph = slicedGraph(3);
    graph.addLayer("out", "Eltwise", 2, eltwise(EltwiseKind::Operation::Maximum), {"a", "b", "c"}, {"out"});
    // All equal: the second. The first and the third: the first.
    QCOMPARE(
        gradientOf(graph, {{1, 3, 1, 2}, {7, 7, 7, 1, 7, 7}}, {{1, 1, 1, 2}, {10, 20}}), (Values{0, 20, 10, 0, 0, 0}));
    // Max pooling gives it to the first, too.
    LayerGraph pooled("hand.prototxt");
    pooled.addInput("data", {1, 1, 2, 2});
    PoolingKind pooling;
    pooling.isGlobal = true;
    pooled.addLayer("out", "Pooling", 1, pooling, {"data"}, {"out"});
    QCOMPARE(gradientOf(pooled, {{1, 1, 2, 2}, {1, 7, 7, 7}}, {{1, 1, 1, 1}, {10}}), (Values{0, 10, 0, 0}));
}

void LayersOfManyTest::joinsInOrder()
{
    LayerGraph graph = slicedGraph(2);
    graph.addLayer("out", "Concat", 2, ConcatKind{}, {"b", "a", "b"}, {"out"});
    const Blob output = outputOf(graph, {{2, 2, 1, 2}, {1, 5, 3, 4, 10, 50, 30, 40}});
    QCOMPARE(output.shape, (BlobShape{2, 3, 1, 2}));
    QCOMPARE(output.values, (Values{3, 4, 1, 5, 3, 4, 30, 40, 10, 50, 30, 40}));
    QCOMPARE(gradientOf(graph, kTwo, {{1, 3, 1, 2}, {1, 2, 10, 20, 100, 200}}), (Values{10, 20, 101, 202}));
}

void LayersOfManyTest::joinsRows()
{
    LayerGraph graph = slicedGraph(2);
    graph.addLayer("out", "Concat", 2, ConcatKind{-2}, {"b", "a"}, {"out"});
    const Blob output = outputOf(graph, kTwo);
    QCOMPARE(output.shape, (BlobShape{1, 1, 2, 2}));
    QCOMPARE(output.values, (Values{3, 4, 1, 5}));
    QCOMPARE(gradientOf(graph, kTwo, {{1, 1, 2, 2}, {1, 2, 10, 20}}), (Values{10, 20, 1, 2}));
}

void LayersOfManyTest::cutsAtPoints()
{
    LayerGraph graph("hand.prototxt");
    graph.addInput("data", {1, 1, 1, 6});
    graph.addLayer("cut", "Slice", 1, SliceKind{3, {1, 3}}, {"data"}, {"a", "b", "c"});
    graph.addLayer("out", "Power", 2, PowerKind{}, {"b"}, {"out"});
    graph.addLayer("last", "Power", 3, PowerKind{}, {"c"}, {"last"});
    const Blob data{{1, 1, 1, 6}, {1, 2, 3, 4, 5, 6}};
    QCOMPARE(outputOf(graph, data).values, (Values{2, 3}));
    QCOMPARE(outputOf(graph, data, "last").values, (Values{4, 5, 6}));
    QCOMPARE(outputOf(graph, data, "cut").values, (Values{1}));
}

void LayersOfManyTest::leavesCutOffPartsWithoutGradient()
{
    LayerGraph graph = slicedGraph(3);
    graph.addLayer("out", "Power", 2, PowerKind{2.0, 1.0, 0.0}, {"b"}, {"out"});
    QCOMPARE(gradientOf(graph, kThree, {{1, 1, 1, 2}, {1, 10}}), (Values{0, 0, 6, 80, 0, 0}));
}

void LayersOfManyTest::passesOnToAllReaders()
{
    LayerGraph graph("hand.prototxt");
    graph.addInput("data", {1, 1, 1, 2});
    graph.addLayer("split", "Split", 1, IdentityKind{}, {"data"}, {"a", "b", "c"});
    graph.addLayer("dropout", "Dropout", 2, IdentityKind{}, {"a"}, {"a"});
    graph.addLayer("square", "Power", 3, PowerKind{2.0, 1.0, 0.0}, {"b"}, {"square"});
    graph.addLayer("out", "Eltwise", 4, EltwiseKind{}, {"a", "square"}, {"out"});
    const Blob data{{1, 1, 1, 2}, {3, 4}};
    QCOMPARE(outputOf(graph, data).values, (Values{12, 20}));
    QCOMPARE(gradientOf(graph, data, {{1, 1, 1, 2}, {1, 1}}), (Values{7, 9}));
}

void LayersOfManyTest::cropsToTheSecondsSize_data()
{
    QTest::addColumn<CropKind>("kind");
    QTest::addColumn<Values>("expected");
    // Two of three rows, and two of four columns.
    QTest::newRow("no offset") << CropKind{} << Values{1, 2, 5, 6};
    QTest::newRow("one offset") << CropKind{2, {1}} << Values{6, 7, 10, 11};
    QTest::newRow("an offset each") << CropKind{2, {0, 2}} << Values{3, 4, 7, 8};
    QTest::newRow("from the channels on") << CropKind{1, {0, 1, 2}} << Values{7, 8, 11, 12};
    QTest::newRow("counted from behind") << CropKind{-2, {1, 2}} << Values{7, 8, 11, 12};
}

void LayersOfManyTest::cropsToTheSecondsSize()
{
    QFETCH(CropKind, kind);
    QFETCH(Values, expected);
    LayerGraph graph("hand.prototxt");
    graph.addInput("data", {1, 1, 3, 4});
    PoolingKind pooling;
    pooling.kernel = {2, 3};
    graph.addLayer("size", "Pooling", 1, pooling, {"data"}, {"size"});
    graph.addLayer("out", "Crop", 2, kind, {"data", "size"}, {"out"});
    const Blob data{{1, 1, 3, 4}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
    QCOMPARE(outputOf(graph, data).values, expected);
    const Values gradient = gradientOf(graph, data, {{1, 1, 2, 2}, {1, 2, 3, 4}});
    Values there(12);
    for (std::size_t i = 0; i < 4; ++i)
        there[static_cast<std::size_t>(expected[i]) - 1] = static_cast<float>(i + 1);
    QCOMPARE(gradient, there);
}

void LayersOfManyTest::scalesByASecondBlob()
{
    // A channel's factor for each image: its own global average.
    LayerGraph graph("hand.prototxt");
    graph.addInput("data", {1, 2, 1, 2});
    PoolingKind pooling;
    pooling.method = PoolingKind::Method::Average;
    pooling.isGlobal = true;
    graph.addLayer("mean", "Pooling", 1, pooling, {"data"}, {"mean"});
    graph.addLayer("flat", "Flatten", 2, FlattenKind{}, {"mean"}, {"flat"});
    ScaleKind scale;
    scale.axis = 0;
    graph.addLayer("out", "Scale", 3, scale, {"data", "flat"}, {"out"});
    const Blob data{{2, 2, 1, 2}, {1, 3, 5, 7, 10, 20, 0, 2}};
    QCOMPARE(outputOf(graph, data).values, (Values{2, 6, 30, 42, 150, 300, 0, 2}));
    // d/dx of x (x + y) / 2 is x + y / 2, that of y (x + y) / 2 is y / 2.
    QCOMPARE(gradientOf(graph, data, {data.shape, {1, 0, 0, 0, 0, 0, 0, 0}}), (Values{2.5F, 0.5F, 0, 0, 0, 0, 0, 0}));
}

void LayersOfManyTest::addsASecondBlob()
{
    LayerGraph graph = slicedGraph(2);
    graph.addLayer("out", "Bias", 2, BiasKind{0, 1, {}}, {"a", "b"}, {"out"});
    QCOMPARE(outputOf(graph, kTwo).values, (Values{4, 9}));
    QCOMPARE(gradientOf(graph, kTwo, {{1, 1, 1, 2}, {1, 10}}), (Values{1, 10, 1, 10}));
}

void LayersOfManyTest::multipliesAndAdds()
{
    // A channel's own global average as its factor, and the channel again as the summand.
    LayerGraph graph("hand.prototxt");
    graph.addInput("data", {1, 2, 1, 2});
    PoolingKind pooling;
    pooling.method = PoolingKind::Method::Average;
    pooling.isGlobal = true;
    graph.addLayer("mean", "Pooling", 1, pooling, {"data"}, {"mean"});
    graph.addLayer("out", "Axpy", 2, AxpyKind{}, {"mean", "data", "data"}, {"out"});
    const Blob data{{2, 2, 1, 2}, {1, 3, 5, 7, 10, 20, 0, 2}};
    QCOMPARE(outputOf(graph, data).values, (Values{3, 9, 35, 49, 160, 320, 0, 4}));
    // d/dx of x (x + y) / 2 + x is x + y / 2 + 1, that of y (x + y) / 2 + y is y / 2.
    QCOMPARE(gradientOf(graph, data, {data.shape, {1, 0, 0, 0, 0, 0, 0, 0}}), (Values{3.5F, 0.5F, 0, 0, 0, 0, 0, 0}));
}

QTEST_GUILESS_MAIN(LayersOfManyTest)
#include "tst_layers_of_many.moc"
