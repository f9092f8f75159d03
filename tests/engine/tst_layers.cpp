// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/graph_bench.h"

#include <QTest>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

// Numbers worked out by hand, after Caffe's rules.
namespace {

using Values = std::vector<float>;
using Weights = std::vector<WeightBlob>;

QString textOf(const Blob& blob)
{
    QStringList values;
    for (const float value : blob.values)
        values.push_back(QString::number(value));
    QStringList shape;
    for (const std::int64_t dimension : blob.shape)
        shape.push_back(QString::number(dimension));
    return shape.join(QLatin1Char('x')) + QStringLiteral(": ") + values.join(QLatin1Char(' '));
}

bool isNear(const Blob& blob, const Blob& expected)
{
    const auto isClose = [](float value, float other) {
        return std::abs(value - other) <= 2e-6F * std::max(1.0F, std::abs(other));
    };
    return blob.shape == expected.shape && blob.values.size() == expected.values.size()
        && std::equal(blob.values.begin(), blob.values.end(), expected.values.begin(), isClose);
}

/// A network of one layer, which reads the data.
Blob outputOf(const LayerKind& kind, const Weights& weights, const Blob& data)
{
    LayerGraph graph("hand.prototxt");
    BlobShape shape = data.shape;
    shape[0] = 1;
    graph.addInput("data", shape);
    graph.addLayer("layer", "Layer", 1, kind, {"data"}, {"out"});
    return GraphBench(graph, {weights}, "layer").forward(data);
}

ConvolutionKind convolution(std::int64_t outputs, Pair kernel)
{
    ConvolutionKind kind;
    kind.outputs = outputs;
    kind.kernel = kernel;
    kind.hasBias = false;
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

constexpr auto kMax = PoolingKind::Method::Max;
constexpr auto kAverage = PoolingKind::Method::Average;

void addColumns()
{
    QTest::addColumn<LayerKind>("kind");
    QTest::addColumn<Weights>("weights");
    QTest::addColumn<Blob>("data");
    QTest::addColumn<Blob>("expected");
}

void addRow(const char* name, const LayerKind& kind, const Weights& weights, const Blob& data, const Blob& expected)
{
    QTest::newRow(name) << kind << weights << data << expected;
}

void compareRow()
{
    QFETCH(LayerKind, kind);
    QFETCH(Weights, weights);
    QFETCH(Blob, data);
    QFETCH(Blob, expected);
    const Blob output = outputOf(kind, weights, data);
    QVERIFY2(isNear(output, expected), qPrintable(textOf(output)));
}

} // namespace

class LayersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void convolves_data();
    void convolves() { compareRow(); }
    void deconvolves_data();
    void deconvolves() { compareRow(); }
    void poolsByCaffesRules_data();
    void poolsByCaffesRules() { compareRow(); }
    void givesNothingToWindowsBehindTheEnd();
    void normalises_data();
    void normalises() { compareRow(); }
    void normalisesEachPicture_data();
    void normalisesEachPicture() { compareRow(); }
    void scales_data();
    void scales() { compareRow(); }
    void bends_data();
    void bends() { compareRow(); }
    void reshapes_data();
    void reshapes() { compareRow(); }
    void resizesBetweenItsCorners_data();
    void resizesBetweenItsCorners() { compareRow(); }
    void multipliesByMatrices_data();
    void multipliesByMatrices() { compareRow(); }
};

void LayersTest::convolves_data()
{
    addColumns();
    ConvolutionKind kind = convolution(1, {2, 2});
    kind.hasBias = true;
    addRow("kernel and bias", kind, {{{1, 1, 2, 2}, {1, 2, 3, 4}}, {{1}, {10}}},
        {{1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}}, {{1, 1, 2, 2}, {47, 57, 77, 87}});
    kind = convolution(1, {1, 2});
    kind.stride = {1, 3};
    addRow("size rounds down", kind, {{{1, 1, 1, 2}, {1, 10}}}, {{1, 1, 1, 4}, {1, 2, 3, 4}}, {{1, 1, 1, 1}, {21}});
    kind = convolution(1, {1, 3});
    kind.padding = {0, 1};
    addRow("padding", kind, {{{1, 1, 1, 3}, {1, 10, 100}}}, {{1, 1, 1, 2}, {1, 2}}, {{1, 1, 1, 2}, {210, 21}});
    kind = convolution(1, {3, 1});
    kind.padding = {1, 0};
    kind.stride = {2, 1};
    addRow("sides differ", kind, {{{1, 1, 3, 1}, {1, 10, 100}}}, {{1, 1, 3, 2}, {1, 2, 3, 4, 5, 6}},
        {{1, 1, 2, 2}, {310, 420, 53, 64}});
    kind = convolution(1, {1, 2});
    kind.dilation = {1, 3};
    addRow("dilation", kind, {{{1, 1, 1, 2}, {1, 10}}}, {{1, 1, 1, 5}, {1, 2, 3, 4, 5}}, {{1, 1, 1, 2}, {41, 52}});
    kind = convolution(2, {1, 1});
    addRow("channels", kind, {{{2, 2, 1, 1}, {1, 2, 3, 4}}}, {{1, 2, 1, 2}, {1, 2, 10, 20}},
        {{1, 2, 1, 2}, {21, 42, 43, 86}});
    kind.groups = 2;
    addRow("groups", kind, {{{2, 1, 1, 1}, {2, 3}}}, {{1, 2, 1, 2}, {1, 2, 10, 20}}, {{1, 2, 1, 2}, {2, 4, 30, 60}});
    addRow("batch", kind, {{{2, 1, 1, 1}, {2, 3}}}, {{2, 2, 1, 1}, {1, 2, 10, 20}}, {{2, 2, 1, 1}, {2, 6, 20, 60}});
}

void LayersTest::deconvolves_data()
{
    addColumns();
    ConvolutionKind kind = convolution(1, {1, 3});
    kind.isTransposed = true;
    kind.stride = {1, 2};
    const Weights digits{{{1, 1, 1, 3}, {1, 10, 100}}};
    addRow("stride", kind, digits, {{1, 1, 1, 2}, {1, 2}}, {{1, 1, 1, 5}, {1, 10, 102, 20, 200}});
    kind.padding = {0, 1};
    addRow("padding cuts off", kind, digits, {{1, 1, 1, 2}, {1, 2}}, {{1, 1, 1, 3}, {10, 102, 20}});
    kind = convolution(1, {1, 2});
    kind.isTransposed = true;
    kind.dilation = {1, 2};
    kind.hasBias = true;
    addRow("dilation and bias", kind, {{{1, 1, 1, 2}, {1, 10}}, {{1}, {5}}}, {{1, 1, 1, 2}, {1, 2}},
        {{1, 1, 1, 4}, {6, 7, 15, 25}});
    kind = convolution(2, {1, 1});
    kind.isTransposed = true;
    addRow(
        "inputs come first", kind, {{{2, 2, 1, 1}, {1, 2, 3, 4}}}, {{1, 2, 1, 1}, {1, 10}}, {{1, 2, 1, 1}, {31, 42}});
    kind.groups = 2;
    addRow("groups", kind, {{{2, 1, 1, 1}, {2, 3}}}, {{1, 2, 1, 1}, {1, 10}}, {{1, 2, 1, 1}, {2, 30}});
}

void LayersTest::poolsByCaffesRules_data()
{
    addColumns();
    const Blob six{{1, 1, 1, 6}, {1, 5, 2, 0, 3, 4}};
    addRow("rounds up", pooling(kMax, {1, 3}, {1, 2}), {}, six, {{1, 1, 1, 3}, {5, 3, 4}});
    PoolingKind floored = pooling(kMax, {1, 3}, {1, 2});
    floored.roundsUp = false;
    addRow("rounds down", floored, {}, six, {{1, 1, 1, 2}, {5, 3}});
    floored = pooling(kAverage, {1, 2}, {1, 3});
    floored.roundsUp = false;
    addRow("leaves columns out", floored, {}, six, {{1, 1, 1, 2}, {3, 1.5F}});
    // A fourth window would start at 5, in the padding.
    const Blob five{{1, 1, 1, 5}, {7, 1, 2, 3, 4}};
    addRow("drops a window in the padding", pooling(kMax, {1, 2}, {1, 2}, {0, 1}), {}, five, {{1, 1, 1, 3}, {7, 2, 4}});
    addRow("averages without that window", pooling(kAverage, {1, 2}, {1, 2}, {0, 1}), {}, five,
        {{1, 1, 1, 3}, {3.5F, 1.5F, 3.5F}});
    addRow("padding of rows drops columns too", pooling(kMax, {2, 1}, {2, 3}, {1, 0}), {},
        {{1, 1, 3, 5}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}}, {{1, 1, 2, 2}, {1, 4, 11, 14}});
    addRow("padding is no maximum", pooling(kMax, {1, 3}, {1, 1}, {0, 1}), {}, {{1, 1, 1, 2}, {-7, -1}},
        {{1, 1, 1, 2}, {-1, -1}});
    addRow("averages over the padding", pooling(kAverage, {1, 3}, {1, 1}, {0, 1}), {}, {{1, 1, 1, 2}, {6, 3}},
        {{1, 1, 1, 2}, {3, 3}});
    // The last window is column 5 and one of padding, of which there is no second.
    addRow("but not beyond it", pooling(kAverage, {1, 3}, {1, 2}, {0, 1}), {}, {{1, 1, 1, 6}, {3, 6, 9, 12, 15, 18}},
        {{1, 1, 1, 4}, {3, 9, 15, 9}});
    addRow("averages what is there", pooling(kAverage, {1, 3}, {1, 2}), {}, {{1, 1, 1, 4}, {1, 2, 3, 4}},
        {{1, 1, 1, 2}, {2, 3.5F}});
    const Blob square{{1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}};
    addRow("averages squares", pooling(kAverage, {2, 2}, {2, 2}), {}, square, {{1, 1, 2, 2}, {3, 4.5F, 7.5F, 9}});
    addRow("takes the maximum of squares", pooling(kMax, {2, 2}, {2, 2}), {}, square, {{1, 1, 2, 2}, {5, 6, 8, 9}});
    addRow(
        "kernel above the input", pooling(kAverage, {1, 3}, {1, 2}), {}, {{1, 1, 1, 2}, {1, 3}}, {{1, 1, 1, 1}, {2}});
    PoolingKind global = pooling(kAverage, {1, 1}, {5, 5});
    global.isGlobal = true;
    addRow("global average", global, {}, {{1, 2, 2, 2}, {1, 2, 3, 6, 0, 0, 0, -4}}, {{1, 2, 1, 1}, {3, -1}});
    global.method = kMax;
    addRow("global maximum", global, {}, {{1, 2, 2, 2}, {1, 2, 3, 6, -9, -8, -7, -4}}, {{1, 2, 1, 1}, {6, -4}});
}

/// A stride that leaves gaps, and a size that is rounded up: the third row and column of windows see nothing.
void LayersTest::givesNothingToWindowsBehindTheEnd()
{
    LayerGraph graph("hand.prototxt");
    graph.addInput("data", {1, 1, 5, 5});
    graph.addLayer("same", "Convolution", 1, convolution(1, {1, 1}), {"data"}, {"same"});
    graph.addLayer("pool", "Pooling", 2, pooling(kMax, {1, 1}, {3, 3}), {"same"}, {"pool"});
    GraphBench bench(graph, {{{{1, 1, 1, 1}, {1}}}, {}}, "pool");
    Values values(25);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(i);
    const Blob output = bench.forward({{1, 1, 5, 5}, values});
    QCOMPARE(output.shape, (BlobShape{1, 1, 3, 3}));
    QCOMPARE(output.values[0], 0.0F);
    QCOMPARE(output.values[1], 3.0F);
    QCOMPARE(output.values[3], 15.0F);
    QCOMPARE(output.values[4], 18.0F);
    for (const std::size_t empty : {2, 5, 6, 7, 8})
        QVERIFY(output.values[empty] < -3e38F);
    const Blob gradient = bench.backward({{1, 1, 3, 3}, {1, 2, 100, 3, 4, 100, 100, 100, 100}});
    Values expected(25, 0.0F);
    expected[0] = 1.0F;
    expected[3] = 2.0F;
    expected[15] = 3.0F;
    expected[18] = 4.0F;
    QCOMPARE(gradient.values, expected);
}

void LayersTest::normalises_data()
{
    addColumns();
    LrnKind lrn;
    lrn.localSize = 3;
    lrn.alpha = 3.0; // by three channels: 1
    lrn.beta = 1.0;
    addRow("LRN across channels", lrn, {}, {{1, 3, 1, 1}, {1, 2, 3}},
        {{1, 3, 1, 1}, {1.0F / 6.0F, 2.0F / 15.0F, 3.0F / 14.0F}});
    lrn.k = 3.0;
    lrn.beta = 0.5;
    addRow("LRN with k and a root", lrn, {}, {{1, 2, 1, 2}, {2, 1, 3, 0}}, {{1, 2, 1, 2}, {0.5F, 0.5F, 0.75F, 0}});
    lrn.beta = 0.75;
    addRow("LRN with the usual power", lrn, {}, {{1, 2, 1, 1}, {2, 3}}, {{1, 2, 1, 1}, {0.25F, 0.375F}});
    lrn.localSize = 9;
    lrn.alpha = 9.0;
    addRow("LRN over more than there is", lrn, {}, {{1, 2, 1, 1}, {2, 3}}, {{1, 2, 1, 1}, {0.25F, 0.375F}});
    lrn = {3, 9.0, 1.0, 5.0, true}; // by nine pixels: 1; k has no part in it
    addRow("LRN within a channel", lrn, {}, {{1, 2, 1, 3}, {1, 2, 3, 0, 0, 7}},
        {{1, 2, 1, 3}, {1.0F / 6.0F, 2.0F / 15.0F, 3.0F / 14.0F, 0, 0, 0.14F}});

    BatchNormKind norm;
    norm.epsilon = 0.0;
    const Blob pairs{{1, 2, 1, 2}, {3, 5, 8, -4}};
    addRow("BatchNorm divides by its factor", norm, {{{2}, {2, 4}}, {{2}, {8, 18}}, {{1}, {2}}}, pairs,
        {{1, 2, 1, 2}, {1, 2, 2, -2}});
    norm.epsilon = 0.25;
    addRow("BatchNorm without statistics", norm, {{{2}, {2, 4}}, {{2}, {8, 18}}, {{1}, {0}}}, pairs,
        {{1, 2, 1, 2}, {6, 10, 16, -8}});
    norm.epsilon = 1.0;
    norm.weights = BatchNormKind::Weights::Nvidia;
    addRow("BatchNorm with a factor behind", norm,
        {{{2}, {1, 2}}, {{2}, {3, 8}}, {{1}, {7}}, {{2}, {2, 3}}, {{2}, {10, 20}}}, pairs,
        {{1, 2, 1, 2}, {12, 14, 26, 14}});
    norm.weights = BatchNormKind::Weights::FactorFirst;
    addRow("BatchNorm with a factor first", norm, {{{2}, {2, 3}}, {{2}, {10, 20}}, {{2}, {1, 2}}, {{2}, {3, 8}}}, pairs,
        {{1, 2, 1, 2}, {12, 14, 26, 14}});
}

void LayersTest::normalisesEachPicture_data()
{
    addColumns();
    const Blob pairs{{2, 2, 1, 2}, {1, 5, 2, 2, 3, 3, -1, 3}};
    const MvnKind mvn;
    addRow("MVN", mvn, {}, pairs, {{2, 2, 1, 2}, {-1, 1, 0, 0, 0, 0, -1, 1}});
    addRow("MVN, the mean alone", MvnKind{false}, {}, pairs, {{2, 2, 1, 2}, {-2, 2, 0, 0, 0, 0, -2, 2}});
    addRow("MVN adds to the deviation", MvnKind{true, false, 2.0}, {}, pairs,
        {{2, 2, 1, 2}, {-0.5F, 0.5F, 0, 0, 0, 0, -0.5F, 0.5F}});
    addRow(
        "MVN across channels", MvnKind{true, true}, {}, {{1, 2, 1, 2}, {1, 5, 5, 1}}, {{1, 2, 1, 2}, {-1, 1, 1, -1}});
    NormalizeKind normalize;
    addRow("Normalize", normalize, {{{1}, {10}}}, {{2, 2, 1, 2}, {3, 0, 0, 4, 0, 6, 8, 0}},
        {{2, 2, 1, 2}, {6, 0, 0, 8, 0, 6, 8, 0}});
    normalize.isAcrossPixels = false;
    normalize.isChannelShared = false;
    addRow("Normalize of pixels", normalize, {{{2}, {2, 20}}}, {{1, 2, 1, 2}, {3, 0, 4, 2}},
        {{1, 2, 1, 2}, {1.2F, 0, 16, 20}});
    normalize.epsilon = 11.0;
    addRow("Normalize adds to the square", normalize, {{{2}, {1, 1}}}, {{1, 2, 1, 1}, {3, 4}},
        {{1, 2, 1, 1}, {0.5F, 2.0F / 3.0F}});
}

void LayersTest::scales_data()
{
    addColumns();
    ScaleKind scale;
    scale.hasBias = true;
    addRow("Scale with bias", scale, {{{2}, {2, 3}}, {{2}, {10, 20}}}, {{1, 2, 1, 2}, {1, 2, 3, 4}},
        {{1, 2, 1, 2}, {12, 14, 29, 32}});
    scale.hasBias = false;
    scale.axis = -1;
    addRow("Scale of columns", scale, {{{2}, {2, 3}}}, {{1, 2, 1, 2}, {1, 2, 3, 4}}, {{1, 2, 1, 2}, {2, 6, 6, 12}});
    scale.axis = 1;
    scale.axes = -1;
    addRow("Scale of all axes", scale, {{{2, 1, 2}, {1, 2, 3, 4}}}, {{2, 2, 1, 2}, {1, 2, 3, 4, 5, 6, 7, 8}},
        {{2, 2, 1, 2}, {1, 4, 9, 16, 5, 12, 21, 32}});
    scale.axes = 0;
    addRow("Scale by one number", scale, {{{}, {3}}}, {{1, 1, 1, 2}, {1, 2}}, {{1, 1, 1, 2}, {3, 6}});
    addRow("Bias", BiasKind{}, {{{2}, {10, 20}}}, {{1, 2, 1, 2}, {1, 2, 3, 4}}, {{1, 2, 1, 2}, {11, 12, 23, 24}});
    addRow("Bias of all axes", BiasKind{1, -1, {}}, {{{2, 1, 2}, {10, 20, 30, 40}}}, {{1, 2, 1, 2}, {1, 2, 3, 4}},
        {{1, 2, 1, 2}, {11, 22, 33, 44}});
    addRow("Softmax", SoftmaxKind{}, {}, {{1, 2, 1, 2}, {0, 5, std::log(3.0F), 5}},
        {{1, 2, 1, 2}, {0.25F, 0.5F, 0.75F, 0.5F}});
    addRow("Softmax of columns", SoftmaxKind{-1}, {}, {{1, 2, 1, 2}, {0, std::log(3.0F), 5, 5}},
        {{1, 2, 1, 2}, {0.25F, 0.75F, 0.5F, 0.5F}});
}

void LayersTest::bends_data()
{
    addColumns();
    const Blob data{{1, 1, 1, 3}, {-2, 0, 3}};
    const float e2 = std::exp(-2.0F);
    const auto row = [&](const char* name, const LayerKind& kind, const Values& expected) {
        addRow(name, kind, {}, data, {{1, 1, 1, 3}, expected});
    };
    row("ReLU", ReluKind{}, {0, 0, 3});
    row("leaky ReLU", ReluKind{0.1}, {-0.2F, 0, 3});
    row("folding ReLU", ReluKind{-0.5}, {1, 0, 3});
    row("ELU", EluKind{2.0}, {2 * (e2 - 1), 0, 3});
    row("Sigmoid", SigmoidKind{}, {e2 / (1 + e2), 0.5F, 1 / (1 + std::exp(-3.0F))});
    row("TanH", TanhKind{}, {std::tanh(-2.0F), 0, std::tanh(3.0F)});
    row("Power", PowerKind{2.0, 2.0, 1.0}, {9, 1, 49});
    row("Power 1", PowerKind{1.0, 2.0, 1.0}, {-3, 1, 7});
    row("Power 0", PowerKind{0.0, 2.0, 1.0}, {1, 1, 1});
    row("Power 0.5", PowerKind{0.5, 2.0, 10.0}, {std::sqrt(6.0F), std::sqrt(10.0F), 4});
    row("ReLU6", Relu6Kind{}, {0, 0, 3});
    addRow("leaky ReLU6", Relu6Kind{0.5}, {}, {{1, 1, 1, 3}, {-1, 5, 8}}, {{1, 1, 1, 3}, {-0.5F, 5, 6}});
    row("AbsVal", AbsoluteKind{}, {2, 0, 3});
    row("Exp", ExpKind{}, {e2, 1, std::exp(3.0F)});
    row("Exp of base 2", ExpKind{std::log(2.0), 2.0, 1.0}, {0.125F, 2, 128});
    row("Log", LogKind{1.0, 1.0, 3.0}, {0, std::log(3.0F), std::log(6.0F)});
    row("Log of base 2", LogKind{std::log(2.0), 2.0, 10.0}, {std::log2(6.0F), std::log2(10.0F), 4});
    row("Clip", ClipKind{-1.0, 2.0}, {-1, 0, 2});
    row("Swish", SwishKind{2.0}, {-2 / (1 + std::exp(4.0F)), 0, 3 / (1 + std::exp(-6.0F))});
    row("Dropout", IdentityKind{}, {-2, 0, 3});
    addRow(
        "PReLU", PreluKind{}, {{{2}, {0.5F, 0.25F}}}, {{1, 2, 1, 2}, {-2, 2, -4, 4}}, {{1, 2, 1, 2}, {-1, 2, -1, 4}});
    addRow("shared PReLU", PreluKind{true, {}}, {{{1}, {0.5F}}}, {{1, 2, 1, 2}, {-2, 2, -4, 4}},
        {{1, 2, 1, 2}, {-1, 2, -2, 4}});
}

void LayersTest::reshapes_data()
{
    addColumns();
    const Blob data{{2, 2, 1, 2}, {1, 2, 3, 4, 5, 6, 7, 8}};
    addRow("Flatten", FlattenKind{}, {}, data, {{2, 4}, data.values});
    addRow("Flatten from axis 2", FlattenKind{2, -1}, {}, data, {{2, 2, 2}, data.values});
    addRow("Flatten to axis 2", FlattenKind{1, 2}, {}, data, {{2, 2, 2}, data.values});
    addRow("Reshape with 0 and -1", ReshapeKind{{0, -1, 1, 1}}, {}, data, {{2, 4, 1, 1}, data.values});
    addRow("Reshape swaps sizes", ReshapeKind{{0, 1, 2, -1}}, {}, data, {{2, 1, 2, 2}, data.values});
    addRow("Reshape in the middle", ReshapeKind{{-1}, 1, 2}, {}, data, {{2, 2, 2}, data.values});
    addRow("Reshape of a batch of one", ReshapeKind{{-1, 2, 2}}, {}, data, {{2, 2, 2}, data.values});
    addRow(
        "ShuffleChannel", ShuffleKind{2}, {}, {{1, 6, 1, 1}, {1, 2, 3, 4, 5, 6}}, {{1, 6, 1, 1}, {1, 4, 2, 5, 3, 6}});
    addRow("ShuffleChannel in three groups", ShuffleKind{3}, {}, {{1, 6, 1, 1}, {1, 2, 3, 4, 5, 6}},
        {{1, 6, 1, 1}, {1, 3, 5, 2, 4, 6}});
    addRow("Permute", PermuteKind{{0, 2, 3, 1}}, {}, data, {{2, 1, 2, 2}, {1, 3, 2, 4, 5, 7, 6, 8}});
    addRow("Permute, the rest as it is", PermuteKind{{0, 3}}, {}, data, {{2, 2, 2, 1}, {1, 3, 2, 4, 5, 7, 6, 8}});
}

void LayersTest::resizesBetweenItsCorners_data()
{
    addColumns();
    InterpolationKind kind;
    kind.size = {1, 3};
    addRow("Interp to a size", kind, {}, {{1, 2, 1, 2}, {1, 3, 10, 30}}, {{1, 2, 1, 3}, {1, 2, 3, 10, 20, 30}});
    kind.size = {1, 1};
    const Blob square{{1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}};
    addRow("Interp to one pixel", kind, {}, square, {{1, 1, 1, 1}, {1}});
    kind.size = {0, 0};
    kind.zoom = 2;
    addRow("Interp zooms", kind, {}, {{1, 1, 2, 2}, {1, 3, 5, 7}}, {{1, 1, 3, 3}, {1, 2, 3, 3, 4, 5, 5, 6, 7}});
    kind.zoom = 1;
    kind.shrinking = 2;
    addRow("Interp shrinks", kind, {}, square, {{1, 1, 2, 2}, {1, 3, 7, 9}});
    kind.zoom = 4;
    addRow("Interp shrinks and zooms", kind, {}, {{1, 1, 1, 3}, {1, 2, 3}}, {{1, 1, 1, 5}, {1, 1.5F, 2, 2.5F, 3}});
    kind = InterpolationKind{};
    kind.cutBefore = 1;
    addRow("Interp cuts off", kind, {}, square, {{1, 1, 2, 2}, {5, 6, 8, 9}});
    kind.cutAfter = 1;
    kind.size = {1, 2};
    addRow("Interp cuts off, and resizes", kind, {}, square, {{1, 1, 1, 2}, {5, 5}});
}

void LayersTest::multipliesByMatrices_data()
{
    addColumns();
    InnerProductKind kind;
    kind.outputs = 2;
    addRow("InnerProduct", kind, {{{2, 3}, {1, 2, 3, 4, 5, 6}}, {{2}, {10, 20}}}, {{2, 3, 1, 1}, {1, 2, 3, 0, 1, 0}},
        {{2, 2}, {24, 52, 12, 25}});
    kind.hasBias = false;
    kind.isTransposed = true;
    addRow(
        "InnerProduct transposed", kind, {{{3, 2}, {1, 2, 3, 4, 5, 6}}}, {{1, 3, 1, 1}, {1, 2, 3}}, {{1, 2}, {22, 28}});
    kind.isTransposed = false;
    kind.outputs = 1;
    kind.axis = 2;
    addRow("InnerProduct of axis 2", kind, {{{1, 2}, {1, 10}}}, {{1, 2, 1, 2}, {1, 2, 3, 4}}, {{1, 2, 1}, {21, 43}});
}

QTEST_GUILESS_MAIN(LayersTest)
#include "tst_layers.moc"
