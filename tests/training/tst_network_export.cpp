// SPDX-License-Identifier: GPL-3.0-or-later
#include "caffe_files.h"
#include "cnnvis/error.h"
#include "cnnvis/network.h"
#include "folded_network.h"
#include "network/graph_runner.h"
#include "network/network_contents.h"
#include "network_export.h"
#include "picture_batch.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

#include <QtTest>

#include <cmath>
#include <fstream>
#include <limits>

using namespace cnnvis;
using namespace cnnvis::training;

namespace {

constexpr int kSide = 64;

/// An untrained network whose normalisation does something.
TrainableNetwork randomNetwork()
{
    const at::NoGradGuard constant;
    TrainableNetwork network(bestiarySpec(7), 11, at::kCPU);
    const at::Generator random = at::detail::createCPUGenerator(12);
    for (const TrainableLayer& layer : network.layers()) {
        if (layer.gain.defined()) {
            layer.gain.uniform_(0.5, 1.5, random);
            layer.mean.normal_(0.0, 0.2, random);
            layer.variance.uniform_(0.5, 2.0, random);
        }
        if (layer.bias.defined())
            layer.bias.normal_(0.0, 0.2, random);
    }
    return network;
}

at::Tensor randomPictures(std::int64_t count)
{
    return at::empty({count, 3, kSide, kSide}).normal_(0.0, 1.0, at::detail::createCPUGenerator(13));
}

void writeFile(const QTemporaryDir& folder, const char* name, const std::string& bytes)
{
    std::ofstream(folder.filePath(QString::fromLatin1(name)).toStdString(), std::ios::binary) << bytes;
}

/// The files of a network whose activations are evened over these pictures.
void writeNetwork(const QTemporaryDir& folder, TrainableNetwork& network, const at::Tensor& pictures)
{
    std::vector<FoldedLayer> layers = foldNormalisation(network);
    evenActivations(network.spec(), network.meanActivations(pictures), layers);
    writeFile(folder, "deploy.prototxt", prototxtOf(network.spec(), "random", kSide));
    writeFile(folder, "bestiary.caffemodel", caffemodelOf(network.spec(), layers));
    writeFile(folder, "mean.binaryproto", meanFileOf(111.25));
}

Network load(const QTemporaryDir& folder)
{
    RunSettings settings;
    settings.deployTxt = folder.filePath(QStringLiteral("deploy.prototxt")).toStdString();
    settings.caffeModel = folder.filePath(QStringLiteral("bestiary.caffemodel")).toStdString();
    settings.meanImage = folder.filePath(QStringLiteral("mean.binaryproto")).toStdString();
    return Network::load(settings);
}

} // namespace

class TestNetworkExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersAsTheTrainedNetworkDoes();
    void noticesOtherWeights();
    void evensTheActivations();
    void writesTheInputAndTheMean();
    void writesAllFilesAndNothingElse();
    void leavesNothingWhenTheAnswersDiffer();
};

void TestNetworkExport::answersAsTheTrainedNetworkDoes()
{
    TrainableNetwork network = randomNetwork();
    const at::Tensor pictures = randomPictures(3);
    const QTemporaryDir folder;
    writeNetwork(folder, network, pictures);
    const double deviation = deviationOfFiles(network, folder.path().toStdString(), pictures * kPixelScale);
    QVERIFY2(deviation < 1e-4, qPrintable(QString::number(deviation)));
}

void TestNetworkExport::noticesOtherWeights()
{
    TrainableNetwork network = randomNetwork();
    const at::Tensor pictures = randomPictures(3);
    const QTemporaryDir folder;
    writeNetwork(folder, network, pictures);
    const at::NoGradGuard constant;
    network.layers().front().weight.mul_(-1.0);
    QVERIFY(deviationOfFiles(network, folder.path().toStdString(), pictures * kPixelScale) > 1e-2);
}

void TestNetworkExport::evensTheActivations()
{
    TrainableNetwork network = randomNetwork();
    const at::Tensor pictures = randomPictures(4);
    const QTemporaryDir folder;
    writeNetwork(folder, network, pictures);
    const Network written = load(folder);
    const NetworkContents& contents = NetworkContents::of(written);
    const at::NoGradGuard constant;
    for (const char* name : {"conv1/7x7_s2", "inception_3b/5x5", "inception_5b/pool_proj"}) {
        const TargetPoint target = contents.graph.findTarget(name);
        GraphRunner runner(contents.graph, contents.weights(target), target);
        const double mean = runner.forward(pictures * kPixelScale).mean().item<double>();
        QVERIFY2(std::abs(mean - kUsualActivation) < 0.01, name);
    }
}

void TestNetworkExport::writesTheInputAndTheMean()
{
    TrainableNetwork network = randomNetwork();
    const QTemporaryDir folder;
    writeNetwork(folder, network, randomPictures(2));
    const Network written = load(folder);
    QCOMPARE(written.inputSize().height, kSide);
    QCOMPARE(written.inputSize().width, kSide);
    QCOMPARE(written.mean(), 111.25);
    QCOMPARE(QString::fromStdString(written.layers().back().name), QStringLiteral("prob"));
}

void TestNetworkExport::writesAllFilesAndNothingElse()
{
    TrainableNetwork network = randomNetwork();
    const QTemporaryDir folder;
    exportNetwork(network, {folder.path().toStdString(), {"owl", "cat face"}, 100.0, kSide, 1, 2});
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
        QStringList({QStringLiteral("bestiary.caffemodel"), QStringLiteral("deploy.prototxt"),
            QStringLiteral("labels.txt"), QStringLiteral("mean.binaryproto")}));
    QFile labels(folder.filePath(QStringLiteral("labels.txt")));
    QVERIFY(labels.open(QIODevice::ReadOnly));
    QCOMPARE(labels.readAll(), QByteArray("owl\ncat face\n"));
}

void TestNetworkExport::leavesNothingWhenTheAnswersDiffer()
{
    TrainableNetwork network = randomNetwork();
    const at::NoGradGuard constant;
    network.layers().front().weight.fill_(std::numeric_limits<float>::quiet_NaN());
    const QTemporaryDir folder;
    QVERIFY_EXCEPTION_THROWN(
        exportNetwork(network, {folder.path().toStdString(), {"owl"}, 100.0, kSide, 1, 2}), ModelError);
    QVERIFY(QDir(folder.path()).isEmpty());
}

QTEST_GUILESS_MAIN(TestNetworkExport)
#include "tst_network_export.moc"
