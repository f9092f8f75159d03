// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"
#include "support/prototxt_test.h"

#include "cnnvis/error.h"

#include <QByteArray>
#include <QTest>

#include <cmath>
#include <string>
#include <variant>
#include <vector>

using namespace cnnvis;

namespace {

const QByteArray kInput = "input: \"data\"\ninput_shape { dim: 10 dim: 3 dim: 20 dim: 30 }\n";

/// A layer of the newer generation that reads `data`, on the third line of a file that starts with kInput.
QByteArray layerText(const QByteArray& type, const QByteArray& parameters)
{
    return "layer { name: \"one\" type: \"" + type + "\" bottom: \"data\" top: \"one\" " + parameters + " }\n";
}

QByteArray convolution(const QByteArray& parameters)
{
    return layerText("Convolution", "convolution_param { num_output: 6 kernel_size: 3 " + parameters + " }");
}

template <typename Kind>
const Kind& kindOf(const LayerGraph& graph, std::size_t layer = 0)
{
    return std::get<Kind>(graph.layers().at(layer).kind);
}

QString targetProblem(const LayerGraph& graph, const char* target)
{
    try {
        graph.findTarget(target);
    } catch (const ModelError& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

std::string shapeOf(const LayerGraph& graph)
{
    const auto& shape = graph.values().back().shape;
    return shape ? shapeText(*shape) : "unknown";
}

} // namespace

class CaffeNetworkTest : public PrototxtTestBase {
    Q_OBJECT

private Q_SLOTS:
    void readsBothGenerationsAlike();
    void readsPairsInEveryWay_data();
    void readsPairsInEveryWay();
    void infersShapesOfAllKinds_data();
    void infersShapesOfAllKinds();
    void readsParameters();
    void readsFillers();
    void drawsXavierWhereNoFillerIsGiven();
    void keepsUnsupportedLayers_data();
    void keepsUnsupportedLayers();
    void keepsLayersWithUnknownWords_data();
    void keepsLayersWithUnknownWords();
    void refusesTargetsBehindBadLayers_data();
    void refusesTargetsBehindBadLayers();
    void refusesBadFiles_data();
    void refusesBadFiles();
};

void CaffeNetworkTest::readsBothGenerationsAlike()
{
    const QByteArray parameters =
        "convolution_param { num_output: 8 kernel_size: 3 pad: 1 stride: 2 weight_filler { type: \"msra\" } }";
    const QByteArray pooling = "pooling_param { pool: AVE kernel_size: 3 stride: 2 }";
    const QByteArray older = kInput + "layers { name: \"c\" type: CONVOLUTION bottom: \"data\" top: \"c\" blobs_lr: 1 "
        + parameters + " }\nlayers { name: \"r\" type: RELU bottom: \"c\" top: \"c\" }\n"
        + "layers { name: \"p\" type: POOLING bottom: \"c\" top: \"p\" " + pooling
        + " }\nlayers { name: \"f\" type: INNER_PRODUCT bottom: \"p\" top: \"f\" inner_product_param { num_output: 5 } "
          "}\n"
        + "layers { name: \"s\" type: SOFTMAX bottom: \"f\" top: \"s\" }\n";
    QByteArray newer = QByteArray(older).replace("layers", "layer").replace("blobs_lr: 1", "param { lr_mult: 1 }");
    newer.replace("CONVOLUTION", "\"Convolution\"").replace("RELU", "\"ReLU\"").replace("POOLING", "\"Pooling\"");
    newer.replace("INNER_PRODUCT", "\"InnerProduct\"").replace("SOFTMAX", "\"Softmax\"");
    const LayerGraph before = read(older);
    const LayerGraph after = read(newer);
    QCOMPARE(before.layers().size(), std::size_t{5});
    QCOMPARE(before.layers().size(), after.layers().size());
    for (std::size_t i = 0; i < before.layers().size(); ++i) {
        QCOMPARE(before.layers()[i].name, after.layers()[i].name);
        QCOMPARE(before.layers()[i].kind.index(), after.layers()[i].kind.index());
        QCOMPARE(before.layers()[i].line, static_cast<int>(i) + 3);
        QCOMPARE(before.weightShapes(before.layers()[i]), after.weightShapes(after.layers()[i]));
    }
    QCOMPARE(before.layers()[3].type, std::string("INNER_PRODUCT"));
    QCOMPARE(shapeOf(before), std::string("5"));
    QCOMPARE(before.weightShapes(before.layers()[0])[0], (BlobShape{8, 3, 3, 3}));
    QVERIFY(kindOf<ConvolutionKind>(before).weightFiller.kind == Filler::Kind::Msra);
    QVERIFY(kindOf<PoolingKind>(before, 2).method == PoolingKind::Method::Average);
}

void CaffeNetworkTest::readsPairsInEveryWay_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QString>("shape");
    QTest::newRow("one number") << QByteArray("kernel_size: 5 stride: 2 pad: 1") << QStringLiteral("6 x 9 x 14");
    QTest::newRow("two numbers") << QByteArray("kernel_size: 5 kernel_size: 3 stride: 2 stride: 1 pad: 0 pad: 1")
                                 << QStringLiteral("6 x 8 x 30");
    QTest::newRow("sides") << QByteArray("kernel_h: 5 kernel_w: 3 stride_h: 2 stride_w: 1 pad_h: 0 pad_w: 1")
                           << QStringLiteral("6 x 8 x 30");
    QTest::newRow("one pad") << QByteArray("kernel_size: 1 pad_h: 2") << QStringLiteral("6 x 24 x 30");
    QTest::newRow("dilation") << QByteArray("kernel_size: 3 dilation: 2 dilation: 3") << QStringLiteral("6 x 16 x 24");
    QTest::newRow("groups") << QByteArray("kernel_size: 1 group: 3") << QStringLiteral("6 x 20 x 30");
}

void CaffeNetworkTest::readsPairsInEveryWay()
{
    QFETCH(QByteArray, parameters);
    QFETCH(QString, shape);
    const LayerGraph graph =
        read(kInput + layerText("Convolution", "convolution_param { num_output: 6 " + parameters + " }"));
    QCOMPARE(QString::fromStdString(shapeOf(graph)), shape);
}

void CaffeNetworkTest::infersShapesOfAllKinds_data()
{
    QTest::addColumn<QByteArray>("layer");
    QTest::addColumn<QString>("shape");
    const auto row = [](const char* name, const QByteArray& type, const QByteArray& parameters, const char* shape) {
        QTest::newRow(name) << layerText(type, parameters) << QString::fromLatin1(shape);
    };
    row("pooling rounds up", "Pooling", "pooling_param { kernel_size: 3 stride: 2 }", "3 x 10 x 15");
    row("pooling rounds down", "Pooling", "pooling_param { kernel_size: 3 stride: 2 round_mode: FLOOR }", "3 x 9 x 14");
    row("pooling of a fork", "Pooling", "pooling_param { kernel_size: 3 stride: 2 ceil_mode: false }", "3 x 9 x 14");
    row("pooling sides", "Pooling", "pooling_param { kernel_h: 2 kernel_w: 5 stride_h: 2 stride_w: 5 }", "3 x 10 x 6");
    row("global pooling", "Pooling", "pooling_param { pool: AVE global_pooling: true }", "3 x 1 x 1");
    row("Deconvolution", "Deconvolution", "convolution_param { num_output: 2 kernel_size: 4 stride: 2 pad: 1 }",
        "2 x 40 x 60");
    row("LRN", "LRN", "lrn_param { local_size: 3 norm_region: WITHIN_CHANNEL }", "3 x 20 x 30");
    row("InnerProduct", "InnerProduct", "inner_product_param { num_output: 7 }", "7");
    row("InnerProduct from axis 2", "InnerProduct", "inner_product_param { num_output: 7 axis: 2 }", "3 x 7");
    row("Softmax", "Softmax", "softmax_param { axis: 1 }", "3 x 20 x 30");
    row("BatchNorm", "BatchNorm", "batch_norm_param { use_global_stats: false eps: 0.001 }", "3 x 20 x 30");
    row("Scale", "Scale", "scale_param { bias_term: true }", "3 x 20 x 30");
    row("PReLU", "PReLU", "prelu_param { channel_shared: true }", "3 x 20 x 30");
    row("ELU", "ELU", "elu_param { alpha: 0.5 }", "3 x 20 x 30");
    row("Sigmoid", "Sigmoid", {}, "3 x 20 x 30");
    row("TanH", "TanH", {}, "3 x 20 x 30");
    row("Power", "Power", "power_param { power: 2 scale: 3 shift: 1 }", "3 x 20 x 30");
    row("Slice", "Slice", "top: \"b\" slice_param { slice_dim: 1 slice_point: 1 }", "2 x 20 x 30");
    row("Slice by axis", "Slice", "top: \"b\" slice_param { axis: 2 }", "3 x 10 x 30");
    row("Split", "Split", "top: \"b\"", "3 x 20 x 30");
    row("Dropout", "Dropout", "dropout_param { dropout_ratio: 0.4 }", "3 x 20 x 30");
    row("Flatten", "Flatten", "flatten_param { axis: 2 }", "3 x 600");
    row("Reshape", "Reshape", "reshape_param { shape { dim: 0 dim: -1 dim: 100 } }", "18 x 100");
    row("Permute", "Permute", "permute_param { order: 0 order: 2 order: 3 order: 1 }", "20 x 30 x 3");
    row("Concat", "Concat", "bottom: \"data\" concat_param { axis: 2 }", "3 x 40 x 30");
    row("old Concat", "Concat", "bottom: \"data\" concat_param { concat_dim: 1 }", "6 x 20 x 30");
    row("Eltwise", "Eltwise", "bottom: \"data\" eltwise_param { operation: SUM coeff: 1 coeff: -1 }", "3 x 20 x 30");
    row("DepthwiseConvolution", "DepthwiseConvolution", "convolution_param { num_output: 3 kernel_size: 3 group: 3 }",
        "3 x 18 x 28");
    row("ConvolutionDepthwise", "ConvolutionDepthwise", "convolution_param { num_output: 3 kernel_size: 3 pad: 1 }",
        "3 x 20 x 30");
    row("BN", "BN", "bn_param { bn_mode: INFERENCE }", "3 x 20 x 30");
    row("BN with statistics", "BN", "bn_param { frozen: true momentum: 0.95 }", "3 x 20 x 30");
    row("MVN", "MVN", {}, "3 x 20 x 30");
    row("Normalize", "Normalize", "norm_param { across_spatial: false }", "3 x 20 x 30");
    row("Bias", "Bias", {}, "3 x 20 x 30");
    row("ReLU6", "ReLU6", {}, "3 x 20 x 30");
    row("AbsVal", "AbsVal", {}, "3 x 20 x 30");
    row("Exp", "Exp", {}, "3 x 20 x 30");
    row("Log", "Log", {}, "3 x 20 x 30");
    row("Clip", "Clip", "clip_param { min: -1 max: 1 }", "3 x 20 x 30");
    row("Swish", "Swish", {}, "3 x 20 x 30");
    row("ShuffleChannel", "ShuffleChannel", "shuffle_channel_param { group: 3 }", "3 x 20 x 30");
    row("Interp", "Interp", "interp_param { height: 33 width: 65 }", "3 x 33 x 65");
    row("Interp zooms", "Interp", "interp_param { zoom_factor: 8 height: 1 width: 1 }", "3 x 153 x 233");
    row("Interp shrinks", "Interp", "interp_param { shrink_factor: 2 pad_beg: -1 pad_end: -2 }", "3 x 9 x 14");
    row("Interp shrinks and zooms", "Interp", "interp_param { shrink_factor: 2 zoom_factor: 3 }", "3 x 28 x 43");
    row("Crop", "Crop", "bottom: \"data\" crop_param { axis: 2 offset: 0 }", "3 x 20 x 30");
}

void CaffeNetworkTest::infersShapesOfAllKinds()
{
    QFETCH(QByteArray, layer);
    QFETCH(QString, shape);
    QCOMPARE(QString::fromStdString(shapeOf(read(kInput + layer))), shape);
}

void CaffeNetworkTest::readsParameters()
{
    const auto lrn = read(kInput + layerText("LRN", "lrn_param { local_size: 7 alpha: 0.0001 beta: 0.5 k: 2 }"));
    QCOMPARE(kindOf<LrnKind>(lrn).localSize, std::int64_t{7});
    QCOMPARE(kindOf<LrnKind>(lrn).alpha, 0.0001);
    QCOMPARE(kindOf<LrnKind>(lrn).beta, 0.5);
    QCOMPARE(kindOf<LrnKind>(lrn).k, 2.0);
    QVERIFY(!kindOf<LrnKind>(lrn).isWithinChannel);
    const auto defaults = read(kInput + layerText("LRN", {}));
    QCOMPARE(kindOf<LrnKind>(defaults).localSize, std::int64_t{5});
    QCOMPARE(kindOf<LrnKind>(defaults).alpha, 1.0);
    QCOMPARE(kindOf<LrnKind>(defaults).beta, 0.75);

    QCOMPARE(
        kindOf<ReluKind>(read(kInput + layerText("ReLU", "relu_param { negative_slope: 0.1 }"))).negativeSlope, 0.1);
    QCOMPARE(kindOf<BatchNormKind>(read(kInput + layerText("BatchNorm", {}))).epsilon, 1e-5);
    QCOMPARE(kindOf<EluKind>(read(kInput + layerText("ELU", "elu_param { alpha: 0.5 }"))).alpha, 0.5);
    const auto power = read(kInput + layerText("Power", "power_param { power: 2 scale: 3 shift: -1 }"));
    QCOMPARE(kindOf<PowerKind>(power).power, 2.0);
    QCOMPARE(kindOf<PowerKind>(power).scale, 3.0);
    QCOMPARE(kindOf<PowerKind>(power).shift, -1.0);
    const auto maximum = read(kInput + layerText("Eltwise", "bottom: \"data\" eltwise_param { operation: MAX }"));
    QVERIFY(kindOf<EltwiseKind>(maximum).operation == EltwiseKind::Operation::Maximum);
    const auto product = read(kInput + layerText("Eltwise", "bottom: \"data\" eltwise_param { operation: PROD }"));
    QVERIFY(kindOf<EltwiseKind>(product).operation == EltwiseKind::Operation::Product);
    const auto scale = read(kInput + layerText("Scale", "scale_param { axis: 2 num_axes: -1 }"));
    QCOMPARE(kindOf<ScaleKind>(scale).axis, std::int64_t{2});
    QCOMPARE(kindOf<ScaleKind>(scale).axes, std::int64_t{-1});
    QVERIFY(!kindOf<ScaleKind>(scale).hasBias);
    QVERIFY(!kindOf<ConvolutionKind>(read(kInput + convolution("bias_term: false"))).hasBias);
    const auto depthwise = read(kInput
        + layerText("ConvolutionDepthwise", "convolution_param { num_output: 3 kernel_size: 5 bias_term: false }"));
    QCOMPARE(depthwise.weightShapes(depthwise.layers()[0]), (std::vector<BlobShape>{{3, 1, 5, 5}}));
    const auto exp = read(kInput + layerText("Exp", "exp_param { base: 2 scale: 3 shift: -1 }"));
    QCOMPARE(kindOf<ExpKind>(exp).logOfBase, std::log(2.0));
    QCOMPARE(kindOf<ExpKind>(exp).scale, 3.0);
    QCOMPARE(kindOf<ExpKind>(exp).shift, -1.0);
    QCOMPARE(kindOf<ExpKind>(read(kInput + layerText("Exp", {}))).logOfBase, 1.0);
    QCOMPARE(kindOf<LogKind>(read(kInput + layerText("Log", "log_param { base: 10 }"))).logOfBase, std::log(10.0));
    QCOMPARE(kindOf<ClipKind>(read(kInput + layerText("Clip", "clip_param { min: -3 max: 2 }"))).minimum, -3.0);
    QCOMPARE(kindOf<SwishKind>(read(kInput + layerText("Swish", "swish_param { beta: 2 }"))).beta, 2.0);
    QCOMPARE(
        kindOf<Relu6Kind>(read(kInput + layerText("ReLU6", "relu6_param { negative_slope: 0.1 }"))).negativeSlope, 0.1);
    const auto mvn = read(kInput
        + "layers { name: \"one\" type: MVN bottom: \"data\" top: \"one\" mvn_param { normalize_variance: false "
          "across_channels: true eps: 0.5 } }\n");
    QVERIFY(!kindOf<MvnKind>(mvn).dividesByDeviation && kindOf<MvnKind>(mvn).isAcrossChannels);
    QCOMPARE(kindOf<MvnKind>(mvn).epsilon, 0.5);
    const auto norm = read(kInput
        + layerText(
            "Normalize", "norm_param { across_spatial: false channel_shared: false scale_filler { value: 20 } }"));
    QVERIFY(!kindOf<NormalizeKind>(norm).isAcrossPixels && !kindOf<NormalizeKind>(norm).isChannelShared);
    QCOMPARE(kindOf<NormalizeKind>(norm).epsilon, 1e-10);
    QCOMPARE(kindOf<NormalizeKind>(norm).factorFiller.value, 20.0);
    const auto inner =
        read(kInput + layerText("InnerProduct", "inner_product_param { num_output: 4 transpose: true }"));
    QCOMPARE(inner.weightShapes(inner.layers()[0])[0], (BlobShape{1800, 4}));
}

void CaffeNetworkTest::readsFillers()
{
    const auto graph = read(kInput
        + convolution(
            "weight_filler { type: \"gaussian\" mean: 1 std: 0.01 } bias_filler { type: \"constant\" value: 0.2 }"));
    const auto& kind = kindOf<ConvolutionKind>(graph);
    QVERIFY(kind.weightFiller.kind == Filler::Kind::Gaussian);
    QCOMPARE(kind.weightFiller.mean, 1.0);
    QCOMPARE(kind.weightFiller.deviation, 0.01);
    QVERIFY(kind.biasFiller.kind == Filler::Kind::Constant);
    QCOMPARE(kind.biasFiller.value, 0.2);
    const auto uniform =
        read(kInput + convolution("weight_filler { type: \"uniform\" min: -2 max: 3 variance_norm: AVERAGE }"));
    QVERIFY(kindOf<ConvolutionKind>(uniform).weightFiller.kind == Filler::Kind::Uniform);
    QCOMPARE(kindOf<ConvolutionKind>(uniform).weightFiller.minimum, -2.0);
    QCOMPARE(kindOf<ConvolutionKind>(uniform).weightFiller.maximum, 3.0);
    QVERIFY(kindOf<ConvolutionKind>(uniform).weightFiller.variance == Filler::Variance::Average);
    const auto unitBall = read(kInput + convolution("weight_filler { type: \"positive_unitball\" }"));
    QVERIFY(kindOf<ConvolutionKind>(unitBall).weightFiller.kind == Filler::Kind::PositiveUnitBall);
    const auto bilinear = read(kInput + convolution("weight_filler { type: \"bilinear\" }"));
    QVERIFY(kindOf<ConvolutionKind>(bilinear).weightFiller.kind == Filler::Kind::Bilinear);
    QCOMPARE(kindOf<PreluKind>(read(kInput + layerText("PReLU", {}))).filler.value, 0.25);
    QCOMPARE(kindOf<ScaleKind>(read(kInput + layerText("Scale", {}))).factorFiller.value, 1.0);
}

void CaffeNetworkTest::drawsXavierWhereNoFillerIsGiven()
{
    const auto convolved = read(kInput + convolution({}));
    QVERIFY(kindOf<ConvolutionKind>(convolved).weightFiller.kind == Filler::Kind::Xavier);
    QVERIFY(kindOf<ConvolutionKind>(convolved).biasFiller.kind == Filler::Kind::Constant);
    const auto explicitZero = read(kInput + convolution("weight_filler { type: \"constant\" }"));
    QVERIFY(kindOf<ConvolutionKind>(explicitZero).weightFiller.kind == Filler::Kind::Constant);
}

void CaffeNetworkTest::keepsUnsupportedLayers_data()
{
    QTest::addColumn<QByteArray>("layer");
    QTest::addColumn<QString>("reason");
    QTest::newRow("SPP") << layerText("SPP", {}) << QStringLiteral("'SPP'");
    QTest::newRow("loss") << layerText("SoftmaxWithLoss", {}) << QStringLiteral("'SoftmaxWithLoss'");
    QTest::newRow("stochastic") << layerText("Pooling", "pooling_param { pool: STOCHASTIC kernel_size: 2 }")
                                << QStringLiteral("stochastic");
    QTest::newRow("mask") << layerText("Pooling", "top: \"mask\" pooling_param { kernel_size: 2 }")
                          << QStringLiteral("second top");
    QTest::newRow("axis") << convolution("axis: 2") << QStringLiteral("axis 2");
    QTest::newRow("older generation") << QByteArray(
        "layers { name: \"one\" type: BNLL bottom: \"data\" top: \"one\" }\n")
                                      << QStringLiteral("'Bnll'");
}

void CaffeNetworkTest::keepsUnsupportedLayers()
{
    QFETCH(QByteArray, layer);
    QFETCH(QString, reason);
    const LayerGraph graph = read(kInput + layer);
    QCOMPARE(graph.layers().size(), std::size_t{1});
    QCOMPARE(graph.layers()[0].inputs, std::vector<int>{0});
    QVERIFY(!graph.values().back().shape);
    const QString given = QString::fromStdString(kindOf<UnsupportedKind>(graph).reason);
    QVERIFY2(given.contains(reason), qPrintable(given));
}

void CaffeNetworkTest::keepsLayersWithUnknownWords_data()
{
    QTest::addColumn<QByteArray>("layer");
    QTest::addColumn<QString>("reason");
    QTest::newRow("pooling") << layerText("Pooling", "pooling_param { pool: MIXED kernel_size: 2 }")
                             << QStringLiteral("'pool: MIXED' is not known");
    QTest::newRow("filler") << convolution("weight_filler { type: \"msra\" variance_norm: FAN_MAX }")
                            << QStringLiteral("'variance_norm: FAN_MAX' is not known");
    QTest::newRow("included in a phase") << layerText("ReLU", "include { phase: DEPLOY }")
                                         << QStringLiteral("'phase: DEPLOY' is not known");
    QTest::newRow("excluded from a phase")
        << layerText("ReLU", "exclude < phase: DEPLOY >") << QStringLiteral("'phase: DEPLOY' is not known");
    QTest::newRow("older generation") << QByteArray(
        "layers { name: \"one\" type: POOLING bottom: \"data\" top: \"one\" pooling_param { pool :\n BEST } }\n")
                                      << QStringLiteral("'pool: BEST' is not known");
}

void CaffeNetworkTest::keepsLayersWithUnknownWords()
{
    QFETCH(QByteArray, layer);
    QFETCH(QString, reason);
    const QByteArray name = layer.startsWith("layers") ? "layers" : "layer";
    const QByteArray type = layer.startsWith("layers") ? "RELU" : "\"ReLU\"";
    const auto relu = [&](const QByteArray& bottom, const QByteArray& top) {
        return name + " { name: \"" + top + "\" type: " + type + " bottom: \"" + bottom + "\" top: \"" + top + "\" }\n";
    };
    const LayerGraph graph =
        read(kInput + "state { phase: DEPLOY }\n" + relu("data", "before") + layer + relu("one", "behind"));
    QCOMPARE(graph.layers().size(), std::size_t{3});
    QCOMPARE(QString::fromStdString(kindOf<UnsupportedKind>(graph, 1).reason), reason);
    QCOMPARE(graph.findTarget("before").layer, 0);
    const QString problem = targetProblem(graph, "behind");
    QVERIFY2(problem.contains(reason), qPrintable(problem));
}

void CaffeNetworkTest::refusesTargetsBehindBadLayers_data()
{
    QTest::addColumn<QByteArray>("layer");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const QByteArray& layer, const char* reason) {
        QTest::newRow(name) << layer << QString::fromUtf8(reason);
    };
    const auto convolutionOnly = [](const QByteArray& parameters) {
        return layerText("Convolution", "convolution_param { " + parameters + " }");
    };
    row("no kernel", convolutionOnly("num_output: 1"), "kernel_size 0");
    row("no outputs", convolutionOnly("kernel_size: 1"), "num_output 0");
    row("negative outputs", convolutionOnly("kernel_size: 1 num_output: -4"), "num_output -4");
    row("kernel 0", convolutionOnly("kernel_size: 0 num_output: 4"), "kernel_size 0");
    row("three kernels", convolution("kernel_size: 3 kernel_size: 3"), "3 values of kernel_size");
    row("both kernels", convolution("kernel_h: 3"), "both kernel_size");
    row("stride 0", convolution("stride: 0"), "stride 0");
    row("half a stride", convolution("stride_h: 2"), "stride 0");
    row("negative pad", convolution("pad: -1"), "pad -1");
    row("huge pad", convolution("pad: 4000000000"), "pad 4000000000");
    row("dilation 0", convolution("dilation: 0"), "dilation 0");
    row("group 0", convolution("group: 0"), "group 0");
    row("group of outputs", convolution("group: 4"), "4 groups");
    row("group of inputs", convolution("group: 2"), "2 groups");
    row("kernel above the input", convolutionOnly("num_output: 1 kernel_size: 40"), "empty");
    row("filler nan", convolution("weight_filler { type: \"gaussian\" std: nan }"), "filler std nan");
    row("slope inf", layerText("ReLU", "relu_param { negative_slope: inf }"), "negative_slope inf");
    row("alpha beyond float", layerText("LRN", "lrn_param { alpha: 1e300 }"), "alpha 1e+300");
    row("local_size 0", layerText("LRN", "lrn_param { local_size: 0 }"), "local_size 0");
    row("even local_size", layerText("LRN", "lrn_param { local_size: 4 }"), "local_size of 4");
    row("negative eps", layerText("BatchNorm", "batch_norm_param { eps: -1 }"), "eps -1");
    row("coefficients", layerText("Eltwise", "bottom: \"data\" eltwise_param { operation: MAX coeff: 1 }"), "coeff");
    row("Exp of a negative base", layerText("Exp", "exp_param { base: -2 }"), "base -2");
    row("Log of base 1", layerText("Log", "log_param { base: 1 }"), "base 1");
    row("Clip without limits", layerText("Clip", {}), "clip_param");
    row("Clip upside down", layerText("Clip", "clip_param { min: 1 max: 0 }"), "clip_param");
    row("groups of channels", layerText("ShuffleChannel", "shuffle_channel_param { group: 2 }"), "2 groups");
    row("Interp without a size", layerText("Interp", {}), "interp_param");
    row("Interp pads", layerText("Interp", "interp_param { zoom_factor: 2 pad_beg: 1 }"), "positive pad_beg");
    row("Interp pads absurdly", layerText("Interp", "interp_param { zoom_factor: 2 pad_beg: -9223372036854775808 }"),
        "pad_beg");
    row("Interp cuts off all", layerText("Interp", "interp_param { zoom_factor: 2 pad_end: -20 }"),
        "more than there is");
    row("Interp to a huge size", layerText("Interp", "interp_param { height: 99999 width: 99999 }"), "2^31");
    row("Interp zooms hugely", layerText("Interp", "interp_param { zoom_factor: 2147483647 }"), "zooms by 2147483647");
    row("Axpy of other sizes", layerText("Axpy", "bottom: \"data\" bottom: \"data\""), "cannot multiply");
    row("Axpy of two", layerText("Axpy", "bottom: \"data\""), "2 blobs");
    row("depthwise of more channels",
        layerText("ConvolutionDepthwise", "convolution_param { num_output: 6 kernel_size: 3 }"), "6 groups");
    row("pooling pad", layerText("Pooling", "pooling_param { kernel_size: 2 pad: 2 }"), "padding");
    row("no bottom", "layer { name: \"one\" type: \"ReLU\" top: \"one\" }", "it reads no blob");
    row("unknown bottom", "layer { name: \"one\" type: \"ReLU\" bottom: \"x\" top: \"one\" }", "it reads blob 'x'");
    row("labels", "layer { name: \"one\" type: \"Slice\" bottom: \"label\" top: \"one\" top: \"two\" }",
        "it reads blob 'label'");
}

void CaffeNetworkTest::refusesTargetsBehindBadLayers()
{
    QFETCH(QByteArray, layer);
    QFETCH(QString, reason);
    const LayerGraph graph =
        read(kInput + layer + "layer { name: \"other\" type: \"ReLU\" bottom: \"data\" top: \"other\" }");
    QCOMPARE(graph.findTarget("other").layer, 1);
    const QString problem = targetProblem(graph, "one");
    QVERIFY2(problem.contains(reason), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("layer 'one' (")), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("deploy.prototxt line 3)")), qPrintable(problem));
    QVERIFY2(!problem.contains(QLatin1Char('\n')), qPrintable(problem));
}

void CaffeNetworkTest::refusesBadFiles_data()
{
    QTest::addColumn<QByteArray>("layer");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const QByteArray& layer, const char* reason) {
        QTest::newRow(name) << layer << QString::fromUtf8(reason);
    };
    row("training data", "layer { name: \"one\" type: \"Data\" top: \"x\" }", "deploy.prototxt");
    row("older data", "layers { name: \"one\" type: IMAGE_DATA top: \"x\" }", "give the network's deploy.prototxt");
    row("no type", "layer { name: \"one\" bottom: \"data\" top: \"one\" }", "no type");
    row("no top", "layer { name: \"one\" type: \"ReLU\" bottom: \"data\" }", "no blob");
}

void CaffeNetworkTest::refusesBadFiles()
{
    QFETCH(QByteArray, layer);
    QFETCH(QString, reason);
    const QString problem = problemOf(kInput + layer);
    QVERIFY2(problem.contains(reason), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("layer 'one' (")), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("deploy.prototxt line 3)")), qPrintable(problem));
    QVERIFY2(!problem.contains(QLatin1Char('\n')), qPrintable(problem));
}

QTEST_GUILESS_MAIN(CaffeNetworkTest)
#include "tst_caffe_network.moc"
