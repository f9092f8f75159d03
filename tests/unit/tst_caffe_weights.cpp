// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"

#include "cnnvis/error.h"
#include "support/caffemodel_bytes.h"

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

const QByteArray kInput = "input: \"data\" input_shape { dim: 1 dim: 3 dim: 6 dim: 6 }\n";
const QByteArray kConvolution = "layer { name: \"conv1\" type: \"Convolution\" bottom: \"data\" top: \"conv1\"\n"
                                "  convolution_param { num_output: 2 kernel_size: 2 } }\n";
constexpr std::size_t kWeights = 24; // 2 x 3 x 2 x 2

/// 0, 0.5, 1, …
template <typename Value>
std::vector<Value> ramp(std::size_t count)
{
    std::vector<Value> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<Value>(i) / 2;
    return values;
}

QByteArray goodWeights()
{
    return floatBlob({2, 3, 2, 2}, ramp<float>(kWeights));
}
QByteArray goodBias()
{
    return floatBlob({2}, {7.0F, 8.0F});
}

} // namespace

class CaffeWeightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryForm_data();
    void readsEveryForm();
    void readsUnpackedValues();
    void readsAllHalfs();
    void readsOnlyWhatIsNeeded();
    void acceptsLegacyShapesOfInnerProducts();
    void readsBatchNormAndScale();
    void skipsLayersWithUnknownShapes();
    void ignoresParametersOfForks();
    void takesTheLastLayerOfAName();
    void refusesBadFiles_data();
    void refusesBadFiles();
    void refusesWeightsThatDoNotFit_data();
    void refusesWeightsThatDoNotFit();
    void namesTheNearestLayer();
    void refusesLayersOfOneName();
    void survivesMutations();
    void survivesTruncation();

private:
    LayerGraph network(const QByteArray& text) const { return caffe::readNetwork(write("deploy.prototxt", text)); }
    GraphWeights read(const LayerGraph& graph, const QByteArray& bytes) const
    {
        const std::vector<bool> all(graph.layers().size(), true);
        return caffe::readWeights(write("net.caffemodel", bytes), graph, all);
    }
    QString problemOf(const LayerGraph& graph, const QByteArray& bytes) const
    {
        try {
            read(graph, bytes);
        } catch (const ModelError& error) {
            return QString::fromUtf8(error.what());
        }
        return {};
    }
    std::string write(const char* name, const QByteArray& bytes) const;

    QTemporaryDir m_folder;
};

std::string CaffeWeightsTest::write(const char* name, const QByteArray& bytes) const
{
    const QString path = m_folder.filePath(QString::fromLatin1(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush())
        qFatal("cannot write %s", qPrintable(path));
    return path.toStdString();
}

void CaffeWeightsTest::readsEveryForm_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray doubles = packed(8, ramp<double>(kWeights));
    const QByteArray floats = packed(5, ramp<float>(kWeights));
    const QByteArray oldBias = legacyShape({1, 1, 1, 2}) + packed(5, std::vector<float>{7.0F, 8.0F});
    QTest::newRow("new") << layer("conv1", {goodWeights(), goodBias()});
    QTest::newRow("old") << oldLayer("conv1", {legacyShape({2, 3, 2, 2}) + floats, oldBias});
    QTest::newRow("new with old shapes") << layer("conv1", {legacyShape({2, 3, 2, 2}) + floats, oldBias});
    QTest::newRow("old with new shapes") << oldLayer("conv1", {goodWeights(), goodBias()});
    QTest::newRow("double") << layer("conv1", {shapeBlock({2, 3, 2, 2}) + doubles, goodBias()});
    const auto raw = [](std::uint64_t type, const QByteArray& values) {
        return shapeBlock({2, 3, 2, 2}) + number(10, type) + block(12, values);
    };
    const auto bytesOf = [](const auto& values) {
        return QByteArray(
            reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size() * sizeof(values[0])));
    };
    // 0, 0.5, 1, … 11.5
    const std::vector<std::uint16_t> halfs{0x0000, 0x3800, 0x3c00, 0x3e00, 0x4000, 0x4100, 0x4200, 0x4300, 0x4400,
        0x4480, 0x4500, 0x4580, 0x4600, 0x4680, 0x4700, 0x4780, 0x4800, 0x4840, 0x4880, 0x48c0, 0x4900, 0x4940, 0x4980,
        0x49c0};
    QTest::newRow("NVIDIA's doubles") << layer("conv1", {raw(0, bytesOf(ramp<double>(kWeights))), goodBias()});
    QTest::newRow("NVIDIA's floats") << layer("conv1", {raw(1, bytesOf(ramp<float>(kWeights))), goodBias()});
    QTest::newRow("NVIDIA's halfs") << layer("conv1", {raw(2, bytesOf(halfs)), goodBias()});
    QTest::newRow("leading ones") << layer("conv1", {floatBlob({1, 2, 3, 2, 2}, ramp<float>(kWeights)), goodBias()});
    QTest::newRow("among others") << block(1, "a name") + layer("data", {}) + layer("x", {goodBias()})
            + layer("conv1", {goodWeights(), goodBias()}) + layer("y", {});
}

void CaffeWeightsTest::readsEveryForm()
{
    QFETCH(QByteArray, bytes);
    const GraphWeights weights = read(network(kInput + kConvolution), bytes);
    QCOMPARE(weights.size(), std::size_t{1});
    QCOMPARE(weights[0].size(), std::size_t{2});
    QCOMPARE(weights[0][0].shape, (BlobShape{2, 3, 2, 2}));
    QCOMPARE(weights[0][0].values, ramp<float>(kWeights));
    QCOMPARE(weights[0][1].shape, (BlobShape{2}));
    QCOMPARE(weights[0][1].values, (std::vector<float>{7.0F, 8.0F}));
}

void CaffeWeightsTest::readsUnpackedValues()
{
    QByteArray bias = shapeBlock({2});
    for (const float value : {7.0F, 8.0F}) {
        char bytes[sizeof(value)];
        std::memcpy(bytes, &value, sizeof(value));
        bias += varint(5U << 3U | 5U) + QByteArray(bytes, sizeof(value));
    }
    const GraphWeights weights = read(network(kInput + kConvolution), layer("conv1", {goodWeights(), bias}));
    QCOMPARE(weights[0][1].values, (std::vector<float>{7.0F, 8.0F}));
}

void CaffeWeightsTest::readsAllHalfs()
{
    // The least, the largest below the normal ones, the least normal one, the largest, and -2.
    const std::vector<std::uint16_t> halfs{0x0001, 0x03ff, 0x0400, 0x7bff, 0xc000};
    const LayerGraph graph =
        network("input: \"data\" input_shape { dim: 1 dim: 3 dim: 1 dim: 5 }\n"
                "layer { name: \"s\" type: \"Scale\" bottom: \"data\" top: \"s\" scale_param { axis: 3 } }");
    const QByteArray blob = shapeBlock({5}) + number(10, 2)
        + block(12, QByteArray(reinterpret_cast<const char*>(halfs.data()), static_cast<qsizetype>(halfs.size() * 2)));
    QCOMPARE(read(graph, layer("s", {blob}))[0][0].values,
        (std::vector<float>{0x1p-24F, 1023 * 0x1p-24F, 0x1p-14F, 65504, -2}));
}

void CaffeWeightsTest::readsOnlyWhatIsNeeded()
{
    const LayerGraph graph = network(kInput + kConvolution
        + "layer { name: \"conv2\" type: \"Convolution\" bottom: \"conv1\" top: \"conv2\" convolution_param { "
          "num_output: 1 "
          "kernel_size: 1 } }");
    const std::string path = write("net.caffemodel", layer("conv1", {goodWeights(), goodBias()}));
    const GraphWeights weights = caffe::readWeights(path, graph, {true, false});
    QCOMPARE(weights[0].size(), std::size_t{2});
    QVERIFY(weights[1].empty());
    QVERIFY_THROWS_EXCEPTION(ModelError, caffe::readWeights(path, graph, {true, true}));
}

void CaffeWeightsTest::acceptsLegacyShapesOfInnerProducts()
{
    const LayerGraph graph = network(kInput
        + "layers { name: \"fc\" type: INNER_PRODUCT bottom: \"data\" top: \"fc\" inner_product_param { num_output: 2 "
          "} }");
    const QByteArray weights = legacyShape({1, 1, 2, 108}) + packed(5, ramp<float>(216));
    const QByteArray bias = legacyShape({1, 1, 1, 2}) + packed(5, ramp<float>(2));
    const GraphWeights read1 = read(graph, oldLayer("fc", {weights, bias}));
    QCOMPARE(read1[0][0].shape, (BlobShape{2, 108}));
    QCOMPARE(read1[0][0].values.back(), 107.5F);
}

void CaffeWeightsTest::readsBatchNormAndScale()
{
    const LayerGraph graph = network(kInput
        + "layer { name: \"bn\" type: \"BatchNorm\" bottom: \"data\" top: \"bn\" }\n"
        + "layer { name: \"sc\" type: \"Scale\" bottom: \"bn\" top: \"bn\" scale_param { bias_term: true } }\n"
        + "layer { name: \"pr\" type: \"PReLU\" bottom: \"bn\" top: \"bn\" prelu_param { channel_shared: true } }\n");
    const QByteArray three = floatBlob({3}, {1.0F, 2.0F, 3.0F});
    const QByteArray scalar = block(7, {}) + packed(5, std::vector<float>{0.5F});
    const QByteArray statistics = layer("bn", {three, three, floatBlob({1}, {999.0F})});
    const QByteArray rest = layer("sc", {three, three}) + layer("pr", {scalar});
    const GraphWeights weights = read(graph, statistics + rest);
    QCOMPARE(weights[0].size(), std::size_t{3});
    QCOMPARE(weights[0][2].values, std::vector<float>{999.0F});
    QCOMPARE(weights[1].size(), std::size_t{2});
    QCOMPARE(weights[2][0].values, std::vector<float>{0.5F});
    const QString problem = problemOf(graph, layer("bn", {three, three}) + rest);
    QVERIFY2(problem.contains(QStringLiteral("blobs of layer 'bn' is 2")), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("needs 3")), qPrintable(problem));
}

void CaffeWeightsTest::skipsLayersWithUnknownShapes()
{
    const LayerGraph graph = network(kInput + "layer { name: \"spp\" type: \"SPP\" bottom: \"data\" top: \"spp\" }\n"
        + "layer { name: \"c\" type: \"Convolution\" bottom: \"spp\" top: \"c\" convolution_param { num_output: 2 "
          "kernel_size: 2 } }");
    const GraphWeights weights = read(graph, layer("c", {goodWeights(), goodBias()}) + layer("spp", {goodBias()}));
    QVERIFY(weights[0].empty());
    QVERIFY(weights[1].empty());
}

void CaffeWeightsTest::ignoresParametersOfForks()
{
    // Field 143 is input_param in Caffe, and something else in forks.
    QByteArray content =
        block(1, "conv1") + number(143, 5) + block(106, "no message") + block(7, goodWeights()) + block(7, goodBias());
    const GraphWeights weights = read(network(kInput + kConvolution), block(100, content));
    QCOMPARE(weights[0].size(), std::size_t{2});
}

void CaffeWeightsTest::takesTheLastLayerOfAName()
{
    const QByteArray other = floatBlob({2, 3, 2, 2}, std::vector<float>(kWeights, 4.0F));
    const GraphWeights weights = read(network(kInput + kConvolution),
        layer("conv1", {goodWeights(), goodBias()}) + layer("conv1", {other, goodBias()}) + layer("conv1", {}));
    QCOMPARE(weights[0][0].values.front(), 4.0F);
}

void CaffeWeightsTest::refusesBadFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const QByteArray good = layer("conv1", {goodWeights(), goodBias()});
    std::mt19937_64 random(3);
    QByteArray noise(10000, '\0');
    for (char& c : noise)
        c = static_cast<char>(random());
    const auto row = [](const char* name, const QByteArray& bytes, const char* reason) {
        QTest::newRow(name) << bytes << QString::fromUtf8(reason);
    };
    row("noise", noise, "is not a .caffemodel");
    row("truncated", good.chopped(3), "is not a .caffemodel: it is damaged, truncated");
    row("prototxt", kInput + kConvolution, "it is text, perhaps the prototxt");
    row("mean image", goodBias(), "has no layers");
    row("HDF5", "\x89HDF\r\n\x1a\n" + QByteArray(64, '\xff'), "HDF5");
    row("archive", "PK\x03\x04" + QByteArray(64, '\xff'), "ZIP");
    row("web page", "<html><body>Not found</body></html>", "HTML");
    row("pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "git lfs pull");
    row("empty", "", "empty");
    row("first generation", block(2, block(1, block(1, "conv1") + block(50, goodWeights()) + block(50, goodBias()))),
        "Caffe's first generation, of 2013 (V0); upgrade the file with Caffe's upgrade_net_proto_binary");
    row("other network", layer("layer_of_another", {goodWeights(), goodBias()}), "do not belong together");
    row("without weights", layer("conv1", {}), "do not belong together");
}

void CaffeWeightsTest::refusesBadFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const QString problem = problemOf(network(kInput + kConvolution), bytes);
    QVERIFY2(problem.contains(reason), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("net.caffemodel")), qPrintable(problem));
    QVERIFY2(!problem.contains(QLatin1Char('\n')), qPrintable(problem));
}

void CaffeWeightsTest::refusesWeightsThatDoNotFit_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QByteArray>("parameters");
    const auto row = [](const char* name, const std::vector<QByteArray>& blobs, const char* reason,
                         const QByteArray& parameters = {}) {
        QTest::newRow(name) << layer("conv1", blobs) << QString::fromUtf8(reason) << parameters;
    };
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    row("other shape", {floatBlob({2, 3, 3, 3}, ramp<float>(54)), goodBias()},
        "Weights of layer 'conv1' (blob 1 of 2) are 2 x 3 x 3 x 3 in net.caffemodel, but deploy.prototxt line 2 needs "
        "2 x 3 x 2 x 2");
    row("same count, other shape", {floatBlob({3, 2, 2, 2}, ramp<float>(kWeights)), goodBias()}, "are 3 x 2 x 2 x 2");
    row("no bias", {goodWeights()}, "is 1 in net.caffemodel, but deploy.prototxt line 2 needs 2");
    row("bias too many", {goodWeights(), goodBias()}, "needs 1 ", "bias_term: false");
    row("blob too many", {goodWeights(), goodBias(), goodBias()}, "is 3 in");
    row("too few values", {floatBlob({2, 3, 2, 2}, ramp<float>(kWeights - 1)), goodBias()}, "have 23 values");
    row("too many values", {floatBlob({2, 3, 2, 2}, ramp<float>(kWeights + 1)), goodBias()}, "have 25 values");
    row("no values", {shapeBlock({2, 3, 2, 2}), goodBias()}, "have 0 values");
    row("no shape", {packed(5, ramp<float>(kWeights)), goodBias()}, "are a single value");
    row("negative shape", {floatBlob({2, 3, ~std::uint64_t{0}, 2}, ramp<float>(kWeights)), goodBias()}, "x -1 x");
    row("NaN", {goodWeights(), floatBlob({2}, {1.0F, kNan})}, "(blob 2 of 2) hold values that are not finite");
    const auto rawBias = [](std::uint64_t type, const QByteArray& bytes) {
        return shapeBlock({2}) + number(10, type) + block(12, bytes);
    };
    row("half an infinity", {goodWeights(), rawBias(2, QByteArray("\x00\x7c\x00\x00", 4))}, "not finite");
    row("too few bytes", {goodWeights(), rawBias(1, "1234567")}, "have 7 bytes");
    row("too few halfs", {goodWeights(), rawBias(2, "12")}, "have 1 values");
    row("integers", {goodWeights(), rawBias(3, "12345678")}, "stored as integers");
    row("infinite", {goodWeights(), floatBlob({2}, {kInfinity, 1.0F})}, "not finite");
    row("infinite as float", {goodWeights(), shapeBlock({2}) + packed(8, std::vector<double>{1e300, 1.0})},
        "not finite");
}

void CaffeWeightsTest::refusesWeightsThatDoNotFit()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    QFETCH(QByteArray, parameters);
    QByteArray text = kInput + kConvolution;
    text.replace("num_output: 2", "num_output: 2 " + parameters);
    const QString problem = problemOf(network(text), bytes);
    QVERIFY2(problem.contains(reason), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("layer 'conv1'"), Qt::CaseInsensitive), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("net.caffemodel")), qPrintable(problem));
    QVERIFY2(!problem.contains(QLatin1Char('\n')), qPrintable(problem));
}

void CaffeWeightsTest::namesTheNearestLayer()
{
    const LayerGraph graph = network(
        kInput + kConvolution + "layer { name: \"fire2/expand\" type: \"PReLU\" bottom: \"conv1\" top: \"f\" }");
    const QByteArray first = layer("conv1", {goodWeights(), goodBias()});
    const QString problem = problemOf(graph, first + layer("fire2/expend", {goodBias()}));
    QVERIFY2(problem.contains(QStringLiteral("no weights of layer 'fire2/expand' (PReLU, deploy.prototxt line 4)")),
        qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("nearest is 'fire2/expend'")), qPrintable(problem));
}

void CaffeWeightsTest::refusesLayersOfOneName()
{
    const LayerGraph graph =
        network(kInput + kConvolution + QByteArray(kConvolution).replace("top: \"conv1\"", "top: \"other\""));
    const QString problem = problemOf(graph, layer("conv1", {goodWeights(), goodBias()}));
    QVERIFY2(problem.contains(QStringLiteral("rename")), qPrintable(problem));
}

void CaffeWeightsTest::survivesMutations()
{
    const LayerGraph graph = network(kInput + kConvolution);
    const QByteArray newer = layer("conv1", {goodWeights(), goodBias()});
    const QByteArray older =
        oldLayer("conv1", {legacyShape({2, 3, 2, 2}) + packed(8, ramp<double>(kWeights)), goodBias()});
    std::mt19937_64 random(5);
    int accepted = 0;
    constexpr int kRounds = 20000;
    for (int round = 0; round < kRounds; ++round) {
        QByteArray mutant = round % 2 == 0 ? newer : older;
        for (auto changes = random() % 4 + 1; changes > 0; --changes) {
            const auto place = static_cast<qsizetype>(random() % static_cast<std::uint64_t>(mutant.size()));
            if (random() % 8 == 0)
                mutant.remove(place, 1);
            else
                mutant[place] = static_cast<char>(random());
        }
        if (problemOf(graph, mutant).isEmpty())
            ++accepted;
    }
    QVERIFY(accepted > 0 && accepted < kRounds);
}

void CaffeWeightsTest::survivesTruncation()
{
    const LayerGraph graph = network(kInput + kConvolution);
    const QByteArray whole = layer("conv1", {goodWeights(), goodBias()});
    QVERIFY(problemOf(graph, whole).isEmpty());
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(!problemOf(graph, whole.first(length)).isEmpty(), qPrintable(QString::number(length)));
}

QTEST_GUILESS_MAIN(CaffeWeightsTest)
#include "tst_caffe_weights.moc"
