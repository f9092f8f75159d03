// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/tiles.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <utility>
#include <vector>

using namespace cnnvis;

Q_DECLARE_METATYPE(PictureSize)

namespace {

using Starts = std::vector<int>;

/// The i-th of `count` evenly spaced starts, half away from zero, in whole numbers.
int evenStart(int length, int tile, int count, int i)
{
    return count == 1 ? 0 : (2 * i * (length - tile) + count - 1) / (2 * (count - 1));
}

bool covers(const Starts& starts, int length, int tile)
{
    std::vector<bool> isCovered(static_cast<std::size_t>(length), false);
    for (const int start : starts) {
        for (int i = start; i < start + tile; ++i)
            isCovered[static_cast<std::size_t>(i)] = true;
    }
    return std::find(isCovered.begin(), isCovered.end(), false) == isCovered.end();
}

bool isDistinct(const Starts& starts)
{
    return std::adjacent_find(starts.begin(), starts.end(), [](int left, int right) { return left >= right; })
        == starts.end();
}

bool reachesSecondNeighbour(const Starts& starts, int tile)
{
    for (std::size_t i = 2; i < starts.size(); ++i) {
        if (starts[i - 2] + tile >= starts[i])
            return true;
    }
    return false;
}

Starts evenStarts(int length, int tile, int count)
{
    Starts starts;
    for (int i = 0; i < count; ++i)
        starts.push_back(evenStart(length, tile, count, i));
    return starts;
}

bool isAllowed(const Starts& starts, int length, int tile)
{
    return covers(starts, length, tile) && isDistinct(starts) && !reachesSecondNeighbour(starts, tile);
}

std::vector<std::pair<int, int>> pairsOf(const std::vector<TileOrigin>& tiles)
{
    std::vector<std::pair<int, int>> pairs;
    for (const TileOrigin& tile : tiles)
        pairs.emplace_back(tile.row, tile.column);
    return pairs;
}

} // namespace

class TilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsAsTheOriginal_data();
    void startsAsTheOriginal();
    void keepsTheRulesForAllLengths_data();
    void keepsTheRulesForAllLengths();
    void leavesLengthsBelowATileAlone();
    void isQuickForHugeLengths();
    void ordersColumnsOutside();
    void splitsByParity();
    void waitsForTheTilesThatOverlap_data();
    void waitsForTheTilesThatOverlap();
    void hasOneHalfForOneTile();
    void refusesPicturesBelowATile();
    void countsTilesOverEachPosition();
};

void TilesTest::startsAsTheOriginal_data()
{
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("tile");
    QTest::addColumn<Starts>("starts");
    const auto row = [](int length, int tile, const Starts& starts) {
        QTest::addRow("%d by %d", length, tile) << length << tile << starts;
    };
    row(8, 8, {0});
    row(9, 8, {0, 1});
    row(16, 8, {0, 8});
    row(17, 8, {0, 5, 9}); // 4.5 goes away from zero, not to even
    row(11, 5, {0, 3, 6});
    row(12, 5, {0, 4, 7});
    row(15, 5, {0, 5, 10});
    row(16, 5, {0, 4, 7, 11});
    row(300, 224, {0, 76});
    row(448, 224, {0, 224});
    row(449, 224, {0, 113, 225});
    row(534, 224, {0, 155, 310});
    row(1000, 224, {0, 194, 388, 582, 776});
}

void TilesTest::startsAsTheOriginal()
{
    QFETCH(int, length);
    QFETCH(int, tile);
    QFETCH(Starts, starts);
    const auto found = tileStarts(length, tile);
    QVERIFY(found);
    QCOMPARE(*found, starts);
}

void TilesTest::keepsTheRulesForAllLengths_data()
{
    QTest::addColumn<int>("tile");
    for (int tile = 5; tile <= 16; ++tile)
        QTest::addRow("%d", tile) << tile;
}

void TilesTest::keepsTheRulesForAllLengths()
{
    QFETCH(int, tile);
    for (int length = tile; length <= 200; ++length) {
        const QByteArray where = "length " + QByteArray::number(length);
        const auto starts = tileStarts(length, tile);
        QVERIFY2(starts, where.constData());
        QVERIFY2(isAllowed(*starts, length, tile), where.constData());
        QCOMPARE(starts->front(), 0);
        QCOMPARE(starts->back(), length - tile);
        const auto count = static_cast<int>(starts->size());
        for (int i = 0; i < count; ++i) {
            const double even = count == 1 ? 0.0 : i * static_cast<double>(length - tile) / (count - 1);
            QVERIFY2(std::abs((*starts)[static_cast<std::size_t>(i)] - even) <= 0.5 + 1e-9, where.constData());
        }
        for (int fewer = 1; fewer < count; ++fewer)
            QVERIFY2(!isAllowed(evenStarts(length, tile, fewer), length, tile), where.constData());
    }
}

void TilesTest::leavesLengthsBelowATileAlone()
{
    QVERIFY(!tileStarts(7, 8));
    QVERIFY(!tileStarts(1, 224));
    QVERIFY(!tileStarts(0, 1));
}

void TilesTest::isQuickForHugeLengths()
{
    QElapsedTimer timer;
    timer.start();
    for (const int length : {1000000, 999999, 999983}) {
        for (const int tile : {32, 31, 224}) {
            const auto starts = tileStarts(length, tile);
            QVERIFY(starts);
            QCOMPARE(static_cast<int>(starts->size()), (length + tile - 1) / tile);
            QVERIFY(isDistinct(*starts) && !reachesSecondNeighbour(*starts, tile));
        }
    }
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QStringLiteral("%1 ms").arg(timer.elapsed())));
}

void TilesTest::ordersColumnsOutside()
{
    // Rows start at 0, 3, 6; columns at 0, 4, 7, 11.
    const auto cover = coverWithTiles({11, 16}, {5, 5});
    QVERIFY(cover);
    QCOMPARE(cover->rowStarts, (Starts{0, 3, 6}));
    QCOMPARE(cover->columnStarts, (Starts{0, 4, 7, 11}));
    using Pairs = std::vector<std::pair<int, int>>;
    QCOMPARE(pairsOf(cover->halves[0]), (Pairs{{0, 0}, {6, 0}, {3, 4}, {0, 7}, {6, 7}, {3, 11}}));
    QCOMPARE(pairsOf(cover->halves[1]), (Pairs{{3, 0}, {0, 4}, {6, 4}, {3, 7}, {0, 11}, {6, 11}}));
    QCOMPARE(cover->tileCount(), 12);
}

void TilesTest::splitsByParity()
{
    const auto cover = coverWithTiles({10, 20}, {5, 10});
    QVERIFY(cover);
    using Pairs = std::vector<std::pair<int, int>>;
    QCOMPARE(pairsOf(cover->halves[0]), (Pairs{{0, 0}, {5, 10}}));
    QCOMPARE(pairsOf(cover->halves[1]), (Pairs{{5, 0}, {0, 10}}));
    QCOMPARE(cover->tileSize, (PictureSize{5, 10}));
}

void TilesTest::waitsForTheTilesThatOverlap_data()
{
    QTest::addColumn<PictureSize>("size");
    for (const PictureSize size :
        {PictureSize{5, 5}, {5, 40}, {40, 5}, {11, 16}, {16, 11}, {17, 23}, {25, 40}, {46, 37}})
        QTest::addRow("%d x %d", size.height, size.width) << size;
}

void TilesTest::waitsForTheTilesThatOverlap()
{
    QFETCH(PictureSize, size);
    const PictureSize tile{5, 7};
    const auto cover = coverWithTiles({size.height, size.width + 2}, tile);
    QVERIFY(cover);
    for (std::size_t half = 0; half < 2; ++half) {
        const std::vector<TileOrigin>& tiles = cover->halves[half];
        std::vector<int> expected;
        int seen = 0;
        for (const TileOrigin& one : tiles) {
            for (std::size_t i = 0; i < tiles.size(); ++i) {
                if (std::abs(one.row - tiles[i].row) < tile.height
                    && std::abs(one.column - tiles[i].column) < tile.width)
                    seen = std::max(seen, static_cast<int>(i) + 1);
            }
            expected.push_back(seen);
        }
        QCOMPARE(cover->seenBefore[half], expected);
        // No tile waits for more than the next column of its half.
        for (std::size_t i = 0; i < tiles.size(); ++i)
            QVERIFY(expected[i] - static_cast<int>(i) <= static_cast<int>(cover->rowStarts.size() / 2) + 2);
    }
}

void TilesTest::hasOneHalfForOneTile()
{
    const auto cover = coverWithTiles({5, 7}, {5, 7});
    QVERIFY(cover);
    QCOMPARE(cover->halves[0].size(), std::size_t{1});
    QVERIFY(cover->halves[1].empty());
}

void TilesTest::refusesPicturesBelowATile()
{
    QVERIFY(!coverWithTiles({4, 100}, {5, 5}));
    QVERIFY(!coverWithTiles({100, 4}, {5, 5}));
}

void TilesTest::countsTilesOverEachPosition()
{
    QCOMPARE(tilesOver(11, {0, 3, 6}, 5), (std::vector<int>{1, 1, 1, 2, 2, 1, 2, 2, 1, 1, 1}));
    QCOMPARE(tilesOver(10, {0, 5}, 5), std::vector<int>(10, 1));
    QCOMPARE(tilesOver(9, {0, 1}, 8), (std::vector<int>{1, 2, 2, 2, 2, 2, 2, 2, 1}));
}

QTEST_GUILESS_MAIN(TilesTest)
#include "tst_tiles.moc"
