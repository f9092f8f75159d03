// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"
#include "support/caffemodel_bytes.h"
#include "support/errors.h"
#include "support/graph_bench.h"

#include "cnnvis/error.h"

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

// Files as Caffe and its forks write them: what comes out of the network is what they make of it.
namespace {

using Values = std::vector<float>;

const QByteArray kInput = "input: \"data\" input_shape { dim: 1 dim: 3 dim: 1 dim: 2 }\n";
const Blob kData{{1, 3, 1, 2}, {3, 5, -2, 7, 0, 4}};

QByteArray layerText(const QByteArray& type, const QByteArray& parameters)
{
    return "layer { name: \"one\" type: \"" + type + "\" bottom: \"data\" top: \"one\" " + parameters + " }\n";
}

/// A number for each channel.
QByteArray channels(const Values& values)
{
    return floatBlob({values.size()}, values);
}

QByteArray paddedChannels(const Values& values)
{
    return floatBlob({1, values.size(), 1, 1}, values);
}

QByteArray oneNumber(float value)
{
    return floatBlob({1}, {value});
}

bool isNear(const Values& values, const Values& expected)
{
    const auto isClose = [](float value, float other) {
        return std::abs(value - other) <= 1e-5F * std::max(1.0F, std::abs(other));
    };
    return values.size() == expected.size() && std::equal(values.begin(), values.end(), expected.begin(), isClose);
}

QString textOf(const Values& values)
{
    QStringList texts;
    for (const float value : values)
        texts.push_back(QString::number(value));
    return texts.join(QLatin1Char(' '));
}

} // namespace

class CaffeFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void normalisesByStoredStatistics_data();
    void normalisesByStoredStatistics();
    void saysThatBnLacksItsStatistics();
    void readsTheWeightsOfForksLayers_data();
    void readsTheWeightsOfForksLayers();

private:
    std::string write(const char* name, const QByteArray& bytes) const;
    /// What the layer `one` makes of kData.
    Values outputOf(const QByteArray& layer, const QByteArray& weights) const;

    QTemporaryDir m_folder;
};

std::string CaffeFilesTest::write(const char* name, const QByteArray& bytes) const
{
    const QString path = m_folder.filePath(QString::fromLatin1(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush())
        qFatal("cannot write %s", qPrintable(path));
    return path.toStdString();
}

Values CaffeFilesTest::outputOf(const QByteArray& layer, const QByteArray& weights) const
{
    const LayerGraph graph = caffe::readNetwork(write("deploy.prototxt", kInput + layer));
    const std::vector<bool> all(graph.layers().size(), true);
    const GraphWeights read = caffe::readWeights(write("net.caffemodel", weights), graph, all);
    return GraphBench(graph, read, "one").forward(kData).values;
}

void CaffeFilesTest::normalisesByStoredStatistics_data()
{
    QTest::addColumn<QByteArray>("layerText");
    QTest::addColumn<std::vector<QByteArray>>("blobs");
    QTest::addColumn<Values>("expected");
    const auto row = [](const char* name, const QByteArray& text, const std::vector<QByteArray>& blobs,
                         const Values& expected) { QTest::newRow(name) << text << blobs << expected; };
    const Values mean{1, -2, 4};
    const Values variance{4, 9, 16};
    const Values factor{2, 3, -1};
    const Values summand{10, 20, 30};
    const QByteArray plain = layerText("BatchNorm", {});
    const QByteArray declared = layerText("BatchNorm", "batch_norm_param { scale_bias: true }");
    const QByteArray implied =
        layerText("BatchNorm", "batch_norm_param { scale_filler { value: 1 } bias_filler { value: 0 } eps: 1e-9 }");
    const Values normalised{1, 2, 0, 3, -1, 0};
    const Values scaled{12, 14, 20, 29, 31, 30};

    row("Caffe's", plain, {channels({2, -4, 8}), channels({8, 18, 32}), oneNumber(2)}, normalised);
    row("Caffe's as 1 x C x 1 x 1", plain, {paddedChannels(mean), paddedChannels(variance), oneNumber(1)}, normalised);
    row("NVIDIA's", declared, {channels(mean), channels(variance), oneNumber(1), channels(factor), channels(summand)},
        scaled);
    // Versions of that fork leave 0 there, or anything; none divides by it.
    row("NVIDIA's with a number without meaning", declared,
        {channels(mean), channels(variance), oneNumber(0), channels(factor), channels(summand)}, scaled);
    row("NVIDIA's as 1 x C x 1 x 1", declared,
        {paddedChannels(mean), paddedChannels(variance), oneNumber(1), paddedChannels(factor), paddedChannels(summand)},
        scaled);
    row("NVIDIA's by its fillers", implied,
        {channels(mean), channels(variance), oneNumber(1), channels(factor), channels(summand)}, scaled);
    row("NVIDIA's, not declared", plain,
        {channels(mean), channels(variance), oneNumber(1), channels(factor), channels(summand)}, scaled);
    const QByteArray bn = layerText("BN", "bn_param { slope_filler { value: 1 } bias_filler { } frozen: true eps: 0 }");
    row("BN of PSPNet", bn,
        {floatBlob({1, 3}, factor), floatBlob({1, 3}, summand), floatBlob({1, 3}, mean), floatBlob({1, 3}, variance)},
        scaled);
    row("BN of SegNet when it runs", layerText("BN", "bn_param { bn_mode: INFERENCE }"),
        {paddedChannels(factor), paddedChannels(summand)}, {16, 20, 14, 41, 30, 26});
    row("BN of SegNet in the older generation",
        "layers { name: \"one\" type: BN bottom: \"data\" top: \"one\" bn_param { bn_mode: INFERENCE } }",
        {paddedChannels(factor), paddedChannels(summand)}, {16, 20, 14, 41, 30, 26});
    row("NVIDIA's in its first order", declared,
        {paddedChannels(factor), paddedChannels(summand), paddedChannels(mean), paddedChannels(variance), oneNumber(1)},
        scaled);
}

void CaffeFilesTest::normalisesByStoredStatistics()
{
    QFETCH(QByteArray, layerText);
    QFETCH(std::vector<QByteArray>, blobs);
    QFETCH(Values, expected);
    const Values values = outputOf(layerText, layer("one", blobs));
    QVERIFY2(isNear(values, expected), qPrintable(textOf(values)));
}

void CaffeFilesTest::saysThatBnLacksItsStatistics()
{
    const QString problem = messageOf<ModelError>([&] {
        outputOf(layerText("BN", {}), layer("one", {channels({1, 2, 3}), channels({1, 2, 3})}));
    });
    QVERIFY2(
        problem.contains(QStringLiteral("is 2 in net.caffemodel, but deploy.prototxt line 2 needs 4 (a factor and a "
                                        "summand alone are for bn_mode: INFERENCE)")),
        qPrintable(problem));
}

void CaffeFilesTest::readsTheWeightsOfForksLayers_data()
{
    QTest::addColumn<QByteArray>("layerText");
    QTest::addColumn<std::vector<QByteArray>>("blobs");
    QTest::addColumn<Values>("expected");
    const auto row = [](const char* name, const QByteArray& text, const std::vector<QByteArray>& blobs,
                         const Values& expected) { QTest::newRow(name) << text << blobs << expected; };
    const QByteArray depthwise = "convolution_param { num_output: 3 kernel_size: 1 bias_term: false }";
    row("ConvolutionDepthwise", layerText("ConvolutionDepthwise", depthwise), {floatBlob({3, 1, 1, 1}, {1, 10, 100})},
        {3, 5, -20, 70, 0, 400});
    row("DepthwiseConvolution",
        layerText("DepthwiseConvolution", "convolution_param { num_output: 3 group: 3 kernel_h: 1 kernel_w: 2 }"),
        {floatBlob({3, 1, 1, 2}, {1, 10, 1, 10, 1, 10}), channels({0, 100, 0})}, {53, 168, 40});
    row("Bias", layerText("Bias", {}), {channels({1, 2, 3})}, {4, 6, 0, 9, 3, 7});
    const float length = std::sqrt(103.0F);
    row("Normalize by one number", layerText("Normalize", {}), {packed(5, Values{2}) + block(7, {})},
        {6 / length, 10 / length, -4 / length, 14 / length, 0, 8 / length});
    const float first = std::sqrt(13.0F);
    const float second = std::sqrt(90.0F);
    row("Normalize of pixels", layerText("Normalize", "norm_param { across_spatial: false channel_shared: false }"),
        {channels({1, 10, 100})}, {3 / first, 5 / second, -20 / first, 70 / second, 0, 400 / second});
    row("bilinear Deconvolution with weights of its own",
        layerText("Deconvolution",
            "convolution_param { num_output: 3 group: 3 kernel_size: 1 bias_term: false weight_filler { type: "
            "\"bilinear\" } }"),
        {floatBlob({3, 1, 1, 1}, {1, 2, 3})}, {3, 5, -4, 14, 0, 12});
    row("unknown filler beside weights",
        layerText("Convolution",
            "convolution_param { num_output: 1 kernel_size: 1 bias_term: false weight_filler { type: \"orthogonal\" } "
            "}"),
        {floatBlob({1, 3, 1, 1}, {1, 1, 1})}, {1, 16});
}

void CaffeFilesTest::readsTheWeightsOfForksLayers()
{
    QFETCH(QByteArray, layerText);
    QFETCH(std::vector<QByteArray>, blobs);
    QFETCH(Values, expected);
    const Values values = outputOf(layerText, layer("one", blobs));
    QVERIFY2(isNear(values, expected), qPrintable(textOf(values)));
}

QTEST_GUILESS_MAIN(CaffeFilesTest)
#include "tst_caffe_files.moc"
