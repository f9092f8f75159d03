// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"
#include "support/prototxt_test.h"

#include "cnnvis/error.h"

#include <QByteArray>
#include <QTest>

#include <string>

using namespace cnnvis;

namespace {

const QByteArray kInput = "input: \"data\"\ninput_shape { dim: 10 dim: 3 dim: 20 dim: 30 }\n";

/// A layer of the newer generation that reads `data`, on the third line of a file that starts with kInput.
QByteArray layerText(const QByteArray& type, const QByteArray& parameters)
{
    return "layer { name: \"one\" type: \"" + type + "\" bottom: \"data\" top: \"one\" " + parameters + " }\n";
}

} // namespace

class CaffeInputsTest : public PrototxtTestBase {
    Q_OBJECT

private Q_SLOTS:
    void readsInputsInAllWays_data();
    void readsInputsInAllWays();
    void readsSeveralInputs();
    void refusesBadInputs_data();
    void refusesBadInputs();
    void leavesOutTrainingLayers();
    void honoursLevelsAndStages();
    void takesTheDeployPartOfAnAllInOneFile_data();
    void takesTheDeployPartOfAnAllInOneFile();
    void saysWhatAnAllInOneFileLacks();
    void freesTheBatchThatAReshapeNames_data();
    void freesTheBatchThatAReshapeNames();
};

void CaffeInputsTest::readsInputsInAllWays_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray relu = layerText("ReLU", {});
    QTest::newRow("input_dim") << "input: \"data\" input_dim: 10 input_dim: 3 input_dim: 20 input_dim: 30\n" + relu;
    QTest::newRow("input_shape") << kInput + relu;
    const QByteArray layer = "layer { name: \"in\" type: \"Input\" top: \"data\" "
                             "input_param { shape { dim: 10 dim: 3 dim: 20 dim: 30 } } }\n";
    QTest::newRow("Input layer") << layer + relu;
    QTest::newRow("Input layer at the end") << relu + layer;
    QTest::newRow("field without a shape beside an Input layer") << "input: \"data\"\n" + layer + relu;
    QTest::newRow("other field without a shape") << "input: \"info\"\n" + relu + layer;
    QTest::newRow("Input layer without a shape beside a field")
        << kInput + "layer { name: \"data\" type: \"Input\" top: \"data\" }\n" + relu;
    QTest::newRow("list") << "input: 'data' input_shape: { dim: [10, 3, 20, 30] } force_backward: true\n" + relu;
    QTest::newRow("byte order mark") << "\xef\xbb\xbf" + kInput + relu;
    QTest::newRow("line ends of Windows") << QByteArray(kInput + relu).replace("\n", "\r\n");
}

void CaffeInputsTest::readsInputsInAllWays()
{
    QFETCH(QByteArray, text);
    const LayerGraph graph = read(text);
    QCOMPARE(graph.layers().size(), std::size_t{1});
    QCOMPARE(graph.dataValue(), 0);
    QCOMPARE(graph.values().front().name, std::string("data"));
    QCOMPARE(*graph.values().front().shape, (BlobShape{1, 3, 20, 30}));
    QCOMPARE(graph.origin(), std::string("deploy.prototxt"));
}

void CaffeInputsTest::readsSeveralInputs()
{
    const LayerGraph legacy =
        read("input: \"data\" input: \"info\" input_dim: 1 input_dim: 3 input_dim: 4 input_dim: 5 "
             "input_dim: 2 input_dim: 7 input_dim: 1 input_dim: 6 "
            + layerText("ReLU", {}));
    QCOMPARE(*legacy.values().at(0).shape, (BlobShape{1, 3, 4, 5}));
    QCOMPARE(*legacy.values().at(1).shape, (BlobShape{1, 7, 1, 6}));

    const LayerGraph shared = read("layer { type: \"Input\" top: \"data\" top: \"other\" input_param { shape { dim: 1 "
                                   "dim: 3 dim: 4 dim: 5 } } } "
        + layerText("ReLU", {}));
    QCOMPARE(shared.values().at(1).name, std::string("other"));
    QCOMPARE(*shared.values().at(1).shape, (BlobShape{1, 3, 4, 5}));
}

void CaffeInputsTest::refusesBadInputs_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    const auto shape = [](const QByteArray& dims) { return "input: \"data\" input_shape { " + dims + " }\n"; };
    QTest::newRow("none") << QByteArray() << QStringLiteral("declares no input");
    QTest::newRow("grey") << shape("dim: 1 dim: 1 dim: 20 dim: 30") << QStringLiteral("'data' is 1 x 1 x 20 x 30");
    QTest::newRow("flat") << shape("dim: 1 dim: 3") << QStringLiteral("'data' is 1 x 3,");
    QTest::newRow("no dims") << shape({}) << QStringLiteral("'data' is");
    QTest::newRow("zero") << shape("dim: 1 dim: 3 dim: 0 dim: 9") << QStringLiteral("input 'data'");
    QTest::newRow("negative") << shape("dim: 1 dim: 3 dim: -8 dim: 9") << QStringLiteral("input 'data'");
    QTest::newRow("huge") << shape("dim: 1 dim: 3 dim: 2000000000 dim: 2000000000") << QStringLiteral("input 'data'");
    QTest::newRow("beyond 64 bits") << shape("dim: 1 dim: 3 dim: 99999999999999999999 dim: 1")
                                    << QStringLiteral("line 1, column");
    QTest::newRow("three dims") << QByteArray("input: \"data\" input_dim: 1 input_dim: 3 input_dim: 4\n")
                                << QStringLiteral("3 'input_dim'");
    QTest::newRow("dims alone") << QByteArray("input_dim: 1 input_dim: 3 input_dim: 4 input_dim: 4\n")
                                << QStringLiteral("0 'input'");
    QTest::newRow("no shape") << QByteArray("input: \"data\"\n") << QStringLiteral("0 'input_shape'");
    QTest::newRow("twice") << kInput
            + "layer { type: \"Input\" top: \"data\" input_param { shape { dim: 1 dim: 3 dim: 4 "
              "dim: 4 } } }\n"
                           << QStringLiteral("'data' twice");
    QTest::newRow("Input without shape") << QByteArray("\n\nlayer { name: \"in\" type: \"Input\" top: \"data\" }\n")
                                         << QStringLiteral("line 3");
    QTest::newRow("Input without top") << QByteArray(
        "layer { name: \"in\" type: \"Input\" input_param { shape { dim: 1 "
        "dim: 3 dim: 4 dim: 4 } } }\n") << QStringLiteral("0 tops");
}

void CaffeInputsTest::refusesBadInputs()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, reason);
    const QString problem = problemOf(text + layerText("ReLU", {}));
    QVERIFY2(problem.contains(reason), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("deploy.prototxt")), qPrintable(problem));
}

void CaffeInputsTest::leavesOutTrainingLayers()
{
    const LayerGraph graph = read("layer { name: \"d\" type: \"Data\" top: \"data\" include { phase: TRAIN } }\n"
        + kInput + layerText("ReLU", "include { phase: TEST }")
        + "layer { name: \"drop\" type: \"Dropout\" bottom: \"one\" top: \"one\" exclude { phase: TEST } }\n"
        + "layer { name: \"last\" type: \"TanH\" bottom: \"one\" top: \"last\" exclude { phase: TRAIN } }\n");
    QCOMPARE(graph.layers().size(), std::size_t{2});
    QCOMPARE(graph.layers().back().name, std::string("last"));
}

void CaffeInputsTest::honoursLevelsAndStages()
{
    const auto layers = [this](const QByteArray& rule) {
        return read(kInput + "state { level: 2 stage: \"deploy\" }\n" + layerText("ReLU", {})
            + "layer { name: \"x\" type: \"TanH\" bottom: \"one\" top: "
              "\"x\" "
            + rule + " }")
            .layers()
            .size();
    };
    QCOMPARE(layers("include { min_level: 2 max_level: 2 }"), std::size_t{2});
    QCOMPARE(layers("include { min_level: 3 }"), std::size_t{1});
    QCOMPARE(layers("include { max_level: 1 }"), std::size_t{1});
    QCOMPARE(layers("include { stage: \"deploy\" }"), std::size_t{2});
    QCOMPARE(layers("include { stage: \"other\" }"), std::size_t{1});
    QCOMPARE(layers("include { stage: \"other\" } include { phase: TEST }"), std::size_t{2});
    QCOMPARE(layers("exclude { not_stage: \"other\" }"), std::size_t{1});
    QCOMPARE(layers("exclude { not_stage: \"deploy\" }"), std::size_t{2});
}

void CaffeInputsTest::takesTheDeployPartOfAnAllInOneFile_data()
{
    QTest::addColumn<QByteArray>("data");
    const auto reader = [](const QByteArray& name, const QByteArray& parameters) {
        return "layer { name: \"" + name + "\" type: \"Data\" top: \"data\" top: \"label\" " + parameters + " }\n";
    };
    const QByteArray train =
        reader("train-data", "transform_param { mirror: true crop_size: 20 } include { stage: \"train\" }");
    const QByteArray val = reader("val-data", "transform_param { crop_size: 20 } include { stage: \"val\" }");
    const QByteArray input = "layer { name: \"in\" type: \"Input\" top: \"data\" input_param { shape { dim: 4 dim: 3 "
                             "dim: 20 dim: 20 } } ";
    QTest::newRow("by the size of the crop") << train + val;
    QTest::newRow("with an Input layer") << train + val + input + "include { stage: \"deploy\" } }\n";
    QTest::newRow("with an Input layer that is not for checks") << reader("t", "include { phase: TRAIN }")
            + reader("v", "include { phase: TEST stage: \"val\" }") + input
            + "include { phase: TEST not_stage: \"val\" } }\n";
    QTest::newRow("with an input field") << "input: \"data\" input_shape { dim: 1 dim: 3 dim: 20 dim: 20 }\n" + train
            + val;
    QTest::newRow("by the phases of the data")
        << reader("t", "transform_param { crop_size: 20 } include { phase: TRAIN }")
            + reader("v", "transform_param { crop_size: 20 } include { phase: TEST }");
}

void CaffeInputsTest::takesTheDeployPartOfAnAllInOneFile()
{
    QFETCH(QByteArray, data);
    const LayerGraph graph = read(data + layerText("ReLU", {})
        + "layer { name: \"accuracy\" type: \"Accuracy\" bottom: \"one\" bottom: \"label\" top: \"accuracy\" include { "
          "stage: \"val\" } }\n"
        + "layer { name: \"loss\" type: \"SoftmaxWithLoss\" bottom: \"one\" bottom: \"label\" top: \"loss\" exclude { "
          "stage: \"deploy\" } }\n"
        + "layer { name: \"top5\" type: \"Accuracy\" bottom: \"one\" bottom: \"label\" top: \"top5\" }\n"
        + "layer { name: \"softmax\" type: \"Softmax\" bottom: \"one\" top: \"softmax\" include { stage: \"deploy\" } "
          "}\n");
    QCOMPARE(*graph.values().front().shape, (BlobShape{1, 3, 20, 20}));
    QCOMPARE(graph.layers().size(), std::size_t{3});
    QCOMPARE(graph.layers()[0].name, std::string("one"));
    QCOMPARE(graph.layers()[1].name, std::string("top5")); // which nothing needs, nor its labels
    QCOMPARE(graph.layers()[2].name, std::string("softmax"));
    QCOMPARE(graph.findTarget("softmax").layer, 2);
}

void CaffeInputsTest::saysWhatAnAllInOneFileLacks()
{
    const QString problem =
        problemOf("layer { name: \"d\" type: \"Data\" top: \"data\" include { stage: \"train\" } }\n"
            + layerText("ReLU", "exclude { stage: \"deploy\" }") + layerText("TanH", {}));
    QVERIFY2(problem.contains(QStringLiteral("declares no input")), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("add 'input: \"data\"' and an input_shape")), qPrintable(problem));
}

void CaffeInputsTest::freesTheBatchThatAReshapeNames_data()
{
    QTest::addColumn<QByteArray>("dims");
    QTest::addColumn<BlobShape>("shape");
    // The input has a batch of ten.
    QTest::newRow("the batch") << QByteArray("dim: 10 dim: -1") << BlobShape{1, 1800};
    QTest::newRow("all sizes") << QByteArray("dim: 10 dim: 60 dim: 5 dim: 6") << BlobShape{1, 60, 5, 6};
    QTest::newRow("twice the batch") << QByteArray("dim: 20 dim: -1") << BlobShape{2, 900};
    QTest::newRow("one picture") << QByteArray("dim: 1 dim: -1") << BlobShape{1, 1800};
    QTest::newRow("copied") << QByteArray("dim: 0 dim: 10 dim: -1") << BlobShape{1, 10, 180};
}

void CaffeInputsTest::freesTheBatchThatAReshapeNames()
{
    QFETCH(QByteArray, dims);
    QFETCH(BlobShape, shape);
    const LayerGraph graph = read(kInput + layerText("Reshape", "reshape_param { shape { " + dims + " } }"));
    QCOMPARE(*graph.values().back().shape, shape);
}

QTEST_GUILESS_MAIN(CaffeInputsTest)
#include "tst_caffe_inputs.moc"
