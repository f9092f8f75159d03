// SPDX-License-Identifier: GPL-3.0-or-later
#include "util/row_power.h"

#include "support/random_values.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// Values of all magnitudes, whose powers from -3 to 8 are neither denormal nor infinite in that precision.
template <typename Real>
std::vector<Real> bases()
{
    const double largest = std::numeric_limits<Real>::max_exponent10 / 8.1;
    std::vector<Real> values{1, 2, 0.5, 255, 1e-3F};
    for (const double exponent : randomValues(200, -largest, largest))
        values.push_back(static_cast<Real>(std::pow(10.0, exponent)));
    return values;
}

template <typename Real>
std::vector<Real> raised(std::vector<Real> values, double exponent)
{
    RowPower<Real> power(exponent);
    power.apply(values.data(), values.size());
    return values;
}

template <typename Real>
void compareWithPow(double exponent, double ulps)
{
    const std::vector<Real> values = bases<Real>();
    const std::vector<Real> powers = raised(values, exponent);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double expected = std::pow(static_cast<double>(values[i]), exponent);
        const double error = std::abs(static_cast<double>(powers[i]) - expected) / expected;
        QVERIFY2(error <= ulps * std::numeric_limits<Real>::epsilon(),
            qPrintable(QStringLiteral("%1^%2 is %3").arg(values[i]).arg(exponent).arg(powers[i])));
    }
}

} // namespace

class RowPowerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void raisesAsPow_data();
    void raisesAsPow();
    void raisesZeroAsPow();
    void keepsOnes();
    void keepsLargeNumbersWhoseRootsAreSmall();
    void goesToInfinityAsPow();
    void canBeAppliedAgainToAnotherLength();
};

void RowPowerTest::raisesAsPow_data()
{
    QTest::addColumn<double>("exponent");
    for (int quarters = -12; quarters <= 32; ++quarters)
        QTest::addRow("%g", quarters / 4.0) << quarters / 4.0;
    for (const double exponent : {3.3, -1.1, 0.1, 2.0 / 3.0, 2.249999, -0.7500001})
        QTest::addRow("%.7g", exponent) << exponent;
}

void RowPowerTest::raisesAsPow()
{
    QFETCH(double, exponent);
    constexpr double kUlps = 10.0;
    compareWithPow<double>(exponent, kUlps);
    // In float, the exponent itself may be rounded, which tells at the far ends.
    const bool isExact = static_cast<double>(static_cast<float>(exponent)) == exponent;
    compareWithPow<float>(exponent, isExact ? kUlps : 100.0);
}

void RowPowerTest::raisesZeroAsPow()
{
    for (int quarters = -12; quarters <= 32; ++quarters) {
        const double exponent = quarters / 4.0;
        QCOMPARE(raised<double>({0.0}, exponent)[0], std::pow(0.0, exponent));
        QCOMPARE(raised<float>({0.0F}, exponent)[0], std::pow(0.0F, static_cast<float>(exponent)));
    }
    QCOMPARE(raised<double>({0.0}, 3.3)[0], 0.0);
    QVERIFY(std::isinf(raised<double>({0.0}, -3.3)[0]));
}

void RowPowerTest::keepsOnes()
{
    for (const double exponent : {-3.0, -0.75, 0.0, 0.25, 1.0, 1.3, 5.0, 64.0, 99.0, 100.0})
        QCOMPARE(raised<double>({1.0, 1.0}, exponent), (std::vector<double>{1.0, 1.0}));
}

void RowPowerTest::keepsLargeNumbersWhoseRootsAreSmall()
{
    QCOMPARE(raised<double>({1e300}, 0.25)[0], 1e75);
    QCOMPARE(raised<double>({1e300}, 0.5)[0], 1e150);
    QCOMPARE(raised<double>({1e300}, 1.0)[0], 1e300);
    QCOMPARE(raised<double>({1e150}, 2.0)[0], 1e300);
    QCOMPARE(raised<double>({1e-100}, -3.0)[0], 1e300);
    QCOMPARE(raised<float>({1e38F}, 0.75)[0], 3.1622777e28F);
    // The last squaring of the base is not needed, and would be infinite.
    QCOMPARE(raised<double>({1e60}, 5.0)[0], 1e300);
    QCOMPARE(raised<double>({2.0}, 64.0)[0], std::pow(2.0, 64.0));
    QCOMPARE(raised<double>({2.0}, 100.0)[0], std::pow(2.0, 100.0));
}

void RowPowerTest::goesToInfinityAsPow()
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    QCOMPARE(raised<double>({1e200}, 2.0)[0], kInfinity);
    QCOMPARE(raised<double>({1e200}, -2.0)[0], 0.0);
    QCOMPARE(raised<double>({kInfinity}, 2.5)[0], kInfinity);
    QCOMPARE(raised<double>({kInfinity}, -0.75)[0], 0.0);
    QCOMPARE(raised<double>({kInfinity}, 0.0)[0], 1.0);
}

void RowPowerTest::canBeAppliedAgainToAnotherLength()
{
    RowPower<double> power(2.5);
    std::vector<double> longer{1.0, 4.0, 9.0};
    power.apply(longer.data(), longer.size());
    std::vector<double> shorter{16.0, 5.0};
    power.apply(shorter.data(), 1);
    QCOMPARE(longer, (std::vector<double>{1.0, 32.0, 243.0}));
    QCOMPARE(shorter, (std::vector<double>{1024.0, 5.0}));
}

QTEST_GUILESS_MAIN(RowPowerTest)
#include "tst_row_power.moc"
