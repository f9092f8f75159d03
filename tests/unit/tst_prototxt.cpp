// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"
#include "support/prototxt_test.h"

#include "cnnvis/error.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QStringConverter>
#include <QTest>

#include <random>
#include <string>

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

std::string shapeOf(const LayerGraph& graph)
{
    const auto& shape = graph.values().back().shape;
    return shape ? shapeText(*shape) : "unknown";
}

} // namespace

class PrototxtTest : public PrototxtTestBase {
    Q_OBJECT

private Q_SLOTS:
    void refusesBadFiles_data();
    void refusesBadFiles();
    void refusesHostileFilesFast_data();
    void refusesHostileFilesFast();
    void refusesMissingFiles();
    void ignoresUnknownFields();
    void survivesMutations();
    void keepsNamesTypesAndLines();
    void keepsUnknownTypesOfTheOlderGeneration();
};

void PrototxtTest::refusesBadFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const QByteArray& text, const char* reason) {
        QTest::newRow(name) << text << QString::fromUtf8(reason);
    };
    row("solver", "net: \"train.prototxt\"\nbase_lr: 0.01\n", "no layers");
    row("both generations", kInput + layerText("ReLU", {}) + "layers { type: RELU }", "mixes");
    row("oldest generation", kInput + "layers { layer { name: \"c\" type: \"conv\" } bottom: \"data\" top: \"c\" }",
        "line 3 has a layer of Caffe's first generation");
    row("syntax", kInput + "layer {\n  name \"one\"\n}", "line 4, column 8:");
    row("missing brace", kInput + "layer {\n  name: \"one\"\n", "line 5, column 1:");
    row("unknown number of a method", kInput + layerText("Pooling", "pooling_param { pool: 9 }"), "line 3, column");
    row("unknown method in a list of layers", kInput + "layer: [{ pooling_param { pool: BEST } }]", "line 3, column");
    row("unknown type with an error behind", kInput + "layers { type: NEW pooling_param { pool: \"AVE\" } }",
        "line 3, column 42");
    row("repeated field", kInput + layerText("ReLU", "name: \"two\""), "line 3, column");
    row("NUL", kInput + QByteArray("layer {\0}", 9), "line 3 holds bytes that no text has");
    row("binary",
        QByteArray("\x0a\x04name\xa2\x06\x05\x0a\x03"
                   "abc",
            14),
        "give the deploy.prototxt");
    row("control character in a name", kInput + "layer { name: \"a\\nb\" type: \"ReLU\" bottom: \"data\" top: \"x\" }",
        "line 3: the layer has a name with control characters");
    row("long name", kInput + "layer { name: \"" + QByteArray(2000, 'x') + "\" type: \"ReLU\" }", "2000 bytes");
    const QString text = QString::fromUtf8(kInput + layerText("ReLU", {}));
    const auto encoded = [&](QStringConverter::Encoding encoding, QStringConverter::Flag flag) {
        return QByteArray(QStringEncoder(encoding, flag).encode(text));
    };
    constexpr auto kMark = QStringConverter::Flag::WriteBom;
    constexpr auto kNoMark = QStringConverter::Flag::Default;
    row("UTF-16 with its mark", encoded(QStringConverter::Utf16LE, kMark), "deploy.prototxt is UTF-16 text");
    row("UTF-16 with its mark, big end first", encoded(QStringConverter::Utf16BE, kMark), "save it as UTF-8");
    row("UTF-16", encoded(QStringConverter::Utf16LE, kNoMark), "is UTF-16 text");
    row("UTF-16, big end first", encoded(QStringConverter::Utf16BE, kNoMark), "is UTF-16 text");
    row("web page", "<!DOCTYPE html><html></html>", "HTML");
    row("pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "Git LFS");
    row("empty", "", "empty");
}

void PrototxtTest::refusesBadFiles()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, reason);
    const QString problem = problemOf(text);
    QVERIFY2(problem.contains(reason), qPrintable(problem));
    QVERIFY2(!problem.contains(QLatin1Char('\n')), qPrintable(problem));
}

void PrototxtTest::refusesHostileFilesFast_data()
{
    QTest::addColumn<QByteArray>("text");
    constexpr int kLong = 10000000;
    QTest::newRow("nested blocks") << QByteArray("a {").repeated(20000) + QByteArray("}").repeated(20000);
    QTest::newRow("nested blocks in a layer") << "layer { " + QByteArray("a <").repeated(20000);
    QTest::newRow("nested lists") << "a: " + QByteArray(200000, '[');
    QTest::newRow("closed nested lists") << "a: " + QByteArray(200000, '[') + '1' + QByteArray(200000, ']');
    QTest::newRow("lists of blocks") << "a: " + QByteArray("[{a:").repeated(50000);
    QTest::newRow("one long word") << QByteArray(kLong, 'a');
    QTest::newRow("one long string") << '"' + QByteArray(kLong, 'a');
    QTest::newRow("one long comment") << QByteArray(kLong, '#');
    QTest::newRow("many words") << QByteArray("a ").repeated(kLong / 2);
    QTest::newRow("no ASCII") << QByteArray(kLong, '\xff');
    QTest::newRow("NULs") << QByteArray(kLong, '\0');
    QTest::newRow("too large") << QByteArray(17 << 20, ' ');
    QTest::newRow("many layers") << kInput + QByteArray("layer{}").repeated(10001);
    QTest::newRow("many unknown types") << kInput + "layers{type:A}" + QByteArray("a{type:A}").repeated(1000000) + '}';
    QTest::newRow("many blobs") << kInput + "layer{type:\"Concat\" top: \"x\" "
            + QByteArray("bottom:\"data\"").repeated(40001) + '}';
    std::mt19937_64 random(7);
    QByteArray noise(1 << 20, '\0');
    for (char& c : noise)
        c = static_cast<char>(random());
    QTest::newRow("noise") << noise;
}

void PrototxtTest::refusesHostileFilesFast()
{
    QFETCH(QByteArray, text);
    QElapsedTimer timer;
    timer.start();
    const QString problem = problemOf(text);
    QVERIFY(!problem.isEmpty());
    QVERIFY2(problem.size() < 500, qPrintable(problem));
    // Far above the fraction of a second that it takes, as builds with sanitizers are slow, and far below a hang.
    QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
}

void PrototxtTest::refusesMissingFiles()
{
    QVERIFY_THROWS_EXCEPTION(
        ModelError, caffe::readNetwork(m_folder.filePath(QStringLiteral("missing")).toStdString()));
    QVERIFY_THROWS_EXCEPTION(ModelError, caffe::readNetwork(m_folder.path().toStdString()));
}

void PrototxtTest::ignoresUnknownFields()
{
    const LayerGraph graph = read("colour: GREEN\n" + kInput
        + layerText("Convolution",
            "param { lr_mult: 1 decay_mult: [1, 2] } transform_param { mean_value: 1 } [some.extension] { a: 1 } "
            "convolution_param { num_output: 2 kernel_size: 1 engine: CUDNN } loss_weight: 1 propagate_down: true"));
    QCOMPARE(shapeOf(graph), std::string("2 x 20 x 30"));
}

void PrototxtTest::survivesMutations()
{
    const QByteArray text = kInput + convolution("pad: 1 weight_filler { type: \"xavier\" } group: 3")
        + "layer { name: \"r\" type: \"ReLU\" bottom: \"one\" top: \"one\" }\n"
        + "layer { name: \"p\" type: \"Pooling\" bottom: \"one\" top: \"p\" pooling_param { kernel_size: 3 stride: 2 } "
          "}\n"
        + "layer { name: \"s\" type: \"Slice\" bottom: \"p\" top: \"a\" top: \"b\" slice_param { slice_point: 2 } }\n"
        + "layer { name: \"c\" type: \"Concat\" bottom: \"a\" bottom: \"b\" top: \"c\" concat_param { axis: -3 } }\n"
        + "layer { name: \"v\" type: \"Reshape\" bottom: \"c\" top: \"v\" reshape_param { shape { dim: 0 dim: -1 } } "
          "}\n"
        + "layer { name: \"f\" type: \"InnerProduct\" bottom: \"v\" top: \"f\" inner_product_param { num_output: 9 } "
          "}\n";
    QVERIFY(problemOf(text).isEmpty());
    const QByteArray alphabet = "0123456789-.{}[]<>\":# \naeTL\\,";
    std::mt19937_64 random(11);
    int accepted = 0;
    constexpr int kRounds = 20000;
    for (int round = 0; round < kRounds; ++round) {
        QByteArray mutant = text;
        for (auto changes = random() % 3 + 1; changes > 0; --changes) {
            const auto place = static_cast<qsizetype>(random() % static_cast<std::uint64_t>(mutant.size()));
            const char letter =
                alphabet[static_cast<qsizetype>(random() % static_cast<std::uint64_t>(alphabet.size()))];
            if (random() % 3 == 0)
                mutant.remove(place, static_cast<qsizetype>(random() % 9 + 1));
            else if (random() % 2 == 0)
                mutant.insert(place, letter);
            else
                mutant[place] = random() % 8 == 0 ? static_cast<char>(random()) : letter;
        }
        if (problemOf(mutant).isEmpty())
            ++accepted;
    }
    QVERIFY(accepted > 0 && accepted < kRounds);
}

void PrototxtTest::keepsNamesTypesAndLines()
{
    const LayerGraph graph = read("# a comment\n" + kInput + "\n" + convolution({})
        + "\n\n  layer {\n name: \"two\"\n type: \"ReLU\"\n" + " bottom: \"one\" top: \"one\" }");
    QCOMPARE(graph.layers().at(0).name, std::string("one"));
    QCOMPARE(graph.layers().at(0).type, std::string("Convolution"));
    QCOMPARE(graph.layers().at(0).line, 5);
    QCOMPARE(graph.layers().at(1).line, 8);
    QCOMPARE(graph.describe(graph.layers().at(1)), std::string("layer 'two' (ReLU, deploy.prototxt line 8)"));
}

void PrototxtTest::keepsUnknownTypesOfTheOlderGeneration()
{
    const LayerGraph graph = read(kInput
        + "# layers { type: NOT_THIS }\n"
          "layers { name: \"up\"\t type:\tUPSAMPLE bottom: \"data\" top: \"up\" upsample_param { type: FAST scale: 2 } "
          "}\n"
          "layers { name: 'type: X' type: RELU bottom: 'data' top: 'one' } layers { type :\n"
          "\tQ # with a comment\n"
          "\tname: \"q\" bottom: \"one\" top: \"q\" }\n"
          "layers { name: \"last\" type: 23 bottom: \"one\" top: \"last\" }\n");
    QCOMPARE(graph.layers().size(), std::size_t{4});
    QCOMPARE(graph.describe(graph.layers()[0]), std::string("layer 'up' (UPSAMPLE, deploy.prototxt line 4)"));
    QCOMPARE(graph.layers()[1].type, std::string("RELU"));
    QCOMPARE(graph.describe(graph.layers()[2]), std::string("layer 'q' (Q, deploy.prototxt line 5)"));
    QCOMPARE(graph.layers()[3].type, std::string("TANH"));
    QCOMPARE(graph.findTarget("last").layer, 3);
    try {
        graph.findTarget("q");
        QFAIL("an unknown layer was a target");
    } catch (const ModelError& error) {
        QVERIFY2(
            QString::fromUtf8(error.what()).contains(QStringLiteral("layer type 'Q' is not supported")), error.what());
    }
}

QTEST_GUILESS_MAIN(PrototxtTest)
#include "tst_prototxt.moc"
