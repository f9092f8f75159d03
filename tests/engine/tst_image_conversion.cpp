// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/image_conversion.h"

#include "support/random_values.h"

#include <QTest>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

using Bytes = std::vector<std::uint8_t>;
using Words = std::vector<std::uint16_t>;

/// An image of one row.
RealImage row(const std::vector<double>& values)
{
    RealImage image({1, static_cast<int>(values.size()) / 3});
    image.values = values;
    return image;
}

Bytes bytesOf(const Picture& picture)
{
    const auto count = static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width()) * 3;
    return {picture.pixels8(), picture.pixels8() + count};
}

Words wordsOf(const Picture& picture)
{
    const auto count = static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width()) * 3;
    return {picture.pixels16(), picture.pixels16() + count};
}

Bytes classic(const std::vector<double>& values, double mean)
{
    return bytesOf(toPicture(row(values), mean, ToneMapping::Classic, 8));
}

Bytes rescaled(const std::vector<double>& values)
{
    return bytesOf(toPicture(row(values), 100.0, ToneMapping::Rescaled, 8));
}

} // namespace

class ImageConversionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void swapsColoursAndTakesTheMeanOff();
    void raisesContrastByAFifth();
    void cutsOffAtBlackAndWhite();
    void truncatesTowardsZero();
    void stretchesToTheFullRange();
    void hasMoreGreysWithSixteenBits();
    void doesEachValueAsTheOriginal();
    void comesBackButForTheContrast();
    void keepsRowsAndColumns();
};

void ImageConversionTest::swapsColoursAndTakesTheMeanOff()
{
    const RealImage image = toRealImage(Picture({1, 2}, Bytes{10, 20, 30, 0, 128, 255}), 100.5);
    QCOMPARE(image.size, (PictureSize{1, 2}));
    QCOMPARE(image.values, (std::vector<double>{-70.5, -80.5, -90.5, 154.5, 27.5, -100.5}));
}

void ImageConversionTest::raisesContrastByAFifth()
{
    QCOMPARE(classic({10.0, 0.0, -10.0}, 100.0), (Bytes{88, 100, 112}));
    QCOMPARE(classic({100.0, 50.0, -50.0}, 117.0), (Bytes{57, 177, 237}));
}

void ImageConversionTest::cutsOffAtBlackAndWhite()
{
    QCOMPARE(classic({1e9, -1e9, 0.0}, 50.0), (Bytes{50, 0, 255}));
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    QCOMPARE(classic({kInfinity, -kInfinity, 0.0}, 50.0), (Bytes{50, 0, 255}));
}

void ImageConversionTest::truncatesTowardsZero()
{
    QCOMPARE(classic({0.0, 0.0, 0.0}, 99.999), (Bytes{99, 99, 99}));
    // 254.99 is no white yet, and -0.99 is black.
    QCOMPARE(classic({154.99 / 1.2, 0.8, -100.99 / 1.2}, 100.0), (Bytes{0, 100, 254}));
}

void ImageConversionTest::stretchesToTheFullRange()
{
    QCOMPARE(rescaled({-50.0, 0.0, 50.0}), (Bytes{255, 127, 0}));
    QCOMPARE(rescaled({0.0, 1000.0, 250.0}), (Bytes{63, 255, 0}));
    // Neither the mean nor the factor has a part in it; a plain image has no range.
    QCOMPARE(rescaled({7.0, 7.0, 7.0}), (Bytes{0, 0, 0}));
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Bytes bytes = rescaled(randomValues(30, -100.0, 100.0, seed));
        const auto [smallest, largest] = std::minmax_element(bytes.begin(), bytes.end());
        QCOMPARE(*smallest, std::uint8_t{0});
        QCOMPARE(*largest, std::uint8_t{255});
    }
}

void ImageConversionTest::hasMoreGreysWithSixteenBits()
{
    const Picture picture = toPicture(row({0.0, 1000.0, -1000.0}), 100.5, ToneMapping::Classic, 16);
    QCOMPARE(picture.bitsPerChannel(), 16);
    QCOMPARE(wordsOf(picture), (Words{0, 65535, 25828})); // 257 · 100.5 = 25828.5
    QCOMPARE(wordsOf(toPicture(row({0.0, 1.0, 4.0}), 0.0, ToneMapping::Rescaled, 16)), (Words{65535, 16383, 0}));
    QCOMPARE(toPicture(row({0.0, 0.0, 0.0}), 0.0, ToneMapping::Classic, 8).bitsPerChannel(), 8);
}

void ImageConversionTest::doesEachValueAsTheOriginal()
{
    constexpr double mean = 103.7;
    for (int width = 1; width < 20; ++width) { // also what is left over when values are done several at a time
        RealImage image({3, width});
        image.values = randomValues(image.values.size(), -150.0, 180.0, static_cast<std::uint64_t>(width));
        const auto [smallest, largest] = std::minmax_element(image.values.begin(), image.values.end());
        Bytes bytes;
        Words words, stretched;
        for (std::size_t i = 0; i < image.values.size(); ++i) {
            const double value = image.values[i - i % 3 + 2 - i % 3];
            const double grey = std::clamp(1.2 * value + mean, 0.0, 255.0);
            bytes.push_back(static_cast<std::uint8_t>(grey));
            words.push_back(static_cast<std::uint16_t>(grey * 257.0));
            const double share = (value - *smallest) / (*largest - *smallest);
            stretched.push_back(static_cast<std::uint16_t>(255.0 * share * 257.0));
        }
        QCOMPARE(bytesOf(toPicture(image, mean, ToneMapping::Classic, 8)), bytes);
        QCOMPARE(wordsOf(toPicture(image, mean, ToneMapping::Classic, 16)), words);
        QCOMPARE(wordsOf(toPicture(image, mean, ToneMapping::Rescaled, 16)), stretched);
    }
}

void ImageConversionTest::comesBackButForTheContrast()
{
    const Picture picture = randomPicture({7, 5});
    RealImage image = toRealImage(picture, 117.0);
    for (double& value : image.values)
        value = (value + 0.001) / 1.2; // the hair keeps the quotient above the whole number
    QCOMPARE(bytesOf(toPicture(image, 117.0, ToneMapping::Classic, 8)), bytesOf(picture));
}

void ImageConversionTest::keepsRowsAndColumns()
{
    const Picture picture = randomPicture({3, 4});
    const RealImage image = toRealImage(picture, 0.0);
    for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 4; ++x) {
            const std::uint8_t* const rgb = picture.pixels8() + (y * 4 + x) * 3;
            const double* const bgr = image.row(y) + x * 3;
            QCOMPARE(bgr[0], static_cast<double>(rgb[2]));
            QCOMPARE(bgr[1], static_cast<double>(rgb[1]));
            QCOMPARE(bgr[2], static_cast<double>(rgb[0]));
            QCOMPARE(image.offset(y, x), static_cast<std::size_t>(bgr - image.values.data()));
        }
    }
}

QTEST_GUILESS_MAIN(ImageConversionTest)
#include "tst_image_conversion.moc"
