// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/picture_pyramid.h"

#include <QTest>

using namespace cnnvis::ui;

class PicturePyramidTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levelsAreMeansOfFour();
    void oddSidesAreRoundedUp();
    void levelsFollowTheZoom();
};

void PicturePyramidTest::levelsAreMeansOfFour()
{
    QImage picture(2, 2, QImage::Format_RGB888);
    picture.setPixel(0, 0, qRgb(255, 0, 10));
    picture.setPixel(1, 0, qRgb(255, 0, 20));
    picture.setPixel(0, 1, qRgb(255, 0, 30));
    picture.setPixel(1, 1, qRgb(255, 2, 255));
    PicturePyramid pyramid;
    pyramid.setPicture(picture);
    const QImage& half = pyramid.levelFor(0.5);
    QCOMPARE(half.size(), QSize(1, 1));
    QCOMPARE(half.pixel(0, 0), qRgb(255, 1, 79)); // 0.5 and 78.75, rounded
}

void PicturePyramidTest::oddSidesAreRoundedUp()
{
    QImage picture(3, 3, QImage::Format_RGB32);
    for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 3; ++x)
            picture.setPixel(x, y, qRgb(40 * x, 40 * y, 0));
    }
    PicturePyramid pyramid;
    pyramid.setPicture(picture);
    const QImage& half = pyramid.levelFor(0.4);
    QCOMPARE(half.size(), QSize(2, 2));
    QCOMPARE(half.pixel(0, 0), qRgb(20, 20, 0));
    QCOMPARE(half.pixel(1, 0), qRgb(80, 20, 0));
    QCOMPARE(half.pixel(0, 1), qRgb(20, 80, 0));
    QCOMPARE(half.pixel(1, 1), qRgb(80, 80, 0));
}

void PicturePyramidTest::levelsFollowTheZoom()
{
    QImage picture(64, 32, QImage::Format_RGB32);
    picture.fill(qRgb(1, 128, 255));
    PicturePyramid pyramid;
    pyramid.setPicture(picture);
    QCOMPARE(pyramid.levelFor(1.0).size(), QSize(64, 32));
    QCOMPARE(pyramid.levelFor(0.6).size(), QSize(64, 32));
    QCOMPARE(pyramid.levelFor(0.25).size(), QSize(16, 8));
    QCOMPARE(pyramid.levelFor(0.25).pixel(15, 7), qRgb(1, 128, 255));
    QCOMPARE(pyramid.levelFor(1e-9).size(), QSize(2, 1));
}

QTEST_GUILESS_MAIN(PicturePyramidTest)

#include "tst_picture_pyramid.moc"
