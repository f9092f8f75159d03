// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"
#include "support/prototxt_test.h"

#include "cnnvis/error.h"

#include <QByteArray>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace cnnvis;

namespace {

const QByteArray kInput = "input: \"data\" input_shape { dim: 1 dim: 3 dim: 6 dim: 6 }\n";

QByteArray withFiller(const QByteArray& filler, const QByteArray& size = "num_output: 100 kernel_size: 5")
{
    return kInput + "layer { name: \"a\" type: \"Convolution\" bottom: \"data\" top: \"a\" convolution_param { " + size
        + " weight_filler { " + filler + " } bias_filler { type: \"constant\" value: 0.2 } } }\n";
}

struct Statistics {
    double mean = 0.0, deviation = 0.0, minimum = 0.0, maximum = 0.0;
};

Statistics statisticsOf(const std::vector<float>& values)
{
    Statistics statistics;
    const auto count = static_cast<double>(values.size());
    for (const float value : values)
        statistics.mean += value / count;
    for (const float value : values)
        statistics.deviation += (value - statistics.mean) * (value - statistics.mean) / count;
    statistics.deviation = std::sqrt(statistics.deviation);
    const auto [minimum, maximum] = std::minmax_element(values.begin(), values.end());
    statistics.minimum = *minimum;
    statistics.maximum = *maximum;
    return statistics;
}

bool isNear(double value, double expected, double tolerance)
{
    return std::fabs(value - expected) <= tolerance;
}

} // namespace

class CaffeFillersTest : public PrototxtTestBase {
    Q_OBJECT

private Q_SLOTS:
    void drawsByFiller_data();
    void drawsByFiller();
    void drawsBilinearKernels_data();
    void drawsBilinearKernels();
    void drawsPositiveRowsThatSumUpToOne();
    void refusesWhatItCannotDraw_data();
    void refusesWhatItCannotDraw();
    void drawsNormalNumbers();
    void drawsTheSameForTheSameSeed();
    void drawsTheSameWhateverIsNeeded();
    void drawsNeutralNormalisation();
    void refusesToDrawTooMuch();
};

void CaffeFillersTest::drawsByFiller_data()
{
    QTest::addColumn<QByteArray>("filler");
    QTest::addColumn<double>("mean");
    QTest::addColumn<double>("deviation");
    QTest::addColumn<double>("limit"); // of a uniform distribution's distance from the mean; 0: none
    // 100 x 3 x 5 x 5 values: 75 go into a unit, and 2500 come out of one.
    const double xavierIn = std::sqrt(3.0 / 75.0);
    const double xavierOut = std::sqrt(3.0 / 2500.0);
    const double xavierAverage = std::sqrt(3.0 / 1287.5);
    const double root3 = std::sqrt(3.0);
    QTest::newRow("xavier") << QByteArray("type: \"xavier\"") << 0.0 << xavierIn / root3 << xavierIn;
    QTest::newRow("xavier out") << QByteArray("type: \"xavier\" variance_norm: FAN_OUT") << 0.0 << xavierOut / root3
                                << xavierOut;
    QTest::newRow("xavier average") << QByteArray("type: \"xavier\" variance_norm: AVERAGE") << 0.0
                                    << xavierAverage / root3 << xavierAverage;
    QTest::newRow("msra") << QByteArray("type: \"msra\"") << 0.0 << std::sqrt(2.0 / 75.0) << 0.0;
    QTest::newRow("gaussian") << QByteArray("type: \"gaussian\" mean: -2 std: 0.5") << -2.0 << 0.5 << 0.0;
    QTest::newRow("uniform") << QByteArray("type: \"uniform\" min: 1 max: 3") << 2.0 << 1.0 / root3 << 1.0;
    QTest::newRow("constant") << QByteArray("type: \"constant\" value: 0.7") << 0.7 << 0.0 << 1e-6;
}

void CaffeFillersTest::drawsByFiller()
{
    QFETCH(QByteArray, filler);
    QFETCH(double, mean);
    QFETCH(double, deviation);
    QFETCH(double, limit);
    const LayerGraph graph = read(withFiller(filler));
    const GraphWeights weights = caffe::drawWeights(graph, {true}, 42);
    QCOMPARE(weights[0][0].shape, (BlobShape{100, 3, 5, 5}));
    const Statistics statistics = statisticsOf(weights[0][0].values);
    QVERIFY(isNear(statistics.mean, mean, deviation * 0.04 + 1e-6));
    QVERIFY(isNear(statistics.deviation, deviation, deviation * 0.03 + 1e-6));
    if (limit > 0) {
        QVERIFY(statistics.minimum >= mean - limit - 1e-6 && statistics.maximum <= mean + limit + 1e-6);
        QVERIFY(isNear(statistics.maximum - statistics.minimum, deviation > 0 ? 2 * limit : 0.0, limit * 0.01));
    }
    QCOMPARE(weights[0][1].values, std::vector<float>(100, 0.2F));
}

void CaffeFillersTest::drawsBilinearKernels_data()
{
    QTest::addColumn<int>("side");
    QTest::addColumn<std::vector<float>>("row"); // a kernel is its product with itself
    QTest::newRow("enlarges by 1") << 1 << std::vector<float>{1};
    QTest::newRow("enlarges by 2") << 4 << std::vector<float>{0.25F, 0.75F, 0.75F, 0.25F};
    QTest::newRow("enlarges by 3") << 5 << std::vector<float>{1 / 3.0F, 2 / 3.0F, 1, 2 / 3.0F, 1 / 3.0F};
    QTest::newRow("odd for its factor") << 3 << std::vector<float>{0.5F, 1, 0.5F};
    QTest::newRow("even for its factor") << 2 << std::vector<float>{0.5F, 0.5F};
}

void CaffeFillersTest::drawsBilinearKernels()
{
    QFETCH(int, side);
    QFETCH(std::vector<float>, row);
    const LayerGraph graph = read(kInput
        + "layer { name: \"up\" type: \"Deconvolution\" bottom: \"data\" top: \"up\" convolution_param { num_output: 3 "
          "group: 3 bias_term: false weight_filler { type: \"bilinear\" } kernel_size: "
        + QByteArray::number(side) + " } }\n");
    const WeightBlob weights = caffe::drawWeights(graph, {true}, 42).at(0).at(0);
    QCOMPARE(weights.shape, (BlobShape{3, 1, side, side}));
    const auto length = static_cast<std::size_t>(side);
    for (std::size_t i = 0; i < weights.values.size(); ++i) {
        const float expected = row[i % length] * row[i / length % length];
        QVERIFY2(isNear(weights.values[i], expected, 1e-6), qPrintable(QString::number(i)));
    }
}

void CaffeFillersTest::drawsPositiveRowsThatSumUpToOne()
{
    const LayerGraph graph = read(withFiller("type: \"positive_unitball\""));
    const std::vector<float> values = caffe::drawWeights(graph, {true}, 42)[0][0].values;
    for (std::size_t row = 0; row < 100; ++row) {
        const std::vector<float> weights(values.begin() + row * 75, values.begin() + (row + 1) * 75);
        const Statistics statistics = statisticsOf(weights);
        QVERIFY(statistics.minimum >= 0.0);
        QVERIFY(isNear(statistics.mean, 1 / 75.0, 1e-7));
        QVERIFY(statistics.deviation > 0.1 / 75.0); // of uniform ones, 1 / √3 of the mean
    }
}

void CaffeFillersTest::refusesWhatItCannotDraw_data()
{
    QTest::addColumn<QByteArray>("filler");
    QTest::addColumn<QByteArray>("size");
    QTest::addColumn<QString>("reason");
    QTest::newRow("unknown") << QByteArray("type: \"orthogonal\"") << QByteArray("num_output: 2 kernel_size: 3")
                             << QStringLiteral("'orthogonal', which is not known; give weights");
    QTest::newRow("not square") << QByteArray("type: \"bilinear\"")
                                << QByteArray("num_output: 2 kernel_h: 3 kernel_w: 2")
                                << QStringLiteral("'bilinear', which is for square kernels");
}

/// Only when it has to.
void CaffeFillersTest::refusesWhatItCannotDraw()
{
    QFETCH(QByteArray, filler);
    QFETCH(QByteArray, size);
    QFETCH(QString, reason);
    const LayerGraph graph = read(withFiller(filler, size));
    QVERIFY(caffe::drawWeights(graph, {false}, 1)[0].empty());
    try {
        caffe::drawWeights(graph, {true}, 1);
        QFAIL("it was drawn");
    } catch (const ModelError& error) {
        const QString problem = QString::fromUtf8(error.what());
        QVERIFY2(problem.contains(reason), qPrintable(problem));
        QVERIFY2(
            problem.contains(QStringLiteral("layer 'a' (Convolution, deploy.prototxt line 2)")), qPrintable(problem));
    }
}

void CaffeFillersTest::drawsNormalNumbers()
{
    const LayerGraph graph = read(withFiller("type: \"gaussian\" std: 1", "num_output: 2000 kernel_size: 5"));
    const std::vector<float> values = caffe::drawWeights(graph, {true}, 1)[0][0].values;
    const auto shareWithin = [&](float limit) {
        const auto within = std::count_if(values.begin(), values.end(), [&](float v) { return std::fabs(v) < limit; });
        return static_cast<double>(within) / static_cast<double>(values.size());
    };
    QVERIFY(isNear(shareWithin(1.0F), 0.6827, 0.005));
    QVERIFY(isNear(shareWithin(2.0F), 0.9545, 0.003));
    QVERIFY(isNear(shareWithin(3.0F), 0.9973, 0.001));
    double product = 0.0; // the pairs that are made together must not go together
    for (std::size_t i = 0; i + 1 < values.size(); i += 2)
        product += values[i] * values[i + 1] / (static_cast<double>(values.size()) / 2);
    QVERIFY(isNear(product, 0.0, 0.02));
}

void CaffeFillersTest::drawsTheSameForTheSameSeed()
{
    const LayerGraph graph = read(withFiller("type: \"xavier\""));
    const auto values = [&](std::uint64_t seed) { return caffe::drawWeights(graph, {true}, seed)[0][0].values; };
    QCOMPARE(values(1), values(1));
    QVERIFY(values(1) != values(2));
    QVERIFY(values(0) != values(1));
}

void CaffeFillersTest::drawsTheSameWhateverIsNeeded()
{
    const LayerGraph graph = read(withFiller("type: \"xavier\"")
        + "layer { name: \"b\" type: \"Convolution\" bottom: \"data\" top: \"b\" convolution_param { num_output: 100 "
          "kernel_size: 5 } }");
    const GraphWeights both = caffe::drawWeights(graph, {true, true}, 9);
    const GraphWeights second = caffe::drawWeights(graph, {false, true}, 9);
    QVERIFY(second[0].empty());
    QCOMPARE(second[1][0].values, both[1][0].values);
    QVERIFY(both[0][0].values != both[1][0].values);
    // Without a filler, Xavier's is used for the weights and zero for the bias.
    QVERIFY(statisticsOf(both[1][0].values).deviation > 0.1);
    QCOMPARE(both[1][1].values, std::vector<float>(100, 0.0F));
}

void CaffeFillersTest::drawsNeutralNormalisation()
{
    const LayerGraph graph = read(kInput + "layer { name: \"bn\" type: \"BatchNorm\" bottom: \"data\" top: \"bn\" }\n"
        + "layer { name: \"sc\" type: \"Scale\" bottom: \"bn\" top: \"sc\" scale_param { bias_term: true } }\n"
        + "layer { name: \"pr\" type: \"PReLU\" bottom: \"sc\" top: \"pr\" }\n"
        + "layer { name: \"re\" type: \"ReLU\" bottom: \"pr\" top: \"re\" }\n");
    const GraphWeights weights = caffe::drawWeights(graph, std::vector<bool>(4, true), 3);
    QCOMPARE(weights[0][0].values, std::vector<float>(3, 0.0F));
    QCOMPARE(weights[0][1].values, std::vector<float>(3, 1.0F));
    QCOMPARE(weights[0][2].values, std::vector<float>(1, 1.0F));
    QCOMPARE(weights[1][0].values, std::vector<float>(3, 1.0F));
    QCOMPARE(weights[1][1].values, std::vector<float>(3, 0.0F));
    QCOMPARE(weights[2][0].values, std::vector<float>(3, 0.25F));
    QVERIFY(weights[3].empty());
}

void CaffeFillersTest::refusesToDrawTooMuch()
{
    const LayerGraph graph = read(kInput
        + "layer { name: \"a\" type: \"InnerProduct\" bottom: \"data\" top: \"a\" inner_product_param { num_output: "
          "10000000 } }");
    QVERIFY_THROWS_EXCEPTION(ModelError, caffe::drawWeights(graph, {true}, 1));
    QVERIFY(caffe::drawWeights(graph, {false}, 1)[0].empty());
}

QTEST_GUILESS_MAIN(CaffeFillersTest)
#include "tst_caffe_fillers.moc"
