// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/graph_bench.h"
#include "support/random_values.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

// The backward pass of every operator against differences of its forward pass, and batches against single images.
namespace {

/// Adds layers that read `data`, of 4 x 5 x 6, the last of which is `out`.
using Builder = std::function<void(LayerGraph&)>;

const BlobShape kShape{1, 4, 5, 6};

LayerGraph build(const Builder& builder)
{
    LayerGraph graph("net.prototxt");
    graph.addInput("data", kShape);
    builder(graph);
    return graph;
}

Builder one(const LayerKind& kind)
{
    return [=](LayerGraph& graph) { graph.addLayer("out", "Layer", 1, kind, {"data"}, {"out"}); };
}

/// A layer that reads the two halves of the channels.
Builder two(const LayerKind& kind)
{
    return [=](LayerGraph& graph) {
        graph.addLayer("cut", "Slice", 1, SliceKind{}, {"data"}, {"a", "b"});
        graph.addLayer("out", "Layer", 2, kind, {"a", "b"}, {"out"});
    };
}

/// A layer that is defined for positive values only.
Builder positive(const LayerKind& kind)
{
    return [=](LayerGraph& graph) {
        graph.addLayer("lift", "Power", 1, PowerKind{1.0, 0.25, 1.5}, {"data"}, {"lift"});
        graph.addLayer("out", "Layer", 2, kind, {"lift"}, {"out"});
    };
}

ConvolutionKind convolution(std::int64_t outputs, Pair kernel, Pair stride = {1, 1}, Pair padding = {0, 0})
{
    ConvolutionKind kind;
    kind.outputs = outputs;
    kind.kernel = kernel;
    kind.stride = stride;
    kind.padding = padding;
    return kind;
}

PoolingKind pooling(PoolingKind::Method method, Pair kernel, Pair stride, Pair padding = {0, 0})
{
    PoolingKind kind;
    kind.method = method;
    kind.kernel = kernel;
    kind.stride = stride;
    kind.padding = padding;
    return kind;
}

using Row = std::function<void(const char*, const Builder&)>;

void addConvolutions(const Row& row)
{
    row("Convolution", one(convolution(3, {3, 3})));
    row("Convolution, uneven", one(convolution(3, {2, 3}, {2, 1}, {1, 2})));
    ConvolutionKind kind = convolution(6, {2, 2}, {1, 1}, {1, 1});
    kind.groups = 2;
    kind.dilation = {2, 3};
    kind.hasBias = false;
    row("Convolution, groups and dilation", one(kind));
    kind.isTransposed = true;
    row("Deconvolution, groups and dilation", one(kind));
    kind = convolution(2, {4, 3}, {2, 3}, {1, 0});
    kind.isTransposed = true;
    row("Deconvolution", one(kind));
    InnerProductKind product;
    product.outputs = 7;
    row("InnerProduct", one(product));
    product.isTransposed = true;
    product.axis = 2;
    row("InnerProduct transposed, of axis 2", one(product));
}

void addPoolings(const Row& row)
{
    constexpr auto kMax = PoolingKind::Method::Max;
    constexpr auto kAverage = PoolingKind::Method::Average;
    for (const auto& [name, method] : {std::pair("max", kMax), std::pair("average", kAverage)}) {
        const std::string prefix = std::string("Pooling, ") + name;
        row((prefix + ", 3 every 2").c_str(), one(pooling(method, {3, 3}, {2, 2})));
        row((prefix + ", padded").c_str(), one(pooling(method, {3, 3}, {2, 2}, {1, 1})));
        row((prefix + ", uneven").c_str(), one(pooling(method, {2, 3}, {1, 2}, {1, 0})));
        row((prefix + ", with gaps").c_str(), one(pooling(method, {1, 2}, {2, 2}, {0, 1})));
        row((prefix + ", overlapping").c_str(), one(pooling(method, {5, 5}, {1, 1}, {2, 2})));
        PoolingKind kind = pooling(method, {2, 2}, {2, 4});
        kind.roundsUp = false;
        row((prefix + ", rounded down").c_str(), one(kind));
        kind.isGlobal = true;
        row((prefix + ", global").c_str(), one(kind));
    }
}

void addNormalisations(const Row& row)
{
    row("LRN", one(LrnKind{3, 2.0, 0.75, 1.0, false}));
    row("LRN over all channels", one(LrnKind{9, 4.0, 0.5, 2.0, false}));
    row("LRN of another power", one(LrnKind{5, 1.0, 0.6, 1.0, false}));
    row("LRN within a channel", one(LrnKind{3, 2.0, 0.75, 1.0, true}));
    BatchNormKind norm;
    norm.epsilon = 0.1;
    row("BatchNorm", one(norm));
    norm.weights = BatchNormKind::Weights::Nvidia;
    row("BatchNorm of NVIDIA", one(norm));
    norm.weights = BatchNormKind::Weights::FactorFirst;
    row("BatchNorm, factor first", one(norm));
    ScaleKind scale;
    scale.hasBias = true;
    row("Scale", one(scale));
    scale.axis = 2;
    scale.axes = -1;
    row("Scale of pixels", one(scale));
    row("Scale by a second blob", two(ScaleKind{0, 1, false, {}, {}}));
    row("Scale by channels", [](LayerGraph& graph) {
        PoolingKind mean = pooling(PoolingKind::Method::Average, {1, 1}, {1, 1});
        mean.isGlobal = true;
        graph.addLayer("mean", "Pooling", 1, mean, {"data"}, {"mean"});
        graph.addLayer("flat", "Flatten", 2, FlattenKind{}, {"mean"}, {"flat"});
        graph.addLayer("out", "Scale", 3, ScaleKind{0, 1, false, {}, {}}, {"data", "flat"}, {"out"});
    });
    row("Bias", one(BiasKind{}));
    row("Bias by a second blob", two(BiasKind{0, 1, {}}));
    row("Axpy", [](LayerGraph& graph) {
        PoolingKind mean = pooling(PoolingKind::Method::Average, {1, 1}, {1, 1});
        mean.isGlobal = true;
        graph.addLayer("mean", "Pooling", 1, mean, {"data"}, {"mean"});
        graph.addLayer("bent", "TanH", 2, TanhKind{}, {"data"}, {"bent"});
        graph.addLayer("out", "Axpy", 3, AxpyKind{}, {"mean", "data", "bent"}, {"out"});
    });
    row("MVN", one(MvnKind{}));
    row("MVN across channels", one(MvnKind{true, true, 0.5}));
    row("MVN, the mean alone", one(MvnKind{false, false, 0.0}));
    row("Normalize", one(NormalizeKind{}));
    row("Normalize of pixels", one(NormalizeKind{false, false, 0.1, {}}));
    row("Softmax", one(SoftmaxKind{}));
    row("Softmax of rows", one(SoftmaxKind{2}));
}

void addElementwise(const Row& row)
{
    row("ReLU", one(ReluKind{}));
    row("leaky ReLU", one(ReluKind{0.1}));
    row("folding ReLU", one(ReluKind{-0.5}));
    row("PReLU", one(PreluKind{}));
    row("shared PReLU", one(PreluKind{true, {}}));
    row("ELU", one(EluKind{1.5}));
    row("Sigmoid", one(SigmoidKind{}));
    row("TanH", one(TanhKind{}));
    row("Power 3", one(PowerKind{3.0, 0.5, 0.25}));
    row("Power 0.5", positive(PowerKind{0.5, 2.0, 0.5}));
    row("Power -1", positive(PowerKind{-1.0, 1.0, 0.5}));
    row("Power 0", one(PowerKind{0.0, 2.0, 0.5}));
    row("ReLU6", [](LayerGraph& graph) {
        graph.addLayer("wide", "Power", 1, PowerKind{1.0, 5.0, 0.0}, {"data"}, {"wide"}); // 6 lies between two values
        graph.addLayer("out", "ReLU6", 2, Relu6Kind{0.1}, {"wide"}, {"out"});
    });
    row("AbsVal", one(AbsoluteKind{}));
    row("Exp", one(ExpKind{std::log(3.0), 0.5, 0.25}));
    row("Log", positive(LogKind{std::log(10.0), 2.0, 0.5}));
    row("Clip", one(ClipKind{-0.9, 0.6})); // the limits lie between two values
    row("Swish", one(SwishKind{1.5}));
    row("Dropout", one(IdentityKind{}));
    row("Eltwise sum", two(EltwiseKind{EltwiseKind::Operation::Sum, {0.5, -3.0}}));
    row("Eltwise product", two(EltwiseKind{EltwiseKind::Operation::Product, {}}));
    row("Eltwise maximum", two(EltwiseKind{EltwiseKind::Operation::Maximum, {}}));
}

void addRearrangements(const Row& row)
{
    row("Concat", two(ConcatKind{}));
    row("Concat of columns", two(ConcatKind{3}));
    row("Slice", [](LayerGraph& graph) {
        graph.addLayer("cut", "Slice", 1, SliceKind{2, {1, 3}}, {"data"}, {"a", "b", "c"});
        graph.addLayer("out", "TanH", 2, TanhKind{}, {"b"}, {"out"});
    });
    row("Split", [](LayerGraph& graph) {
        graph.addLayer("split", "Split", 1, IdentityKind{}, {"data"}, {"a", "b", "c"});
        graph.addLayer("bent", "TanH", 2, TanhKind{}, {"a"}, {"bent"});
        graph.addLayer("out", "Eltwise", 3, EltwiseKind{}, {"bent", "b"}, {"out"});
    });
    row("Flatten", one(FlattenKind{2, 3}));
    row("Reshape", one(ReshapeKind{{0, 3, -1}, 0, -1}));
    row("Permute", one(PermuteKind{{0, 3, 1}}));
    row("ShuffleChannel", one(ShuffleKind{2}));
    row("Interp to a larger size", one(InterpolationKind{{9, 8}, 1, 1, 0, 0}));
    row("Interp to a smaller size", one(InterpolationKind{{3, 4}, 1, 1, 0, 0}));
    row("Interp, cut and zoomed", one(InterpolationKind{{0, 0}, 2, 3, 1, 0}));
    row("Permute before a convolution", [](LayerGraph& graph) {
        graph.addLayer("turn", "Permute", 1, PermuteKind{{0, 3, 1, 2}}, {"data"}, {"turn"});
        graph.addLayer("out", "Convolution", 2, convolution(2, {3, 3}), {"turn"}, {"out"});
    });
    row("Crop", [](LayerGraph& graph) {
        graph.addLayer("small", "Pooling", 1, pooling(PoolingKind::Method::Max, {2, 3}, {1, 1}), {"data"}, {"small"});
        graph.addLayer("cut", "Crop", 2, CropKind{2, {1, 2}}, {"data", "small"}, {"cut"});
        graph.addLayer("out", "Eltwise", 3, EltwiseKind{}, {"cut", "small"}, {"out"});
    });
}

Blob dataOf(std::uint64_t seed)
{
    return {kShape, scatteredValues(static_cast<std::size_t>(elementCount(kShape)), 0.03, seed)};
}

void addAll()
{
    QTest::addColumn<Builder>("builder");
    const Row row = [](const char* name, const Builder& builder) { QTest::newRow(name) << builder; };
    addConvolutions(row);
    addPoolings(row);
    addNormalisations(row);
    addElementwise(row);
    addRearrangements(row);
}

std::vector<float> functionalOf(std::size_t count)
{
    const std::vector<double> values = randomValues(count, -1.0, 1.0, 77);
    return {values.begin(), values.end()};
}

} // namespace

class LayerGradientsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followTheForwardPass_data() { addAll(); }
    void followTheForwardPass();
    void areTheSameInABatch_data() { addAll(); }
    void areTheSameInABatch();
    void areFiniteWhereThereIsNothingToDivideBy_data();
    void areFiniteWhereThereIsNothingToDivideBy();
};

void LayerGradientsTest::followTheForwardPass()
{
    QFETCH(Builder, builder);
    const LayerGraph graph = build(builder);
    GraphBench bench(graph, randomWeights(graph, 0.2, 1.0), "out");
    const Blob data = dataOf(1);
    const Blob output = bench.forward(data);
    const std::vector<float> functional = functionalOf(output.values.size());
    const Blob gradient = bench.backward({output.shape, functional});
    QCOMPARE(gradient.shape, data.shape);

    const std::vector<double> expected = gradientByDifferences(bench, data, functional);
    double largest = 0.0;
    for (const double value : expected)
        largest = std::max(largest, std::abs(value));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY2(std::abs(gradient.values[i] - expected[i]) <= 1e-3 * largest,
            qPrintable(QStringLiteral("%1: %2 for %3").arg(i).arg(gradient.values[i]).arg(expected[i])));
    }
}

void LayerGradientsTest::areTheSameInABatch()
{
    QFETCH(Builder, builder);
    const LayerGraph graph = build(builder);
    GraphBench bench(graph, randomWeights(graph, 0.2, 1.0), "out");
    Blob together{{2, kShape[1], kShape[2], kShape[3]}, {}};
    Blob outputs;
    Blob functional;
    std::vector<float> gradients;
    for (const std::uint64_t seed : {1, 2}) {
        const Blob data = dataOf(seed);
        together.values.insert(together.values.end(), data.values.begin(), data.values.end());
        const Blob output = bench.forward(data);
        outputs.values.insert(outputs.values.end(), output.values.begin(), output.values.end());
        functional = {output.shape, functionalOf(2 * output.values.size())};
        const auto middle = functional.values.begin() + static_cast<std::ptrdiff_t>(output.values.size());
        const Blob part{output.shape,
            seed == 1 ? std::vector<float>(functional.values.begin(), middle)
                      : std::vector<float>(middle, functional.values.end())};
        const Blob gradient = bench.backward(part);
        gradients.insert(gradients.end(), gradient.values.begin(), gradient.values.end());
    }
    const Blob output = bench.forward(together);
    functional.shape = output.shape;
    const Blob gradient = bench.backward(functional);
    const auto isClose = [](float value, float other) { return std::abs(value - other) <= 2e-5F; };
    QCOMPARE(output.shape[0], std::int64_t{2});
    QCOMPARE(output.values.size(), outputs.values.size());
    QVERIFY(std::equal(output.values.begin(), output.values.end(), outputs.values.begin(), isClose));
    QVERIFY(std::equal(gradient.values.begin(), gradient.values.end(), gradients.begin(), isClose));
}

void LayerGradientsTest::areFiniteWhereThereIsNothingToDivideBy_data()
{
    QTest::addColumn<Builder>("builder");
    QTest::newRow("MVN") << one(MvnKind{});
    QTest::newRow("MVN across channels") << one(MvnKind{true, true});
    QTest::newRow("Normalize") << one(NormalizeKind{});
    QTest::newRow("Normalize of pixels") << one(NormalizeKind{false, true, 0.0, {}});
}

/// A channel that is zero everywhere, as behind a ReLU that lets nothing pass.
void LayerGradientsTest::areFiniteWhereThereIsNothingToDivideBy()
{
    QFETCH(Builder, builder);
    const LayerGraph graph = build(builder);
    GraphBench bench(graph, randomWeights(graph, 0.2, 1.0), "out");
    const Blob output = bench.forward({kShape, std::vector<float>(120, 0.0F)});
    const Blob gradient = bench.backward({output.shape, functionalOf(output.values.size())});
    const auto isFinite = [](float value) { return std::isfinite(value); };
    QVERIFY(std::all_of(output.values.begin(), output.values.end(), [](float value) { return value == 0.0F; }));
    QVERIFY(std::all_of(gradient.values.begin(), gradient.values.end(), isFinite));
}

QTEST_GUILESS_MAIN(LayerGradientsTest)
#include "tst_layer_gradients.moc"
