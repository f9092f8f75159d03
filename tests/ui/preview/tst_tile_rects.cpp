// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/tile_rects.h"

#include "step/tiles.h"

#include <QTest>

using namespace cnnvis;
using namespace cnnvis::ui;

class TestTileRects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areTheTilesThatTheEngineSteps();
    void areNoneWhereThePictureIsTooSmall();
    void areNoneWithoutATile();
};

void TestTileRects::areTheTilesThatTheEngineSteps()
{
    const auto cover = coverWithTiles({405, 720}, {224, 200});
    QVERIFY(cover);
    const TileRects tiles = tileRects({720, 405}, {200, 224});
    for (const auto& [rects, origins] :
        {std::pair(tiles.even, cover->halves[0]), std::pair(tiles.odd, cover->halves[1])}) {
        QCOMPARE(rects.size(), static_cast<qsizetype>(origins.size()));
        QVERIFY(!rects.isEmpty());
        for (qsizetype i = 0; i < rects.size(); ++i) {
            const TileOrigin origin = origins[static_cast<std::size_t>(i)];
            QCOMPARE(rects[i], QRect(origin.column, origin.row, 200, 224));
        }
    }
}

void TestTileRects::areNoneWhereThePictureIsTooSmall()
{
    const TileRects tiles = tileRects({223, 400}, {224, 224});
    QVERIFY(tiles.even.isEmpty() && tiles.odd.isEmpty());
    QCOMPARE(tileRects({224, 224}, {224, 224}).even, QVector<QRect>{QRect(0, 0, 224, 224)});
}

void TestTileRects::areNoneWithoutATile()
{
    QVERIFY(tileRects({100, 100}, QSize()).even.isEmpty());
    QVERIFY(tileRects(QSize(), {224, 224}).even.isEmpty());
}

QTEST_APPLESS_MAIN(TestTileRects)
#include "tst_tile_rects.moc"
