// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch's headers come before Qt's.
#include "objective/objective.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/zeros.h>

#include "support/random_values.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

const std::vector<std::int64_t> kShape{2, 3, 2, 2};

at::Tensor tensorOf(std::vector<double> values, const std::vector<std::int64_t>& shape)
{
    return at::from_blob(values.data(), shape, at::kDouble).clone();
}

std::vector<double> valuesOf(const at::Tensor& tensor)
{
    const at::Tensor plain = tensor.contiguous().to(at::kDouble);
    return {plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel()};
}

/// The derivatives of what the picture climbs, times the number of values.
std::vector<double> climbByDifferences(const at::Tensor& activation, const RunSettings& settings)
{
    constexpr double kStep = 1e-5;
    std::vector<double> values = valuesOf(activation);
    std::vector<double> climb;
    for (double& value : values) {
        const double middle = value;
        value = middle + kStep;
        const double above = objectiveValue(tensorOf(values, activation.sizes().vec()), settings);
        value = middle - kStep;
        const double below = objectiveValue(tensorOf(values, activation.sizes().vec()), settings);
        value = middle;
        climb.push_back((above - below) / (2.0 * kStep) * static_cast<double>(values.size()));
    }
    return climb;
}

RunSettings layerSettings(double l1, double l2, double clip)
{
    RunSettings settings;
    settings.amplifyL1Weight = l1;
    settings.amplifyL2Weight = l2;
    settings.amplifyGradClip = clip;
    return settings;
}

RunSettings neuronSettings(int neuron)
{
    RunSettings settings;
    settings.imageType = ImageType::AmplifyNeuron;
    settings.targetNeuron = neuron;
    return settings;
}

} // namespace

class ObjectiveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void climbsItsValue_data();
    void climbsItsValue();
    void hasTheOriginalsNumbers_data();
    void hasTheOriginalsNumbers();
    void hasTheValueThatItClaims();
    void pushesANeuronEverywhere();
    void takesTheMeanOfTheNeuron();
    void worksOnBlobsWithoutRowsAndColumns();
    void keepsTheTypeOfTheActivation();
};

void ObjectiveTest::climbsItsValue_data()
{
    QTest::addColumn<RunSettings>("settings");
    for (const double l1 : {1.0, 0.0, -0.5}) {
        for (const double l2 : {1.0, 0.0, -2.0}) {
            for (const double clip : {5.0, 0.5, 0.0})
                QTest::addRow("l1 %g, l2 %g, clip %g", l1, l2, clip) << layerSettings(l1, l2, clip);
        }
    }
    QTest::newRow("neuron 0") << neuronSettings(0);
    QTest::newRow("neuron 2") << neuronSettings(2);
}

void ObjectiveTest::climbsItsValue()
{
    QFETCH(RunSettings, settings);
    // On both sides of the clip, and of zero, but not at either.
    const at::Tensor activation = tensorOf(randomValues(24, -8.0, 8.0), kShape);
    const std::vector<double> gradient = valuesOf(objectiveGradient(activation, settings));
    const std::vector<double> climb = climbByDifferences(activation, settings);
    QCOMPARE(gradient.size(), climb.size());
    for (std::size_t i = 0; i < climb.size(); ++i)
        QVERIFY2(std::abs(gradient[i] + climb[i]) < 1e-6,
            qPrintable(QStringLiteral("%1 against %2").arg(gradient[i]).arg(climb[i])));
}

void ObjectiveTest::hasTheOriginalsNumbers_data()
{
    QTest::addColumn<RunSettings>("settings");
    QTest::addColumn<std::vector<double>>("expected");
    // Of -8, -2, 0, 3 and 10. |a| has no sign, so that negative ones are pushed up.
    const auto row = [](const char* name, const RunSettings& settings, const std::vector<double>& expected) {
        QTest::newRow(name) << settings << expected;
    };
    row("l1", layerSettings(1, 0, 5), {-8, -2, 0, -3, -10});
    row("l2", layerSettings(0, 1, 5), {5, 2, 0, -3, -5});
    row("both", layerSettings(2, 3, 5), {-1, 2, 0, -15, -35});
    row("clip 0", layerSettings(0, 1, 0), {0, 0, 0, 0, 0});
}

void ObjectiveTest::hasTheOriginalsNumbers()
{
    QFETCH(RunSettings, settings);
    QFETCH(std::vector<double>, expected);
    const at::Tensor activation = tensorOf({-8, -2, 0, 3, 10}, {1, 5, 1, 1});
    QCOMPARE(valuesOf(objectiveGradient(activation, settings) + 0.0), expected);
    QCOMPARE(valuesOf(activation), (std::vector<double>{-8, -2, 0, 3, 10}));
}

void ObjectiveTest::hasTheValueThatItClaims()
{
    const at::Tensor activation = tensorOf({-8, 3, 0, 0}, {1, 2, 1, 2});
    // l1: (-64 + 9) / 2; l2: 5 · 8 - 5² / 2, and 9 / 2.
    QCOMPARE(objectiveValue(activation, layerSettings(2, 0, 5)), -55.0 / 4.0);
    QCOMPARE(objectiveValue(activation, layerSettings(0, 3, 5)), 3.0 * (27.5 + 4.5) / 4.0);
}

void ObjectiveTest::pushesANeuronEverywhere()
{
    // Dead positions included.
    const at::Tensor activation = at::zeros({2, 3, 2, 1});
    QCOMPARE(valuesOf(objectiveGradient(activation, neuronSettings(1))),
        (std::vector<double>{0, 0, -1, -1, 0, 0, 0, 0, -1, -1, 0, 0}));
}

void ObjectiveTest::takesTheMeanOfTheNeuron()
{
    const at::Tensor activation = tensorOf({1, 2, 10, 20, 3, 6, 30, 40}, {2, 2, 1, 2});
    QCOMPARE(neuronMean(activation, neuronSettings(0)), 3.0);
    QCOMPARE(neuronMean(activation, neuronSettings(1)), 25.0);
    QCOMPARE(objectiveValue(activation, neuronSettings(1)), 12.5);
}

void ObjectiveTest::worksOnBlobsWithoutRowsAndColumns()
{
    const at::Tensor scores = tensorOf({1, 2, 3, 4, 5, 6}, {2, 3});
    QCOMPARE(valuesOf(objectiveGradient(scores, neuronSettings(2))), (std::vector<double>{0, 0, -1, 0, 0, -1}));
    QCOMPARE(neuronMean(scores, neuronSettings(2)), 4.5);
    QCOMPARE(
        valuesOf(objectiveGradient(scores, layerSettings(1, 1, 5))), (std::vector<double>{-2, -4, -6, -8, -10, -11}));
}

void ObjectiveTest::keepsTheTypeOfTheActivation()
{
    const at::Tensor activation = at::zeros({1, 2, 3, 4});
    QVERIFY(objectiveGradient(activation, neuronSettings(1)).scalar_type() == at::kFloat);
    QVERIFY(objectiveGradient(activation, layerSettings(1, 1, 5)).scalar_type() == at::kFloat);
    QVERIFY(objectiveGradient(activation, layerSettings(1, 1, 5)).sizes() == activation.sizes());
}

QTEST_GUILESS_MAIN(ObjectiveTest)
#include "tst_objective.moc"
