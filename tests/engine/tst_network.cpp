// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/network.h"

#include "network/network_contents.h"
#include "support/errors.h"
#include "support/tiny_network.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

const QByteArray kLayers = R"(
input: "data" input_shape { dim: 4 dim: 3 dim: 40 dim: 30 }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
  convolution_param { num_output: 6 kernel_size: 5 stride: 2 } }
layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
layer { name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1" pooling_param { kernel_size: 3 stride: 2 } }
layer { name: "conv2" type: "Convolution" bottom: "pool1" top: "conv2"
  convolution_param { num_output: 7 kernel_size: 3 } }
layer { name: "spp" type: "SPP" bottom: "conv2" top: "spp" }
layer { name: "fc" type: "InnerProduct" bottom: "conv2" top: "fc" inner_product_param { num_output: 9 } }
layer { name: "after" type: "ReLU" bottom: "spp" top: "after" }
)";

/// A .npy file of three doubles with a mean of 100.
QByteArray meanFile()
{
    QByteArray header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
    header += QByteArray(64 - 11 - header.size() % 64 + 64, ' ') + '\n';
    const double values[] = {90.0, 100.0, 110.0};
    QByteArray bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xff);
    bytes += static_cast<char>(header.size() >> 8);
    return bytes + header + QByteArray(reinterpret_cast<const char*>(values), sizeof values);
}

QString loadingFails(const RunSettings& settings)
{
    return messageOf<ModelError>([&] { Network::load(settings); });
}

} // namespace

class NetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qunsetenv("CAFFE_ROOT");
        qunsetenv("CNNVIS_DATA");
    }
    void describesItsLayers();
    void saysWhyALayerCannotBeATarget();
    void survivesBlobsWithoutAxes();
    void knowsItsInput();
    void takesTheMeanFromNumberOrFile();
    void knowsWhetherItWasTrained();
    void fillsInTheEnvironment();
    void looksUnderCaffesRoot();
    void looksInAFolder();
    void findsTheDescriptionInAFolder_data();
    void findsTheDescriptionInAFolder();
    void takesWhatIsNamedBesideAFolder();
    void refusesAFolderWithoutOneNetwork();
    void dreamsWithTheBestiaryByDefault();
    void saysWhatToGiveWithoutANetwork();
    void namesTheFileThatItCannotUse();
    void isTheSameAsItsCopiesAlone();
    void findsTargetsByLayerAndBlob();
    void readsTheLabelsOfItsLastLayer();
    void doesWithoutLabelsThatDoNotFit_data();
    void doesWithoutLabelsThatDoNotFit();
};

void NetworkTest::describesItsLayers()
{
    const NetworkFiles files(kLayers);
    const Network network = files.load(files.settings("conv1"));
    const std::vector<LayerInfo>& layers = network.layers();
    QCOMPARE(layers.size(), std::size_t{7});
    QCOMPARE(layers[0].name, std::string("conv1"));
    QCOMPARE(layers[0].type, std::string("Convolution"));
    QCOMPARE(layers[0].shape, (std::vector<std::int64_t>{6, 18, 13}));
    QCOMPARE(layers[0].receptiveField, std::int64_t{5});
    QCOMPARE(layers[0].stride, std::int64_t{2});
    QCOMPARE(layers[1].shape, layers[0].shape);
    QCOMPARE(layers[1].receptiveField, std::int64_t{5});
    // 5 + 2 · 2, every 4; then 9 + 2 · 4.
    QCOMPARE(layers[2].shape, (std::vector<std::int64_t>{6, 9, 6}));
    QCOMPARE(layers[2].receptiveField, std::int64_t{9});
    QCOMPARE(layers[2].stride, std::int64_t{4});
    QCOMPARE(layers[3].receptiveField, std::int64_t{17});
    QCOMPARE(layers[5].name, std::string("fc"));
    QCOMPARE(layers[5].shape, (std::vector<std::int64_t>{9}));
    QCOMPARE(layers[5].receptiveField, std::int64_t{0});
}

void NetworkTest::saysWhyALayerCannotBeATarget()
{
    const NetworkFiles files(kLayers);
    const Network network = files.load(files.settings("conv1"));
    for (const LayerInfo& layer : network.layers()) {
        const bool isStrange = layer.name == "spp" || layer.name == "after";
        QCOMPARE(layer.whyUnsupported.empty(), !isStrange);
        QCOMPARE(layer.shape.empty(), isStrange);
    }
    QVERIFY(network.layers()[4].whyUnsupported.find("SPP") != std::string::npos);
}

void NetworkTest::survivesBlobsWithoutAxes()
{
    const QByteArray start = R"(
input: "data" input_shape { dim: 1 dim: 3 dim: 4 dim: 4 } input: "number" input_shape { }
layer { name: "relu" type: "ReLU" bottom: "number" top: "relu" }
layer { name: "one" type: "Convolution" bottom: "data" top: "one" convolution_param { num_output: 1 kernel_size: 4 } }
layer { name: "flat" type: "Flatten" bottom: "one" top: "flat" flatten_param { axis: 0 } }
)";
    const NetworkFiles files(start);
    QCOMPARE(files.load(files.settings("one")).layers().size(), std::size_t{3});
    const NetworkFiles reshaped(
        start + "layer { name: \"none\" type: \"Reshape\" bottom: \"one\" top: \"none\" reshape_param { shape { } } }");
    const Network network = reshaped.load(reshaped.settings("one"));
    QVERIFY(network.layers()[0].whyUnsupported.empty());
    QVERIFY(!network.layers()[3].whyUnsupported.empty());
}

void NetworkTest::knowsItsInput()
{
    const NetworkFiles files(kLayers);
    const Network network = files.load(files.settings("conv1"));
    QCOMPARE(network.inputSize(), (PictureSize{40, 30}));
    QCOMPARE(network.path(), files.settings("conv1").deployTxt);
}

void NetworkTest::takesTheMeanFromNumberOrFile()
{
    const NetworkFiles files(kLayers);
    RunSettings settings = files.settings("conv1");
    QCOMPARE(files.load(settings).mean(), 120.0);
    settings.meanImage = "104,117,124";
    QCOMPARE(files.load(settings).mean(), 115.0);
    settings.meanImage = files.write(QStringLiteral("mean.npy"), meanFile());
    QCOMPARE(files.load(settings).mean(), 100.0);
    settings.meanImage.clear();
    const double usual = files.load(settings).mean();
    QVERIFY(usual > 114.0 && usual < 115.0); // ImageNet's 104.007, 116.669 and 122.679
    settings.meanImage = "missing.npy";
    QVERIFY(loadingFails(settings).contains(QStringLiteral("missing.npy")));
}

void NetworkTest::knowsWhetherItWasTrained()
{
    const NetworkFiles files(kLayers);
    RunSettings settings = files.settings("conv1");
    QVERIFY(!files.load(settings).hasTrainedWeights());
    // The weights are read later, so that a list of layers needs none.
    settings.caffeModel = "missing.caffemodel";
    QVERIFY(files.load(settings).hasTrainedWeights());
}

void NetworkTest::fillsInTheEnvironment()
{
    const NetworkFiles files(kLayers);
    qputenv("CNNVIS_TEST_FOLDER", QDir::toNativeSeparators(files.path(QString())).toUtf8());
    RunSettings settings = files.settings("conv1");
    files.write(QStringLiteral("mean.npy"), meanFile());
    settings.deployTxt = "$CNNVIS_TEST_FOLDER/deploy.prototxt";
    settings.meanImage = "${CNNVIS_TEST_FOLDER}/mean.npy";
    const Network network = files.load(settings);
    QCOMPARE(network.layers().size(), std::size_t{7});
    QCOMPARE(network.mean(), 100.0);
    qunsetenv("CNNVIS_TEST_FOLDER");
    QVERIFY(!loadingFails(settings).isEmpty());
}

void NetworkTest::looksUnderCaffesRoot()
{
    const NetworkFiles files(kSumNetwork);
    const std::string path = files.write(QStringLiteral("models/bvlc_googlenet/deploy.prototxt"), kLayers);
    qputenv("CAFFE_ROOT", files.path(QString()).toUtf8());
    const Network plain = Network::load(RunSettings());
    QCOMPARE(plain.layers().size(), std::size_t{7});
    QVERIFY(QFileInfo(QString::fromStdString(plain.path())) == QFileInfo(QString::fromStdString(path)));
    QVERIFY(plain.hasTrainedWeights());
    QVERIFY(plain.mean() > 114.0 && plain.mean() < 115.0);
    files.write(QStringLiteral("python/caffe/imagenet/ilsvrc_2012_mean.npy"), meanFile());
    QCOMPARE(Network::load(RunSettings()).mean(), 100.0);
    RunSettings settings;
    settings.meanImage = "7";
    QCOMPARE(Network::load(settings).mean(), 7.0);
    // What is given counts.
    QCOMPARE(files.load(files.settings("sum")).layers().size(), std::size_t{3});
    QVERIFY(!files.load(files.settings("sum")).hasTrainedWeights());
}

void NetworkTest::looksInAFolder()
{
    const NetworkFiles files(kSumNetwork);
    files.write(QStringLiteral("folder/any.prototxt"), kLayers);
    files.write(QStringLiteral("folder/any.caffemodel"), {});
    RunSettings settings;
    settings.model = files.path(QStringLiteral("folder")).toStdString();
    QCOMPARE(Network::load(settings).layers().size(), std::size_t{7});
    QVERIFY(Network::load(settings).hasTrainedWeights());
    QVERIFY(Network::load(settings).mean() > 114.0);
    files.write(QStringLiteral("folder/mean.npy"), meanFile());
    QCOMPARE(Network::load(settings).mean(), 100.0);
    // Its usual name wins over others.
    files.write(QStringLiteral("folder/deploy.prototxt"), kSumNetwork);
    QCOMPARE(Network::load(settings).layers().size(), std::size_t{3});
    qputenv("CNNVIS_TEST_FOLDER", files.path(QString()).toUtf8());
    settings.model = "$CNNVIS_TEST_FOLDER/folder";
    QCOMPARE(Network::load(settings).layers().size(), std::size_t{3});
    qunsetenv("CNNVIS_TEST_FOLDER");
}

void NetworkTest::findsTheDescriptionInAFolder_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("found");
    const auto row = [](const QStringList& names, const char* found) {
        QTest::newRow(found) << names << QString::fromLatin1(found);
    };
    row({QStringLiteral("deploy.protxt")}, "deploy.protxt");
    row({QStringLiteral("train_val.prototxt"), QStringLiteral("deploy_net.prototxt")}, "deploy_net.prototxt");
    row({QStringLiteral("solver.prototxt"), QStringLiteral("deploy_net.protxt")}, "deploy_net.protxt");
    row({QStringLiteral("train.prototxt"), QStringLiteral("solver.prototxt"), QStringLiteral("VGG_16_Deploy.prototxt")},
        "VGG_16_Deploy.prototxt");
    row({QStringLiteral("old_deploy.prototxt"), QStringLiteral("deploy_new.prototxt")}, "deploy_new.prototxt");
    row({QStringLiteral("deploy_a.prototxt"), QStringLiteral("deploy_b.prototxt"), QStringLiteral("deploy.prototxt")},
        "deploy.prototxt");
    row({QStringLiteral("only.protxt")}, "only.protxt");
}

void NetworkTest::findsTheDescriptionInAFolder()
{
    QFETCH(QStringList, names);
    QFETCH(QString, found);
    const NetworkFiles files(kSumNetwork);
    for (const QString& name : names)
        files.write(QStringLiteral("folder/") + name, name == found ? kLayers : kSumNetwork);
    files.write(QStringLiteral("folder/deploy.caffemodel"), {});
    RunSettings settings;
    settings.model = files.path(QStringLiteral("folder")).toStdString();
    QCOMPARE(Network::load(settings).layers().size(), std::size_t{7});
    QCOMPARE(QFileInfo(QString::fromStdString(Network::load(settings).path())).fileName(), found);
}

void NetworkTest::takesWhatIsNamedBesideAFolder()
{
    const NetworkFiles files(kSumNetwork);
    files.write(QStringLiteral("folder/deploy.prototxt"), kLayers);
    RunSettings settings = files.settings("sum");
    settings.model = files.path(QStringLiteral("folder")).toStdString();
    QCOMPARE(Network::load(settings).layers().size(), std::size_t{3}); // a description is a whole network
    settings.deployTxt.clear();
    settings.meanImage = "7";
    settings.caffeModel = files.write(QStringLiteral("elsewhere.caffemodel"), {});
    QCOMPARE(Network::load(settings).layers().size(), std::size_t{7});
    QCOMPARE(Network::load(settings).mean(), 7.0);
}

void NetworkTest::refusesAFolderWithoutOneNetwork()
{
    const NetworkFiles files(kSumNetwork);
    RunSettings settings;
    settings.model = files.path(QStringLiteral("nowhere")).toStdString();
    const auto isRefusedWith = [&](const char* part) {
        const QString message = loadingFails(settings);
        return message.contains(QString::fromUtf8(part)) ? QString() : QStringLiteral("'%1'").arg(message);
    };
    QCOMPARE(isRefusedWith("no such folder"), QString());
    files.write(QStringLiteral("folder/readme.txt"), {});
    settings.model = files.path(QStringLiteral("folder")).toStdString();
    QCOMPARE(isRefusedWith("no deploy.prototxt"), QString());
    files.write(QStringLiteral("folder/a.prototxt"), kLayers);
    QCOMPARE(isRefusedWith("no weights"), QString());
    files.write(QStringLiteral("folder/b.prototxt"), kLayers);
    QCOMPARE(isRefusedWith("a.prototxt and b.prototxt: say with --deploy_txt"), QString());
    files.write(QStringLiteral("folder/deploy_c.prototxt"), kLayers);
    files.write(QStringLiteral("folder/deploy_d.protxt"), kLayers);
    QCOMPARE(isRefusedWith("deploy_c.prototxt and deploy_d.protxt: say with --deploy_txt"), QString());
    files.write(QStringLiteral("folder/deploy.prototxt"), kLayers);
    files.write(QStringLiteral("folder/1.caffemodel"), {});
    files.write(QStringLiteral("folder/2.caffemodel"), {});
    QCOMPARE(isRefusedWith("--caffe_model"), QString());
    settings.model = files.path(QStringLiteral("folder/deploy.prototxt")).toStdString();
    QCOMPARE(isRefusedWith("no such folder"), QString());
}

void NetworkTest::dreamsWithTheBestiaryByDefault()
{
    const Network network = Network::load(RunSettings());
    RunSettings settings;
    settings.model = "bestiary";
    QCOMPARE(network.path(), Network::load(settings).path());
    QVERIFY(network.hasTrainedWeights());
    QCOMPARE(network.inputSize(), (PictureSize{224, 224}));
    const auto has = [&](const std::string& name) {
        return std::any_of(network.layers().begin(), network.layers().end(),
            [&](const LayerInfo& layer) { return layer.name == name && layer.whyUnsupported.empty(); });
    };
    QVERIFY(has("conv2/3x3") && has("inception_3a/output") && has("inception_5b/output") && has("loss3/classifier"));
}

void NetworkTest::saysWhatToGiveWithoutANetwork()
{
    for (const bool isEmpty : {false, true}) {
        if (isEmpty)
            qputenv("CAFFE_ROOT", "");
        qputenv("CNNVIS_DATA", "/nowhere");
        const QString message = loadingFails(RunSettings());
        QVERIFY2(message.contains(QStringLiteral("/nowhere")) && message.contains(QStringLiteral("--model")),
            qPrintable(message));
    }
    RunSettings weightsOnly;
    weightsOnly.caffeModel = "weights.caffemodel";
    const QString message = loadingFails(weightsOnly);
    QVERIFY2(message.contains(QStringLiteral("--deploy_txt is missing")), qPrintable(message));
    qputenv("CAFFE_ROOT", "/nowhere");
    QVERIFY2(loadingFails(RunSettings()).contains(QStringLiteral("deploy.prototxt")),
        qPrintable(loadingFails(RunSettings())));
}

void NetworkTest::namesTheFileThatItCannotUse()
{
    const NetworkFiles files("name: \"nothing\"");
    QVERIFY2(loadingFails(files.settings("x")).contains(QStringLiteral("deploy.prototxt")),
        qPrintable(loadingFails(files.settings("x"))));
    RunSettings settings = files.settings("x");
    settings.deployTxt = files.path(QStringLiteral("other.prototxt")).toStdString();
    QVERIFY(loadingFails(settings).contains(QStringLiteral("other.prototxt")));
}

void NetworkTest::isTheSameAsItsCopiesAlone()
{
    const NetworkFiles files(kLayers);
    const Network network = files.load(files.settings("conv1"));
    const std::vector<Network> copies(2, network);
    QVERIFY(copies[0] == network && copies[1] == network);
    QVERIFY(files.load(files.settings("conv1")) != network);
}

void NetworkTest::findsTargetsByLayerAndBlob()
{
    const NetworkFiles files(kLayers);
    const Network network = files.load(files.settings("conv1"));
    const LayerGraph& graph = NetworkContents::of(network).graph;
    const auto layerOf = [&](const char* name) {
        return graph.layers()[static_cast<std::size_t>(graph.findTarget(name).layer)].name;
    };
    QCOMPARE(layerOf("pool1"), std::string("pool1"));
    QCOMPARE(layerOf("relu1"), std::string("relu1"));
    // The name of Caffe's automatic split behind conv2 means conv2.
    QCOMPARE(layerOf("conv2_conv2_0_split_1"), std::string("conv2"));
    QCOMPARE(layerOf("conv2_conv2_0_split"), std::string("conv2"));
    // The blob stands as the ReLU in place left it.
    QCOMPARE(graph.findTarget("conv1").value, graph.findTarget("relu1").value);
    const QString message = messageOf<ModelError>([&] { graph.findTarget("conv3"); });
    QVERIFY2(message.contains(QStringLiteral("'conv3'")) && message.contains(QStringLiteral("the nearest is 'conv")),
        qPrintable(message));
    QVERIFY(!messageOf<ModelError>([&] { graph.findTarget("after"); }).isEmpty());
}

void NetworkTest::readsTheLabelsOfItsLastLayer()
{
    const NetworkFiles files(kTinyNetwork); // its last layer has four channels
    QVERIFY(files.load(files.settings("conv2")).labels().empty());
    files.write(QStringLiteral("labels.txt"), "owl\r\ncat face\n\na\tb\x1b[0m \n\n");
    QCOMPARE(
        files.load(files.settings("conv2")).labels(), (std::vector<std::string>{"owl", "cat face", "", "a b [0m"}));
    // Overlong ones are cut, but not through a character.
    files.write(QStringLiteral("labels.txt"), "1\n2\n3\nx" + QByteArray("\xc3\xa4").repeated(300));
    const std::string cut = files.load(files.settings("conv2")).labels().back();
    QCOMPARE(QByteArray::fromStdString(cut), "x" + QByteArray("\xc3\xa4").repeated(99));
}

void NetworkTest::doesWithoutLabelsThatDoNotFit_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("too few") << QByteArray("1\n2\n3\n");
    QTest::newRow("too many") << QByteArray("1\n2\n3\n4\n5");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("blank") << QByteArray("\n\n\n\n");
    QTest::newRow("page") << QByteArray("<html>\n1\n2\n3");
    QTest::newRow("too large") << "1\n2\n3\n" + QByteArray(5 * 1024 * 1024, 'x');
}

void NetworkTest::doesWithoutLabelsThatDoNotFit()
{
    QFETCH(QByteArray, bytes);
    const NetworkFiles files(kTinyNetwork);
    files.write(QStringLiteral("labels.txt"), bytes);
    QVERIFY(files.load(files.settings("conv2")).labels().empty());
}

QTEST_GUILESS_MAIN(NetworkTest)
#include "tst_network.moc"
