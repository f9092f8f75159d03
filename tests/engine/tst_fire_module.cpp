// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch's headers come before Qt's.
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>
#include <torch/csrc/autograd/autograd.h>

#include "network/graph_runner.h"
#include "support/graph_bench.h"
#include "support/random_values.h"

#include <QTest>

#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

ConvolutionKind convolution(std::int64_t outputs, std::int64_t kernel, std::int64_t padding = 0)
{
    ConvolutionKind kind;
    kind.outputs = outputs;
    kind.kernel = {kernel, kernel};
    kind.padding = {padding, padding};
    return kind;
}

/// SqueezeNet's fire module behind a first convolution and a pooling that rounds up.
LayerGraph fireGraph()
{
    LayerGraph graph("fire.prototxt");
    graph.addInput("data", {1, 3, 14, 12});
    PoolingKind pool;
    pool.kernel = {3, 3};
    pool.stride = {2, 2};
    graph.addLayer("conv1", "Convolution", 1, convolution(6, 3), {"data"}, {"conv1"});
    graph.addLayer("relu_conv1", "ReLU", 2, ReluKind{}, {"conv1"}, {"conv1"});
    graph.addLayer("pool1", "Pooling", 3, pool, {"conv1"}, {"pool1"});
    graph.addLayer("squeeze", "Convolution", 4, convolution(4, 1), {"pool1"}, {"squeeze"});
    graph.addLayer("relu_squeeze", "ReLU", 5, ReluKind{}, {"squeeze"}, {"squeeze"});
    graph.addLayer("expand1", "Convolution", 6, convolution(5, 1), {"squeeze"}, {"expand1"});
    graph.addLayer("relu_expand1", "ReLU", 7, ReluKind{}, {"expand1"}, {"expand1"});
    graph.addLayer("expand3", "Convolution", 8, convolution(5, 3, 1), {"squeeze"}, {"expand3"});
    graph.addLayer("relu_expand3", "ReLU", 9, ReluKind{}, {"expand3"}, {"expand3"});
    graph.addLayer("concat", "Concat", 10, ConcatKind{}, {"expand1", "expand3"}, {"concat"});
    return graph;
}

at::Tensor tensorOf(const BlobShape& shape, const std::vector<float>& values)
{
    return at::from_blob(const_cast<float*>(values.data()), shape).clone();
}

at::Tensor randomTensor(const BlobShape& shape, std::uint64_t seed)
{
    const std::vector<double> values = randomValues(static_cast<std::size_t>(elementCount(shape)), -1.0, 1.0, seed);
    return tensorOf(shape, {values.begin(), values.end()});
}

/// The same by LibTorch's own operators.
at::Tensor fire(const at::Tensor& data, const GraphWeights& weights)
{
    const auto convolved = [&](const at::Tensor& input, std::size_t layer, std::int64_t padding) {
        const std::vector<WeightBlob>& blobs = weights[layer];
        return at::conv2d(input, tensorOf(blobs[0].shape, blobs[0].values), tensorOf(blobs[1].shape, blobs[1].values),
            {1, 1}, {padding, padding});
    };
    const at::Tensor conv1 = at::relu(convolved(data, 0, 0));
    const at::Tensor pool1 = at::max_pool2d(conv1, {3, 3}, {2, 2}, {0, 0}, {1, 1}, true);
    const at::Tensor squeeze = at::relu(convolved(pool1, 3, 0));
    return at::cat({at::relu(convolved(squeeze, 5, 0)), at::relu(convolved(squeeze, 7, 1))}, 1);
}

double distance(const at::Tensor& left, const at::Tensor& right)
{
    return (left - right).abs().max().item<double>();
}

} // namespace

class FireModuleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithAutograd_data();
    void agreesWithAutograd();
    void leavesThePictureAsItIs();
};

void FireModuleTest::agreesWithAutograd_data()
{
    QTest::addColumn<int>("batch");
    QTest::newRow("one image") << 1;
    QTest::newRow("a batch of three") << 3;
}

void FireModuleTest::agreesWithAutograd()
{
    QFETCH(int, batch);
    const LayerGraph graph = fireGraph();
    const GraphWeights weights = randomWeights(graph, -0.5, 0.7);
    const at::Tensor data = randomTensor({batch, 3, 14, 12}, 5);
    const at::Tensor picture = data.clone().set_requires_grad(true);
    const at::Tensor expected = fire(picture, weights);
    const at::Tensor functional = randomTensor(expected.sizes().vec(), 6);
    const at::Tensor slope = torch::autograd::grad({expected}, {picture}, {functional})[0];

    GraphRunner runner(graph, weights, graph.findTarget("concat"));
    const at::Tensor output = runner.forward(data);
    QVERIFY(output.sizes() == expected.sizes());
    QVERIFY(expected.abs().max().item<double>() > 0.5);
    QVERIFY2(distance(output, expected) < 1e-5, qPrintable(QString::number(distance(output, expected))));
    const at::Tensor gradient = runner.backward(functional);
    QVERIFY(slope.abs().max().item<double>() > 0.1);
    QVERIFY2(distance(gradient, slope) < 1e-5, qPrintable(QString::number(distance(gradient, slope))));
    QCOMPARE(distance(data, picture.detach()), 0.0);
}

void FireModuleTest::leavesThePictureAsItIs()
{
    // Though its only reader could work in place.
    LayerGraph graph("relu.prototxt");
    graph.addInput("data", {1, 3, 4, 4});
    graph.addLayer("relu", "ReLU", 1, ReluKind{}, {"data"}, {"relu"});
    GraphRunner runner(graph, {{}}, graph.findTarget("relu"));
    const at::Tensor data = randomTensor({1, 3, 4, 4}, 7);
    const at::Tensor before = data.clone();
    const at::Tensor output = runner.forward(data);
    QVERIFY(distance(output, before) > 0.1);
    QCOMPARE(distance(data, before), 0.0);
}

QTEST_GUILESS_MAIN(FireModuleTest)
#include "tst_fire_module.moc"
