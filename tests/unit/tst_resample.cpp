// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/resample.h"

#include "cnnvis/error.h"

#include <QTest>

#include <cstddef>
#include <cstdint>
#include <vector>

using namespace cnnvis;

namespace {

using Bytes = std::vector<std::uint8_t>;

/// Three rows of four pixels, drawn at random once.
Picture smallPicture()
{
    return {{3, 4},
        Bytes{168, 229, 184, 171, 238, 171, 20, 206, 245, 153, 204, 5, 37, 53, 213, 206, 192, 173, 6, 120, 63, 96, 236,
            131, 118, 4, 87, 161, 124, 71, 42, 73, 237, 16, 194, 250}};
}

Picture plainPicture(PictureSize size, std::uint8_t value)
{
    return {size, Bytes(static_cast<std::size_t>(size.height) * static_cast<std::size_t>(size.width) * 3, value)};
}

Bytes bytesOf(const Picture& picture)
{
    const std::size_t count =
        static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width()) * 3;
    return {picture.pixels8(), picture.pixels8() + count};
}

} // namespace

class ResampleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesPillowsBytes_data();
    void makesPillowsBytes();
    void keepsPlainPicturesPlain();
    void averagesWhenShrinkingToOnePixel();
    void clipsWhereBicubicOvershoots();
    void sharesThePixelsWhenNothingChanges();
    void makesAPartAsTheWhole();
    void refusesWhatItCannotResize();
};

/// The expected bytes were made by Pillow 9.4.0.
void ResampleTest::makesPillowsBytes_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<ResampleFilter>("filter");
    QTest::addColumn<Bytes>("expected");

    QTest::newRow("bilinear, smaller") << 2 << 2 << ResampleFilter::Bilinear
                                       << Bytes{132, 190, 182, 89, 199, 123, 118, 86, 129, 57, 150, 177};
    QTest::newRow("bicubic, smaller") << 2 << 2 << ResampleFilter::Bicubic
                                      << Bytes{136, 194, 191, 87, 201, 114, 122, 76, 122, 51, 152, 184};
    QTest::newRow("bilinear, larger") << 4 << 6 << ResampleFilter::Bilinear
                                      << Bytes{168, 229, 184, 170, 234, 178, 146, 233, 183, 45, 211, 233, 87, 205, 125,
                                             153, 204, 5, 86, 119, 202, 140, 165, 187, 163, 200, 166, 41, 162, 138, 65,
                                             188, 108, 117, 224, 84, 67, 35, 166, 129, 101, 150, 161, 156, 134, 48, 113,
                                             129, 43, 162, 152, 66, 220, 176, 118, 4, 87, 140, 64, 79, 141, 115, 99, 62,
                                             82, 209, 29, 134, 244, 16, 194, 250};
    QTest::newRow("bicubic, larger") << 4 << 6 << ResampleFilter::Bicubic
                                     << Bytes{175, 238, 183, 181, 241, 173, 149, 237, 183, 31, 214, 255, 84, 204, 124,
                                            165, 202, 0, 73, 116, 213, 145, 169, 200, 179, 211, 171, 26, 160, 128, 58,
                                            190, 93, 131, 232, 76, 49, 15, 170, 131, 93, 154, 178, 162, 130, 38, 99,
                                            113, 31, 159, 151, 65, 231, 188, 120, 0, 81, 146, 60, 63, 147, 120, 87, 60,
                                            71, 224, 20, 132, 255, 9, 200, 255};
    QTest::newRow("bicubic, rows only") << 3 << 2 << ResampleFilter::Bicubic
                                        << Bytes{152, 231, 192, 94, 208, 128, 109, 118, 180, 70, 184, 102, 132, 60, 92,
                                               42, 137, 229};
    QTest::newRow("bilinear, columns only")
        << 5 << 4 << ResampleFilter::Bilinear
        << Bytes{168, 229, 184, 171, 238, 171, 20, 206, 245, 153, 204, 5, 116, 159, 196, 185, 220, 172, 14, 172, 172,
               130, 217, 55, 37, 53, 213, 206, 192, 173, 6, 120, 63, 96, 236, 131, 86, 24, 137, 179, 151, 112, 28, 92,
               167, 48, 211, 202, 118, 4, 87, 161, 124, 71, 42, 73, 237, 16, 194, 250};
}

void ResampleTest::makesPillowsBytes()
{
    QFETCH(const int, height);
    QFETCH(const int, width);
    QFETCH(const ResampleFilter, filter);
    QFETCH(const Bytes, expected);

    const Picture result = resample(smallPicture(), {height, width}, filter);
    QCOMPARE(result.height(), height);
    QCOMPARE(result.width(), width);
    QCOMPARE(bytesOf(result), expected);
}

void ResampleTest::keepsPlainPicturesPlain()
{
    const Picture plain = plainPicture({20, 31}, 200);
    for (const ResampleFilter filter : {ResampleFilter::Bilinear, ResampleFilter::Bicubic}) {
        for (const PictureSize size : {PictureSize{7, 100}, PictureSize{100, 7}, PictureSize{1, 1}})
            QCOMPARE(bytesOf(resample(plain, size, filter)), bytesOf(plainPicture(size, 200)));
    }
}

void ResampleTest::averagesWhenShrinkingToOnePixel()
{
    const Picture halves({1, 2}, Bytes{0, 10, 20, 100, 30, 21});
    QCOMPARE(bytesOf(resample(halves, {1, 1}, ResampleFilter::Bilinear)), (Bytes{50, 20, 21}));
}

void ResampleTest::clipsWhereBicubicOvershoots()
{
    const Picture edge({1, 4}, Bytes{0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255});
    const Bytes result = bytesOf(resample(edge, {1, 16}, ResampleFilter::Bicubic));
    for (std::size_t index = 3; index < result.size(); ++index)
        QVERIFY(result[index] >= result[index - 3]); // without clipping, bytes wrap around beside the edge
}

void ResampleTest::sharesThePixelsWhenNothingChanges()
{
    const Picture picture = smallPicture();
    QCOMPARE(resample(picture, picture.size(), ResampleFilter::Bicubic).pixels8(), picture.pixels8());
}

void ResampleTest::makesAPartAsTheWhole()
{
    for (const PictureSize size : {PictureSize{3, 2}, {5, 9}, {12, 3}, {12, 17}, smallPicture().size()}) {
        const Bytes whole = bytesOf(resample(smallPicture(), size, ResampleFilter::Bicubic));
        const PictureRectangle part{1, 0, {2, size.width - 1}};
        Bytes expected;
        for (int row = part.row; row < part.row + part.size.height; ++row) {
            const auto from = whole.begin() + (row * size.width + part.column) * 3;
            expected.insert(expected.end(), from, from + part.size.width * 3);
        }
        QCOMPARE(bytesOf(resamplePart(smallPicture(), size, ResampleFilter::Bicubic, part)), expected);
    }
}

void ResampleTest::refusesWhatItCannotResize()
{
    const Picture deep({1, 1}, std::vector<std::uint16_t>{1, 2, 3});
    QVERIFY_THROWS_EXCEPTION(PictureError, resample(deep, {2, 2}, ResampleFilter::Bilinear));
    QVERIFY_THROWS_EXCEPTION(PictureError, resample(Picture(), {2, 2}, ResampleFilter::Bilinear));
    QVERIFY_THROWS_EXCEPTION(PictureError, resample(smallPicture(), {0, 2}, ResampleFilter::Bilinear));
    QVERIFY_THROWS_EXCEPTION(PictureError, resample(smallPicture(), {2, -1}, ResampleFilter::Bilinear));
}

QTEST_GUILESS_MAIN(ResampleTest)
#include "tst_resample.moc"
