// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/terms/regularisers.h"

#include "support/random_values.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

using Values = std::vector<double>;

constexpr int kHeight = 6;
constexpr int kWidth = 5;
const TileShape kShape{kHeight, kWidth * 3};

/// Whether all values lie within a share of the largest expected one.
bool isNear(const Values& values, const Values& expected, double share)
{
    const auto [least, most] = std::minmax_element(expected.begin(), expected.end());
    const double tolerance = share * std::max({std::abs(*least), std::abs(*most), 1e-300});
    return values.size() == expected.size()
        && std::equal(values.begin(), values.end(), expected.begin(),
            [=](double value, double other) { return std::abs(value - other) <= tolerance; });
}

Values differences(const Values& tile, double step, const std::function<double(const Values&)>& loss)
{
    Values gradient;
    Values moved = tile;
    for (std::size_t i = 0; i < tile.size(); ++i) {
        moved[i] = tile[i] + step;
        const double above = loss(moved);
        moved[i] = tile[i] - step;
        gradient.push_back((above - loss(moved)) / (2.0 * step));
        moved[i] = tile[i];
    }
    return gradient;
}

/// What the function adds to a gradient of zero, and reports.
struct Outcome {
    Values gradient;
    RegulariserReport report;
};

/// Adds to a gradient row by row. An empty reference is zero.
void addPNorm(const Values& tile, const Values& reference, PNorm norm, double strength, Values& gradient)
{
    PNormRows rows(norm, kShape.rowLength);
    for (std::size_t first = 0; first < tile.size(); first += kShape.rowLength)
        rows.add(tile.data() + first, reference.empty() ? nullptr : reference.data() + first, strength,
            gradient.data() + first);
}

void addTotalVariation(
    const Values& tile, const TotalVariation& variation, double strength, Values& gradient, int firstRow = 0)
{
    TotalVariationRows rows(variation, kShape);
    rows.begin(tile.data(), firstRow);
    for (int row = firstRow; row < kHeight; ++row)
        rows.addNext(tile.data(), strength, gradient.data() + static_cast<std::size_t>(row) * kShape.rowLength);
}

Outcome pNorm(const Values& tile, const Values& reference, PNorm norm, double strength = 1.0)
{
    Outcome outcome;
    outcome.gradient.resize(tile.size());
    addPNorm(tile, reference, norm, strength, outcome.gradient);
    outcome.report =
        PNormRows(norm, kShape.rowLength).report(tile.data(), reference.empty() ? nullptr : reference.data(), kHeight);
    return outcome;
}

Outcome totalVariation(const Values& tile, const TotalVariation& variation, double strength = 1.0)
{
    Outcome outcome;
    outcome.gradient.resize(tile.size());
    addTotalVariation(tile, variation, strength, outcome.gradient);
    outcome.report = TotalVariationRows(variation, kShape).report(tile.data());
    return outcome;
}

/// One colour's pixel.
double at(const Values& tile, int row, int column, int colour)
{
    return tile[static_cast<std::size_t>((row * kWidth + column) * 3 + colour)];
}

struct Pair {
    double dx = 0.0, dy = 0.0;
};

/// The differences as the original defines them, at one place.
Pair differenceAt(const Values& tile, TvGradOperator operation, int y, int x, int colour)
{
    const auto v = [&](int row, int column) { return at(tile, y + row, x + column, colour); };
    switch (operation) {
    case TvGradOperator::Sobel:
        return {v(0, 2) + 2 * v(1, 2) + v(2, 2) - (v(0, 0) + 2 * v(1, 0) + v(2, 0)),
            v(2, 0) + 2 * v(2, 1) + v(2, 2) - (v(0, 0) + 2 * v(0, 1) + v(0, 2))};
    case TvGradOperator::SobelSquish:
        return {v(0, 1) + 2 * v(1, 1) + v(2, 1) - (v(0, 0) + 2 * v(1, 0) + v(2, 0)),
            v(1, 0) + 2 * v(1, 1) + v(1, 2) - (v(0, 0) + 2 * v(0, 1) + v(0, 2))};
    case TvGradOperator::Naive:
        break;
    }
    return {v(0, 0) - v(0, 1), v(0, 0) - v(1, 0)};
}

/// Calls use(dx, dy) at all places.
void forEachDifference(
    const Values& tile, TvGradOperator operation, const std::function<void(int, int, int, Pair)>& use)
{
    const int margin = operation == TvGradOperator::Naive ? 1 : 2;
    for (int y = 0; y + margin < kHeight; ++y) {
        for (int x = 0; x + margin < kWidth; ++x) {
            for (int colour = 0; colour < 3; ++colour)
                use(y, x, colour, differenceAt(tile, operation, y, x, colour));
        }
    }
}

double flooredSquare(Pair difference, double scale)
{
    return std::max((difference.dx * difference.dx + difference.dy * difference.dy) / (scale * scale), 1e-3);
}

double naiveVariation(const Values& tile, const TotalVariation& variation)
{
    double loss = 0.0;
    forEachDifference(tile, variation.differences, [&](int, int, int, Pair difference) {
        loss += std::pow(flooredSquare(difference, variation.scale), variation.beta / 2.0);
    });
    return loss;
}

/// The gradient through the floored squares: the differences are linear, so that those of a unit are their derivatives.
Values naiveVariationGradient(const Values& tile, const TotalVariation& variation)
{
    Values gradient(tile.size());
    for (std::size_t i = 0; i < tile.size(); ++i) {
        Values unit(tile.size());
        unit[i] = 1.0;
        forEachDifference(tile, variation.differences, [&](int y, int x, int colour, Pair difference) {
            const Pair slope = differenceAt(unit, variation.differences, y, x, colour);
            const double q = flooredSquare(difference, variation.scale);
            gradient[i] += variation.beta / 2.0 * std::pow(q, variation.beta / 2.0 - 1.0) * 2.0
                * (difference.dx * slope.dx + difference.dy * slope.dy) / (variation.scale * variation.scale);
        });
    }
    return gradient;
}

double meanMagnitude(const Values& values)
{
    double sum = 0.0;
    for (const double value : values)
        sum += std::abs(value);
    return sum / static_cast<double>(values.size());
}

/// Pixels between ±2 scales, none near zero.
Values pixels(double scale, std::uint64_t seed = 1)
{
    Values values = randomValues(kShape.count(), -2.0, 2.0, seed);
    for (double& value : values)
        value = scale * (value + std::copysign(0.1, value));
    return values;
}

void addOperators()
{
    QTest::addColumn<TvGradOperator>("operation");
    QTest::addColumn<double>("beta");
    QTest::addColumn<double>("scale");
    const std::pair<const char*, TvGradOperator> operations[] = {{"naive", TvGradOperator::Naive},
        {"sobel", TvGradOperator::Sobel}, {"sobel_squish", TvGradOperator::SobelSquish}};
    for (const auto& [name, operation] : operations) {
        for (const double beta : {1.0, 1.5, 2.0, 2.5, 3.0, 3.3, 3.5}) {
            for (const double scale : {0.5, 1.0, 20.0})
                QTest::addRow("%s, beta %g, scale %g", name, beta, scale) << operation << beta << scale;
        }
    }
}

} // namespace

class RegularisersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pNormFollowsItsLoss_data();
    void pNormFollowsItsLoss();
    void pNormPullsToTheReference();
    void pNormHasNoSlopeAtZero();
    void pNormHasTheOriginalsNumbers();
    void variationFollowsItsLoss_data();
    void variationFollowsItsLoss();
    void variationFlowsThroughTheFloor_data();
    void variationFlowsThroughTheFloor();
    void variationHasTheOriginalsNumbers();
    void variationNeedsRoomForItsDifferences();
    void addsInProportionToTheStrength();
    void variationCanBeginAtAnyRow_data();
    void variationCanBeginAtAnyRow();
};

void RegularisersTest::pNormFollowsItsLoss_data()
{
    QTest::addColumn<double>("power");
    QTest::addColumn<double>("scale");
    for (const double power : {1.0, 2.0, 2.5, 4.0, 6.0, 3.3}) {
        for (const double scale : {0.5, 1.0, 20.0})
            QTest::addRow("power %g, scale %g", power, scale) << power << scale;
    }
}

void RegularisersTest::pNormFollowsItsLoss()
{
    QFETCH(double, power);
    QFETCH(double, scale);
    const PNorm norm{power, scale};
    const Values tile = pixels(scale);
    const Outcome outcome = pNorm(tile, {}, norm);
    const auto loss = [&](const Values& moved) { return pNorm(moved, {}, norm).report.loss; };
    QVERIFY(isNear(outcome.gradient, differences(tile, 1e-5 * scale, loss), 1e-6));

    double sum = 0.0;
    for (const double value : tile)
        sum += std::pow(std::abs(value / scale), power);
    QVERIFY(isNear({outcome.report.loss}, {sum}, 1e-12));
    QVERIFY(isNear({outcome.report.meanGradient}, {meanMagnitude(outcome.gradient)}, 1e-12));
}

void RegularisersTest::pNormPullsToTheReference()
{
    const Values tile = pixels(10.0);
    const Values reference = pixels(10.0, 2);
    Values distance = tile;
    for (std::size_t i = 0; i < tile.size(); ++i)
        distance[i] -= reference[i];
    for (const double power : {1.0, 2.0, 2.5, 3.3}) {
        const Outcome pulled = pNorm(tile, reference, {power, 2.0});
        const Outcome plain = pNorm(distance, {}, {power, 2.0});
        QCOMPARE(pulled.gradient, plain.gradient);
        QCOMPARE(pulled.report.loss, plain.report.loss);
        QVERIFY(!isNear(pulled.gradient, pNorm(tile, {}, {power, 2.0}).gradient, 0.01));
    }
}

void RegularisersTest::pNormHasNoSlopeAtZero()
{
    for (const double power : {1.0, 1.5, 2.0, 6.0})
        QCOMPARE(pNorm(Values(kShape.count()), {}, {power, 1.0}).gradient, Values(kShape.count()));
}

void RegularisersTest::pNormHasTheOriginalsNumbers()
{
    // |x/2|^3 of -4 is 8, and its slope 3/2 · -1 · 2².
    const Values tile{-4.0, 2.0, 0.0};
    Values gradient(3);
    PNormRows rows({3.0, 2.0}, 3);
    rows.add(tile.data(), nullptr, 10.0, gradient.data());
    const RegulariserReport report = rows.report(tile.data(), nullptr, 1);
    QCOMPARE(gradient, (Values{-60.0, 15.0, 0.0}));
    QCOMPARE(report.loss, 9.0);
    QCOMPARE(report.meanGradient, 2.5);
}

void RegularisersTest::variationFollowsItsLoss_data()
{
    addOperators();
}

void RegularisersTest::variationFollowsItsLoss()
{
    QFETCH(TvGradOperator, operation);
    QFETCH(double, beta);
    QFETCH(double, scale);
    const TotalVariation variation{beta, scale, operation};
    const Values tile = pixels(scale);
    forEachDifference(
        tile, operation, [&](int, int, int, Pair difference) { QVERIFY(flooredSquare(difference, scale) > 2e-3); });
    const Outcome outcome = totalVariation(tile, variation);
    const auto loss = [&](const Values& moved) { return totalVariation(moved, variation).report.loss; };
    QVERIFY(isNear(outcome.gradient, differences(tile, 1e-5 * scale, loss), 1e-6));
    QVERIFY(isNear({outcome.report.loss}, {naiveVariation(tile, variation)}, 1e-12));
    QVERIFY(isNear({outcome.report.meanGradient}, {meanMagnitude(outcome.gradient)}, 1e-12));
}

void RegularisersTest::variationFlowsThroughTheFloor_data()
{
    addOperators();
}

void RegularisersTest::variationFlowsThroughTheFloor()
{
    QFETCH(TvGradOperator, operation);
    QFETCH(double, beta);
    QFETCH(double, scale);
    const TotalVariation variation{beta, scale, operation};
    // A tenth of a percent of the scale: all squares are below 1e-3.
    Values tile = pixels(1e-3 * scale);
    const auto countFloored = [&] {
        int floored = 0;
        forEachDifference(tile, operation,
            [&](int, int, int, Pair difference) { floored += flooredSquare(difference, scale) == 1e-3 ? 1 : 0; });
        return floored;
    };
    const int all = operation == TvGradOperator::Naive ? 5 * 4 * 3 : 4 * 3 * 3;
    QCOMPARE(countFloored(), all);
    const Outcome outcome = totalVariation(tile, variation);
    QVERIFY(isNear(outcome.gradient, naiveVariationGradient(tile, variation), 1e-12));
    QVERIFY(meanMagnitude(outcome.gradient) > 0.0);
    QVERIFY(isNear({outcome.report.loss}, {all * std::pow(1e-3, beta / 2.0)}, 1e-12));

    // And with some above it.
    tile[31] += 3.0 * scale;
    QVERIFY(countFloored() < all && countFloored() > 0);
    QVERIFY(isNear(totalVariation(tile, variation).gradient, naiveVariationGradient(tile, variation), 1e-12));
}

void RegularisersTest::variationHasTheOriginalsNumbers()
{
    // Blue: 1 4 over 3 9, so that dx = -3 and dy = -2; green: all 5; red: 0 1 over 0 0, in units of 2 grey levels.
    const Values tile{2, 5, 0, 8, 5, 2, 6, 5, 0, 18, 5, 0};
    Values gradient(12);
    TotalVariationRows rows({2.0, 2.0, TvGradOperator::Naive}, {2, 6});
    rows.begin(tile.data(), 0);
    rows.addNext(tile.data(), 1.0, gradient.data());
    rows.addNext(tile.data(), 1.0, gradient.data() + 6);
    const RegulariserReport report = rows.report(tile.data());
    QCOMPARE(gradient, (Values{-5, 0, -1, 3, 0, 1, 2, 0, 0, 0, 0, 0}));
    QCOMPARE(report.loss, 13.0 + 0.001 + 1.0);
    QCOMPARE(report.meanGradient, 1.0);
}

void RegularisersTest::variationNeedsRoomForItsDifferences()
{
    for (const TvGradOperator operation : {TvGradOperator::Sobel, TvGradOperator::SobelSquish}) {
        const Values tile{1, 2, 3, 40, 50, 60, 7, 8, 9, 10, 11, 12};
        for (const TileShape shape : {TileShape{2, 6}, TileShape{4, 3}}) {
            Values gradient(12);
            TotalVariationRows rows({2.0, 1.0, operation}, shape);
            rows.begin(tile.data(), 0);
            for (std::size_t first = 0; first < tile.size(); first += shape.rowLength)
                rows.addNext(tile.data(), 1.0, gradient.data() + first);
            QCOMPARE(gradient, Values(12));
            QCOMPARE(rows.report(tile.data()).loss, 0.0);
        }
    }
}

void RegularisersTest::addsInProportionToTheStrength()
{
    const Values tile = pixels(1.0);
    const Values before = randomValues(tile.size(), -5.0, 5.0, 3);
    Values pulled = before;
    Values smoothed = before;
    addPNorm(tile, {}, {2.5, 1.0}, 3.0, pulled);
    addTotalVariation(tile, {1.5, 1.0, TvGradOperator::Sobel}, 3.0, smoothed);
    const Outcome pull = pNorm(tile, {}, {2.5, 1.0});
    const Outcome variation = totalVariation(tile, {1.5, 1.0, TvGradOperator::Sobel});
    for (std::size_t i = 0; i < tile.size(); ++i) {
        QVERIFY(std::abs(pulled[i] - (before[i] + 3.0 * pull.gradient[i])) < 1e-12);
        QVERIFY(std::abs(smoothed[i] - (before[i] + 3.0 * variation.gradient[i])) < 1e-12);
    }
}

void RegularisersTest::variationCanBeginAtAnyRow_data()
{
    addOperators();
}

void RegularisersTest::variationCanBeginAtAnyRow()
{
    QFETCH(TvGradOperator, operation);
    QFETCH(double, beta);
    QFETCH(double, scale);
    const TotalVariation variation{beta, scale, operation};
    const Values tile = pixels(scale);
    const Values whole = totalVariation(tile, variation).gradient;
    for (int first = 1; first < kHeight; ++first) {
        Values rest(tile.size());
        addTotalVariation(tile, variation, 1.0, rest, first);
        // To the bit.
        const auto begin = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(first) * kShape.rowLength);
        QVERIFY(std::equal(rest.begin() + begin, rest.end(), whole.begin() + begin));
    }
}

QTEST_GUILESS_MAIN(RegularisersTest)
#include "tst_regularisers.moc"
