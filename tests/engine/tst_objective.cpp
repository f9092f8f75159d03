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
std::vector<double> climbByDifferences(const at::Tensor& activation, const Objective& objective)
{
    constexpr double kStep = 1e-5;
    std::vector<double> values = valuesOf(activation);
    std::vector<double> climb;
    for (double& value : values) {
        const double middle = value;
        value = middle + kStep;
        const double above = figuresOf(objective, tensorOf(values, activation.sizes().vec())).value;
        value = middle - kStep;
        const double below = figuresOf(objective, tensorOf(values, activation.sizes().vec())).value;
        value = middle;
        climb.push_back((above - below) / (2.0 * kStep) * static_cast<double>(values.size()));
    }
    return climb;
}

Objective layerObjective(double l1, double l2, double clip)
{
    return LayerObjective{l1, l2, clip};
}

Objective neuronObjective(int neuron)
{
    return NeuronObjective{neuron};
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
    QTest::addColumn<Objective>("objective");
    for (const double l1 : {1.0, 0.0, -0.5}) {
        for (const double l2 : {1.0, 0.0, -2.0}) {
            for (const double clip : {5.0, 0.5, 0.0})
                QTest::addRow("l1 %g, l2 %g, clip %g", l1, l2, clip) << layerObjective(l1, l2, clip);
        }
    }
    QTest::newRow("neuron 0") << neuronObjective(0);
    QTest::newRow("neuron 2") << neuronObjective(2);
}

void ObjectiveTest::climbsItsValue()
{
    QFETCH(Objective, objective);
    // On both sides of the clip, and of zero, but not at either.
    const at::Tensor activation = tensorOf(randomValues(24, -8.0, 8.0), kShape);
    const std::vector<double> gradient = valuesOf(gradientOf(objective, activation));
    const std::vector<double> climb = climbByDifferences(activation, objective);
    QCOMPARE(gradient.size(), climb.size());
    for (std::size_t i = 0; i < climb.size(); ++i)
        QVERIFY2(std::abs(gradient[i] + climb[i]) < 1e-6,
            qPrintable(QStringLiteral("%1 against %2").arg(gradient[i]).arg(climb[i])));
}

void ObjectiveTest::hasTheOriginalsNumbers_data()
{
    QTest::addColumn<Objective>("objective");
    QTest::addColumn<std::vector<double>>("expected");
    // Of -8, -2, 0, 3 and 10. |a| has no sign, so that negative ones are pushed up.
    const auto row = [](const char* name, const Objective& objective, const std::vector<double>& expected) {
        QTest::newRow(name) << objective << expected;
    };
    row("l1", layerObjective(1, 0, 5), {-8, -2, 0, -3, -10});
    row("l2", layerObjective(0, 1, 5), {5, 2, 0, -3, -5});
    row("both", layerObjective(2, 3, 5), {-1, 2, 0, -15, -35});
    row("clip 0", layerObjective(0, 1, 0), {0, 0, 0, 0, 0});
}

void ObjectiveTest::hasTheOriginalsNumbers()
{
    QFETCH(Objective, objective);
    QFETCH(std::vector<double>, expected);
    const at::Tensor activation = tensorOf({-8, -2, 0, 3, 10}, {1, 5, 1, 1});
    QCOMPARE(valuesOf(gradientOf(objective, activation) + 0.0), expected);
    QCOMPARE(valuesOf(activation), (std::vector<double>{-8, -2, 0, 3, 10}));
}

void ObjectiveTest::hasTheValueThatItClaims()
{
    const at::Tensor activation = tensorOf({-8, 3, 0, 0}, {1, 2, 1, 2});
    // l1: (-64 + 9) / 2; l2: 5 · 8 - 5² / 2, and 9 / 2.
    QCOMPARE(figuresOf(layerObjective(2, 0, 5), activation).value, -55.0 / 4.0);
    QCOMPARE(figuresOf(layerObjective(0, 3, 5), activation).value, 3.0 * (27.5 + 4.5) / 4.0);
}

void ObjectiveTest::pushesANeuronEverywhere()
{
    // Dead positions included.
    const at::Tensor activation = at::zeros({2, 3, 2, 1});
    QCOMPARE(valuesOf(gradientOf(neuronObjective(1), activation)),
        (std::vector<double>{0, 0, -1, -1, 0, 0, 0, 0, -1, -1, 0, 0}));
}

void ObjectiveTest::takesTheMeanOfTheNeuron()
{
    const at::Tensor activation = tensorOf({1, 2, 10, 20, 3, 6, 30, 40}, {2, 2, 1, 2});
    QCOMPARE(figuresOf(neuronObjective(0), activation).neuronMean.value(), 3.0);
    QCOMPARE(figuresOf(neuronObjective(1), activation).neuronMean.value(), 25.0);
    QCOMPARE(figuresOf(neuronObjective(1), activation).value, 12.5);
}

void ObjectiveTest::worksOnBlobsWithoutRowsAndColumns()
{
    const at::Tensor scores = tensorOf({1, 2, 3, 4, 5, 6}, {2, 3});
    QCOMPARE(valuesOf(gradientOf(neuronObjective(2), scores)), (std::vector<double>{0, 0, -1, 0, 0, -1}));
    QCOMPARE(figuresOf(neuronObjective(2), scores).neuronMean.value(), 4.5);
    QCOMPARE(valuesOf(gradientOf(layerObjective(1, 1, 5), scores)), (std::vector<double>{-2, -4, -6, -8, -10, -11}));
}

void ObjectiveTest::keepsTheTypeOfTheActivation()
{
    const at::Tensor activation = at::zeros({1, 2, 3, 4});
    QVERIFY(gradientOf(neuronObjective(1), activation).scalar_type() == at::kFloat);
    QVERIFY(gradientOf(layerObjective(1, 1, 5), activation).scalar_type() == at::kFloat);
    QVERIFY(gradientOf(layerObjective(1, 1, 5), activation).sizes() == activation.sizes());
}

QTEST_GUILESS_MAIN(ObjectiveTest)
#include "tst_objective.moc"
