// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/optimisers/rms_prop.h"

#include "support/random_values.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

using Values = std::vector<double>;

MemoryPlanes planes(float* first, float* second = nullptr)
{
    MemoryPlanes memory;
    memory.planes[0] = first;
    memory.planes[1] = second;
    return memory;
}

bool isNear(double value, double expected)
{
    return std::abs(value - expected) <= 1e-14 * std::abs(expected);
}

} // namespace

class RmsPropTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsTheFormulaOverManySteps_data();
    void followsTheFormulaOverManySteps();
    void hasTheEpsilonInsideTheRoot();
    void forgetsAtOnceWithoutDecay();
    void standsStillWhereNothingPushes();
    void staysFiniteWhereSquaresAreHuge();
    void worksOnEmptyTiles();
};

void RmsPropTest::followsTheFormulaOverManySteps_data()
{
    QTest::addColumn<double>("decay");
    QTest::addColumn<bool>("hasRates");
    QTest::addColumn<bool>("hasTails");
    QTest::newRow("usual") << 0.95 << false << false;
    QTest::newRow("no memory") << 0.0 << false << false;
    QTest::newRow("long memory") << 0.999999 << false << false;
    QTest::newRow("pixel rates") << 0.95 << true << false;
    QTest::newRow("with tails") << 0.95 << false << true;
    QTest::newRow("long memory with tails") << 0.999999 << true << true;
}

void RmsPropTest::followsTheFormulaOverManySteps()
{
    QFETCH(double, decay);
    QFETCH(bool, hasRates);
    QFETCH(bool, hasTails);
    constexpr std::size_t kCount = 37;
    const Values rates = randomValues(kCount, 0.1, 1.0, 9);
    std::vector<float> cache(kCount);
    std::vector<float> tails(kCount);
    Values naiveCache(kCount);
    for (std::uint64_t step = 0; step < 6; ++step) {
        const double learningRate = 3.0 / (1.0 + static_cast<double>(step));
        const Values gradient = randomValues(kCount, -20.0, 20.0, step);
        Values taken = gradient;
        RmsProp{learningRate, decay}.step(taken.data(), planes(cache.data(), hasTails ? tails.data() : nullptr),
            hasRates ? rates.data() : nullptr, kCount);
        for (std::size_t i = 0; i < kCount; ++i) {
            const double memory = decay * naiveCache[i] + (1.0 - decay) * gradient[i] * gradient[i];
            const double rate = hasRates ? learningRate * rates[i] : learningRate;
            QVERIFY(isNear(taken[i], -rate * gradient[i] / std::sqrt(memory + 1e-8)));
            // Rounded after the step only, and with its tail as good as not.
            naiveCache[i] = hasTails ? memory : static_cast<float>(memory);
            const double kept = static_cast<double>(cache[i]) + tails[i];
            QVERIFY(std::abs(kept - naiveCache[i]) <= (hasTails ? 1e-14 : 1e-7) * naiveCache[i]);
        }
    }
}

void RmsPropTest::hasTheEpsilonInsideTheRoot()
{
    // With g = 1e-4, no memory: g² is the epsilon itself; outside of the root it would hardly count.
    double step = 1e-4;
    float cache = 0.0F;
    RmsProp{2.0, 0.0}.step(&step, planes(&cache), nullptr, 1);
    QVERIFY(isNear(step, -2.0 / std::sqrt(2.0)));
}

void RmsPropTest::forgetsAtOnceWithoutDecay()
{
    float cache = 1e10F;
    double step = 10.0;
    RmsProp{1.0, 0.0}.step(&step, planes(&cache), nullptr, 1);
    QCOMPARE(cache, 100.0F);
    QVERIFY(std::abs(step + 1.0) < 1e-9);
}

void RmsPropTest::standsStillWhereNothingPushes()
{
    float cache = 16.0F;
    double step = 0.0;
    RmsProp{1.0, 0.75}.step(&step, planes(&cache), nullptr, 1);
    QCOMPARE(step, 0.0);
    QCOMPARE(cache, 12.0F);
}

void RmsPropTest::staysFiniteWhereSquaresAreHuge()
{
    // The step is taken with the square itself, 1e60; what is remembered is the largest float.
    float cache = 0.0F;
    double step = 1e30;
    RmsProp{1.0, 0.0}.step(&step, planes(&cache), nullptr, 1);
    QVERIFY(isNear(step, -1.0));
    QCOMPARE(cache, std::numeric_limits<float>::max());
    step = 1.0;
    RmsProp{1.0, 0.5}.step(&step, planes(&cache), nullptr, 1);
    QVERIFY(std::isfinite(step) && step < 0.0);
    QVERIFY(cache < 2e38F);
}

void RmsPropTest::worksOnEmptyTiles()
{
    RmsProp{1.0, 0.5}.step(nullptr, {}, nullptr, 0);
}

QTEST_GUILESS_MAIN(RmsPropTest)
#include "tst_rms_prop.moc"
