// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/terms/p_norm.h"
#include "step/terms/total_variation.h"

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

/// A p-norm with a strength of 1.
PNorm norm(double power, double scale)
{
    return {{}, 1.0, power, scale, true, true};
}

/// A variation with a strength of 1.
TotalVariation variation(double beta, double scale, TvGradOperator differences)
{
    return {{}, 1.0, 1.0, beta, scale, differences};
}

/// What a term adds to a gradient of zero, and its figures.
struct Outcome {
    Values gradient;
    TermFigures figures;
};

/// Adds to a gradient row by row. An empty reference is zero.
template <typename Kind>
void add(const Kind& term, const Values& tile, const Values& reference, Values& gradient, TileShape shape = kShape,
    int firstRow = 0)
{
    const auto rows = term.rows(shape);
    rows->begin(tile.data(), firstRow);
    for (int row = firstRow; row < shape.height; ++row) {
        const std::size_t first = static_cast<std::size_t>(row) * shape.rowLength;
        rows->addNext(tile.data(), reference.empty() ? nullptr : reference.data() + first, gradient.data() + first);
    }
}

template <typename Kind>
Outcome outcomeOf(const Kind& term, const Values& tile, const Values& reference = {}, TileShape shape = kShape)
{
    Outcome outcome;
    outcome.gradient.resize(tile.size());
    add(term, tile, reference, outcome.gradient, shape);
    outcome.figures = term.rows(shape)->figures(tile.data(), reference.empty() ? nullptr : reference.data());
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

double naiveVariation(const Values& tile, const TotalVariation& term)
{
    double loss = 0.0;
    forEachDifference(tile, term.differences, [&](int, int, int, Pair difference) {
        loss += std::pow(flooredSquare(difference, term.scale), term.beta / 2.0);
    });
    return loss;
}

/// The gradient through the floored squares: the differences are linear, so that those of a unit are their derivatives.
Values naiveVariationGradient(const Values& tile, const TotalVariation& term)
{
    Values gradient(tile.size());
    for (std::size_t i = 0; i < tile.size(); ++i) {
        Values unit(tile.size());
        unit[i] = 1.0;
        forEachDifference(tile, term.differences, [&](int y, int x, int colour, Pair difference) {
            const Pair slope = differenceAt(unit, term.differences, y, x, colour);
            const double q = flooredSquare(difference, term.scale);
            gradient[i] += term.beta / 2.0 * std::pow(q, term.beta / 2.0 - 1.0) * 2.0
                * (difference.dx * slope.dx + difference.dy * slope.dy) / (term.scale * term.scale);
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
    const PNorm term = norm(power, scale);
    const Values tile = pixels(scale);
    const Outcome outcome = outcomeOf(term, tile);
    const auto loss = [&](const Values& moved) { return outcomeOf(term, moved).figures.loss; };
    QVERIFY(isNear(outcome.gradient, differences(tile, 1e-5 * scale, loss), 1e-6));

    double sum = 0.0;
    for (const double value : tile)
        sum += std::pow(std::abs(value / scale), power);
    QVERIFY(isNear({outcome.figures.loss}, {sum}, 1e-12));
    QVERIFY(isNear({outcome.figures.meanGradient}, {meanMagnitude(outcome.gradient)}, 1e-12));
}

void RegularisersTest::pNormPullsToTheReference()
{
    const Values tile = pixels(10.0);
    const Values reference = pixels(10.0, 2);
    Values distance = tile;
    for (std::size_t i = 0; i < tile.size(); ++i)
        distance[i] -= reference[i];
    for (const double power : {1.0, 2.0, 2.5, 3.3}) {
        const Outcome pulled = outcomeOf(norm(power, 2.0), tile, reference);
        const Outcome plain = outcomeOf(norm(power, 2.0), distance);
        QCOMPARE(pulled.gradient, plain.gradient);
        QCOMPARE(pulled.figures.loss, plain.figures.loss);
        QVERIFY(!isNear(pulled.gradient, outcomeOf(norm(power, 2.0), tile).gradient, 0.01));
    }
}

void RegularisersTest::pNormHasNoSlopeAtZero()
{
    for (const double power : {1.0, 1.5, 2.0, 6.0})
        QCOMPARE(outcomeOf(norm(power, 1.0), Values(kShape.count())).gradient, Values(kShape.count()));
}

void RegularisersTest::pNormHasTheOriginalsNumbers()
{
    // |x/2|^3 of -4 is 8, and its slope 3/2 · -1 · 2².
    const Values tile{-4.0, 2.0, 0.0};
    PNorm term = norm(3.0, 2.0);
    term.strength = 10.0;
    const Outcome outcome = outcomeOf(term, tile, {}, {1, 3});
    QCOMPARE(outcome.gradient, (Values{-60.0, 15.0, 0.0}));
    QCOMPARE(outcome.figures.loss, 9.0);
    QCOMPARE(outcome.figures.meanGradient, 25.0);
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
    const TotalVariation term = variation(beta, scale, operation);
    const Values tile = pixels(scale);
    forEachDifference(
        tile, operation, [&](int, int, int, Pair difference) { QVERIFY(flooredSquare(difference, scale) > 2e-3); });
    const Outcome outcome = outcomeOf(term, tile);
    const auto loss = [&](const Values& moved) { return outcomeOf(term, moved).figures.loss; };
    QVERIFY(isNear(outcome.gradient, differences(tile, 1e-5 * scale, loss), 1e-6));
    QVERIFY(isNear({outcome.figures.loss}, {naiveVariation(tile, term)}, 1e-12));
    QVERIFY(isNear({outcome.figures.meanGradient}, {meanMagnitude(outcome.gradient)}, 1e-12));
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
    const TotalVariation term = variation(beta, scale, operation);
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
    const Outcome outcome = outcomeOf(term, tile);
    QVERIFY(isNear(outcome.gradient, naiveVariationGradient(tile, term), 1e-12));
    QVERIFY(meanMagnitude(outcome.gradient) > 0.0);
    QVERIFY(isNear({outcome.figures.loss}, {all * std::pow(1e-3, beta / 2.0)}, 1e-12));

    // And with some above it.
    tile[31] += 3.0 * scale;
    QVERIFY(countFloored() < all && countFloored() > 0);
    QVERIFY(isNear(outcomeOf(term, tile).gradient, naiveVariationGradient(tile, term), 1e-12));
}

void RegularisersTest::variationHasTheOriginalsNumbers()
{
    // Blue: 1 4 over 3 9, so that dx = -3 and dy = -2; green: all 5; red: 0 1 over 0 0, in units of 2 grey levels.
    const Values tile{2, 5, 0, 8, 5, 2, 6, 5, 0, 18, 5, 0};
    const Outcome outcome = outcomeOf(variation(2.0, 2.0, TvGradOperator::Naive), tile, {}, {2, 6});
    QCOMPARE(outcome.gradient, (Values{-5, 0, -1, 3, 0, 1, 2, 0, 0, 0, 0, 0}));
    QCOMPARE(outcome.figures.loss, 13.0 + 0.001 + 1.0);
    QCOMPARE(outcome.figures.meanGradient, 1.0);
}

void RegularisersTest::variationNeedsRoomForItsDifferences()
{
    for (const TvGradOperator operation : {TvGradOperator::Sobel, TvGradOperator::SobelSquish}) {
        const Values tile{1, 2, 3, 40, 50, 60, 7, 8, 9, 10, 11, 12};
        for (const TileShape shape : {TileShape{2, 6}, TileShape{4, 3}}) {
            const Outcome outcome = outcomeOf(variation(2.0, 1.0, operation), tile, {}, shape);
            QCOMPARE(outcome.gradient, Values(12));
            QCOMPARE(outcome.figures.loss, 0.0);
        }
    }
}

void RegularisersTest::addsInProportionToTheStrength()
{
    const Values tile = pixels(1.0);
    const Values before = randomValues(tile.size(), -5.0, 5.0, 3);
    Values pulled = before;
    Values smoothed = before;
    PNorm strongPull = norm(2.5, 1.0);
    TotalVariation strongVariation = variation(1.5, 1.0, TvGradOperator::Sobel);
    const Outcome pull = outcomeOf(strongPull, tile);
    const Outcome smoothing = outcomeOf(strongVariation, tile);
    strongPull.strength = 3.0;
    strongVariation.strength = 3.0;
    add(strongPull, tile, {}, pulled);
    add(strongVariation, tile, {}, smoothed);
    for (std::size_t i = 0; i < tile.size(); ++i) {
        QVERIFY(std::abs(pulled[i] - (before[i] + 3.0 * pull.gradient[i])) < 1e-12);
        QVERIFY(std::abs(smoothed[i] - (before[i] + 3.0 * smoothing.gradient[i])) < 1e-12);
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
    const TotalVariation term = variation(beta, scale, operation);
    const Values tile = pixels(scale);
    const Values whole = outcomeOf(term, tile).gradient;
    for (int first = 1; first < kHeight; ++first) {
        Values rest(tile.size());
        add(term, tile, {}, rest, kShape, first);
        // To the bit.
        const auto begin = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(first) * kShape.rowLength);
        QVERIFY(std::equal(rest.begin() + begin, rest.end(), whole.begin() + begin));
    }
}

QTEST_GUILESS_MAIN(RegularisersTest)
#include "tst_regularisers.moc"
