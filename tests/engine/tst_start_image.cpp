// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/start_image.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace cnnvis;

namespace {

constexpr PictureSize kSize{40, 32};
constexpr double kMean = 117.25;

RealImage noise(double scale, double blur, std::int64_t seed = 0, double mean = kMean)
{
    RunSettings settings;
    settings.initializationScale = scale;
    settings.initializationBlur = blur;
    settings.seed = seed;
    return noiseImage(settings, kSize, mean);
}

double meanOf(const std::vector<double>& values)
{
    double sum = 0.0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

double deviationOf(const std::vector<double>& values)
{
    const double mean = meanOf(values);
    double squares = 0.0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size()));
}

/// A position mirrored at the ends, the outermost value twice.
int mirrored(int position, int length)
{
    while (position < 0 || position >= length)
        position = position < 0 ? -1 - position : 2 * length - 1 - position;
    return position;
}

/// Along one of three axes of a height × width × 3 array, without any rounding.
std::vector<double> smoothed(const std::vector<double>& values, int axis, double sigma)
{
    const int lengths[] = {kSize.height, kSize.width, 3};
    const int strides[] = {kSize.width * 3, 3, 1};
    const int radius = static_cast<int>(4.0 * sigma + 0.5);
    std::vector<double> result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int index = static_cast<int>(i);
        const int position = index / strides[axis] % lengths[axis];
        double sum = 0.0;
        double weights = 0.0;
        for (int shift = -radius; shift <= radius; ++shift) {
            const double weight = std::exp(-shift * shift / (2.0 * sigma * sigma));
            const int other = index + (mirrored(position + shift, lengths[axis]) - position) * strides[axis];
            sum += weight * values[static_cast<std::size_t>(other)];
            weights += weight;
        }
        result[i] = sum / weights;
    }
    return result;
}

} // namespace

class StartImageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheSameForTheSameSeed();
    void isInStepsOfEightBits_data();
    void isInStepsOfEightBits();
    void hasTheContrastOfTheOriginal();
    void isCutOffAtBlackAndWhite();
    void isPlainWithoutNoise();
    void smoothsOverRowsColumnsAndColours_data();
    void smoothsOverRowsColumnsAndColours();
    void isNotSmoothedWhereNoNeighbourIsInReach();
    void keepsAPlainImageWhenBlurred();
};

void StartImageTest::isTheSameForTheSameSeed()
{
    QCOMPARE(noise(20.0, 1.0, 7).values, noise(20.0, 1.0, 7).values);
    QVERIFY(noise(20.0, 1.0, 7).values != noise(20.0, 1.0, 8).values);
    QCOMPARE(noise(20.0, 0.0).size, kSize);
    // Another seed is another picture, not a shifted or slightly changed one.
    const RealImage one = noise(20.0, 0.0, 1);
    const RealImage two = noise(20.0, 0.0, 2);
    double product = 0.0;
    for (std::size_t i = 0; i < one.values.size(); ++i)
        product += one.values[i] * two.values[i] / (24.0 * 24.0);
    QVERIFY(std::abs(product / static_cast<double>(one.values.size())) < 0.06);
}

void StartImageTest::isInStepsOfEightBits_data()
{
    QTest::addColumn<double>("blur");
    QTest::newRow("plain") << 0.0;
    QTest::newRow("blurred") << 1.5;
}

void StartImageTest::isInStepsOfEightBits()
{
    QFETCH(double, blur);
    for (const double value : noise(30.0, blur).values) {
        const double grey = value + kMean;
        QVERIFY(grey == std::floor(grey) && grey >= 0.0 && grey <= 255.0);
    }
}

void StartImageTest::hasTheContrastOfTheOriginal()
{
    // 1.2 times the scale; truncation takes half a grey level off on average.
    const std::vector<double> values = noise(10.0, 0.0, 3).values;
    QVERIFY(std::abs(deviationOf(values) - 12.0) < 0.6);
    QVERIFY(std::abs(meanOf(values) + 0.5) < 0.8);
}

void StartImageTest::isCutOffAtBlackAndWhite()
{
    int black = 0;
    int white = 0;
    for (const double value : noise(1000.0, 0.0).values) {
        black += value == -kMean ? 1 : 0;
        white += value == 255.0 - kMean ? 1 : 0;
    }
    const int all = kSize.height * kSize.width * 3;
    QVERIFY(black > all / 3 && white > all / 3);
}

void StartImageTest::isPlainWithoutNoise()
{
    QCOMPARE(noise(0.0, 0.0).values, std::vector<double>(kSize.height * kSize.width * 3, 117.0 - kMean));
}

void StartImageTest::smoothsOverRowsColumnsAndColours_data()
{
    QTest::addColumn<double>("sigma");
    for (const double sigma : {0.2, 0.5, 1.0, 3.0, 20.0, 300.0})
        QTest::addRow("%g", sigma) << sigma;
}

void StartImageTest::smoothsOverRowsColumnsAndColours()
{
    QFETCH(double, sigma);
    std::vector<double> expected = noise(60.0, 0.0).values;
    for (const int axis : {0, 1, 2})
        expected = smoothed(expected, axis, sigma);
    const std::vector<double> blurred = noise(60.0, sigma).values;
    // Each of the three passes truncates to whole numbers, and those after it smooth what it took off.
    for (std::size_t i = 0; i < blurred.size(); ++i) {
        QVERIFY2(blurred[i] <= expected[i] + 1e-9 && blurred[i] > expected[i] - 3.0 - 1e-9,
            qPrintable(QStringLiteral("%1: %2 for %3").arg(i).arg(blurred[i]).arg(expected[i])));
    }
}

void StartImageTest::isNotSmoothedWhereNoNeighbourIsInReach()
{
    QCOMPARE(noise(60.0, 1e-200).values, noise(60.0, 0.0).values);
}

void StartImageTest::keepsAPlainImageWhenBlurred()
{
    // But for truncation: a sum of weights may be a hair below one.
    for (const double value : noise(0.0, 2.0).values)
        QVERIFY(value <= 117.0 - kMean && value >= 114.0 - kMean);
    const std::vector<double> values = noise(0.0, 2.0).values;
    QCOMPARE(values, std::vector<double>(values.size(), values.front()));
}

QTEST_GUILESS_MAIN(StartImageTest)
#include "tst_start_image.moc"
