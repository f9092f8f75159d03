// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/magnitudes.h"

#include "support/random_values.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

using Values = std::vector<double>;

double sortedMedian(Values values)
{
    for (double& value : values)
        value = std::abs(value);
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2.0;
}

double median(const Values& values)
{
    return medianMagnitude(values.data(), values.size());
}

} // namespace

class MagnitudesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void medianIsThatOfTheSortedOnes();
    void medianKnowsFarAndEqualValues();
    void sumsAreOfAllValues();
};

void MagnitudesTest::medianIsThatOfTheSortedOnes()
{
    for (std::size_t count = 1; count < 200; ++count) {
        const Values values = randomValues(count, -3.0, 5.0, count);
        QCOMPARE(median(values), sortedMedian(values));
    }
    const Values many = randomValues(100001, -1e-3, 1e-3, 7);
    QCOMPARE(median(many), sortedMedian(many));
}

void MagnitudesTest::medianKnowsFarAndEqualValues()
{
    QCOMPARE(median({0.0}), 0.0);
    QCOMPARE(median({-0.0, 0.0, -1e-300}), 0.0);
    QCOMPARE(median({1e-300, -1e300}), 5e299);
    QCOMPARE(median({2.0, -2.0, 2.0, 5.0}), 2.0);
    QCOMPARE(median({1.0, 1.0, 3.0, 3.0}), 2.0);
    QCOMPARE(median(Values(1000, -7.5)), 7.5);
}

void MagnitudesTest::sumsAreOfAllValues()
{
    for (const std::size_t count : {0, 1, 15, 16, 17, 100}) {
        const Values values(count, -2.0);
        const std::vector<float> floats(count, 2.0F);
        QCOMPARE(sumOfMagnitudes(values.data(), count), 2.0 * static_cast<double>(count));
        QCOMPARE(sumOfMagnitudes(floats.data(), count), 2.0 * static_cast<double>(count));
    }
}

QTEST_APPLESS_MAIN(MagnitudesTest)

#include "tst_magnitudes.moc"
