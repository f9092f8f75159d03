// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/blended_grid.h"

#include "support/random_values.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

Q_DECLARE_METATYPE(PictureSize)

class BlendedGridTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void weightsAddUpToOne_data();
    void weightsAddUpToOne();
    void liesElsewhereInEachStep();
    void isTheSameForTheSameStep();
    void hasRoomToGoOver_data();
    void hasRoomToGoOver();
    void weightsFallTowardsBordersInside();
};

void BlendedGridTest::weightsAddUpToOne_data()
{
    QTest::addColumn<PictureSize>("size");
    QTest::newRow("one tile") << PictureSize{24, 24};
    QTest::newRow("little more") << PictureSize{25, 24};
    QTest::newRow("two tiles and no room") << PictureSize{48, 30};
    QTest::newRow("many") << PictureSize{100, 171};
    QTest::newRow("a strip") << PictureSize{24, 400};
}

void BlendedGridTest::weightsAddUpToOne()
{
    QFETCH(PictureSize, size);
    for (std::uint64_t step = 0; step < 20; ++step) {
        const BlendedGrid grid(size, {24, 24}, 7, step);
        std::vector<float> picture(static_cast<std::size_t>(size.height * size.width * 3));
        const std::vector<float> ones(std::size_t{24} * 24 * 3, 1.0F);
        for (std::size_t tile = 0; tile < grid.tiles().size(); ++tile) {
            const TileOrigin origin = grid.tiles()[tile];
            QVERIFY(origin.row >= 0 && origin.row + 24 <= size.height);
            QVERIFY(origin.column >= 0 && origin.column + 24 <= size.width);
            grid.addRows(tile, 0, 10, ones.data(), picture.data());
            grid.addRows(tile, 10, 24, ones.data(), picture.data());
        }
        QVERIFY(std::all_of(picture.begin(), picture.end(), [](float sum) { return std::abs(sum - 1.0F) < 1e-5F; }));
    }
}

void BlendedGridTest::liesElsewhereInEachStep()
{
    const BlendedGrid one({100, 171}, {24, 24}, 7, 1);
    const BlendedGrid two({100, 171}, {24, 24}, 7, 2);
    const BlendedGrid seeded({100, 171}, {24, 24}, 8, 1);
    QVERIFY(!(one.tiles() == two.tiles()));
    QVERIFY(!(one.tiles() == seeded.tiles()));
}

void BlendedGridTest::isTheSameForTheSameStep()
{
    QVERIFY(BlendedGrid({100, 171}, {24, 24}, 7, 3).tiles() == BlendedGrid({100, 171}, {24, 24}, 7, 3).tiles());
}

void BlendedGridTest::hasRoomToGoOver_data()
{
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("tiles");
    QTest::newRow("one") << 224 << 1;
    QTest::newRow("just more") << 225 << 2;
    QTest::newRow("265") << 265 << 2;
    QTest::newRow("472") << 472 << 3;
    QTest::newRow("800") << 800 << 4;
    QTest::newRow("1280") << 1280 << 6;
    QTest::newRow("tiles side by side") << 448 << 3;
}

void BlendedGridTest::hasRoomToGoOver()
{
    QFETCH(int, length);
    QTEST(BlendedGrid::tilesAlong(length, 224), "tiles");
}

void BlendedGridTest::weightsFallTowardsBordersInside()
{
    const BlendedGrid grid({24, 40}, {24, 24}, 7, 0);
    QCOMPARE(grid.tiles().size(), std::size_t{2});
    std::vector<float> picture(std::size_t{24} * 40 * 3);
    const std::vector<float> ones(std::size_t{24} * 24 * 3, 1.0F);
    grid.addRows(0, 0, 24, ones.data(), picture.data());
    for (std::size_t column = 1; column < 40; ++column)
        QVERIFY(picture[3 * column] <= picture[3 * (column - 1)]);
    QCOMPARE(picture.front(), 1.0F);
    QCOMPARE(picture[std::size_t{39} * 3], 0.0F);
}

QTEST_GUILESS_MAIN(BlendedGridTest)
#include "tst_blended_grid.moc"
