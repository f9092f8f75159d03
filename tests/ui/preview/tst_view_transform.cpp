// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/view_transform.h"

#include <QTest>

#include <cmath>

using namespace cnnvis::ui;

namespace {

const QSize kPicture(720, 405);
const QSizeF kView(900.0, 600.0);

/// How far two positions of the view are from each other, in device pixels.
double deviceDistance(QPointF left, QPointF right, double ratio)
{
    return std::hypot(left.x() - right.x(), left.y() - right.y()) * ratio;
}

ViewTransform viewOf(double ratio)
{
    ViewTransform view;
    view.setView(kView, ratio);
    view.setPictureSize(kPicture);
    return view;
}

} // namespace

class TestViewTransform : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mapsBackWhereItCameFrom_data();
    void mapsBackWhereItCameFrom();
    void fitsTheWholePicture();
    void staysFittedWhenTheViewGrows();
    void isSharpAtOneToOneOnEveryDisplay();
    void keepsThePointUnderThePointer();
    void keepsItsLimits();
    void movesWithTheHand();
    void keepsItsMiddleInThePicture();
    void showsAGrownPictureAtTheSamePlace();
    void fitsAPictureOfAnotherShape();
    void knowsThePixelsAtTheCorners();
};

void TestViewTransform::mapsBackWhereItCameFrom_data()
{
    QTest::addColumn<double>("zoom");
    QTest::addColumn<double>("ratio");
    QTest::addColumn<QPointF>("pan");
    for (const double zoom : {1.0 / 32.0, 0.37, 1.0, 3.5, 64.0}) {
        for (const double ratio : {1.0, 1.5, 2.0, 3.0}) {
            for (const QPointF pan : {QPointF(), QPointF(-37.25, 81.5)})
                QTest::addRow("zoom %g, ratio %g, pan %g", zoom, ratio, pan.x()) << zoom << ratio << pan;
        }
    }
}

void TestViewTransform::mapsBackWhereItCameFrom()
{
    QFETCH(double, zoom);
    QFETCH(double, ratio);
    QFETCH(QPointF, pan);
    ViewTransform view = viewOf(ratio);
    view.setZoom(zoom, view.viewCentre());
    view.panBy(pan);
    for (const QPointF place : {QPointF(0.0, 0.0), QPointF(123.4, 56.7), QPointF(899.0, 599.0)})
        QVERIFY(deviceDistance(view.toView(view.toPicture(place)), place, ratio) < 1e-6);
    for (const QPoint pixel : {QPoint(0, 0), QPoint(719, 404), QPoint(300, 211)})
        QCOMPARE(view.pixelAt(view.pixelCentre(pixel)), std::optional(pixel));
}

void TestViewTransform::fitsTheWholePicture()
{
    const ViewTransform view = viewOf(2.0);
    QVERIFY(view.isFit());
    QCOMPARE(view.zoom(), 2.5); // 900 / 720 in device-independent pixels
    QCOMPARE(view.pictureRect().size(), QSizeF(900.0, 506.25));
    QVERIFY(std::abs(view.pictureRect().center().y() - 300.0) <= 0.5);
}

void TestViewTransform::staysFittedWhenTheViewGrows()
{
    ViewTransform view = viewOf(1.0);
    view.setView({1440.0, 900.0}, 1.0);
    QCOMPARE(view.zoom(), 2.0);
    view.setZoom(1.0, {10.0, 10.0});
    view.setView(kView, 1.0);
    QCOMPARE(view.zoom(), 1.0);
}

void TestViewTransform::isSharpAtOneToOneOnEveryDisplay()
{
    for (const double ratio : {1.0, 1.25, 2.0}) {
        ViewTransform view = viewOf(ratio);
        view.setZoom(1.0, {123.4, 321.1});
        view.panBy({0.3, 0.4});
        const QRectF onDevice(view.pictureRect().topLeft() * ratio, view.pictureRect().size() * ratio);
        QCOMPARE(onDevice.size(), QSizeF(kPicture));
        QVERIFY(std::abs(onDevice.left() - std::round(onDevice.left())) < 1e-6);
        QVERIFY(std::abs(onDevice.top() - std::round(onDevice.top())) < 1e-6);
    }
}

void TestViewTransform::keepsThePointUnderThePointer()
{
    for (const double ratio : {1.0, 2.0}) {
        ViewTransform view = viewOf(ratio);
        const QPointF pointer(400.0, 250.0);
        for (const double zoom : {2.0, 7.3, 64.0, 12.0, 1.9}) {
            const QPointF before = view.toPicture(pointer);
            view.setZoom(zoom, pointer);
            QCOMPARE(view.zoom(), zoom);
            QVERIFY(deviceDistance(view.toView(before), pointer, ratio) <= 0.75);
        }
        QVERIFY(!view.isFit());
    }
}

void TestViewTransform::keepsItsLimits()
{
    ViewTransform view = viewOf(1.0);
    view.setZoom(1e9, {0.0, 0.0});
    QCOMPARE(view.zoom(), 64.0);
    view.setZoom(0.0, {0.0, 0.0});
    QCOMPARE(view.zoom(), 1.0 / 32.0);
}

void TestViewTransform::movesWithTheHand()
{
    ViewTransform view = viewOf(2.0);
    view.setZoom(4.0, view.viewCentre());
    const QPointF before = view.toView({100.0, 100.0});
    view.panBy({-30.0, 20.0});
    QVERIFY(deviceDistance(view.toView({100.0, 100.0}), before + QPointF(-30.0, 20.0), 2.0) <= 1.0);
}

void TestViewTransform::keepsItsMiddleInThePicture()
{
    ViewTransform view = viewOf(1.0);
    view.panBy({1e7, -1e7});
    QCOMPARE(view.centre(), QPointF(0.0, 1.0));
    QVERIFY(!view.visibleRect().isEmpty());
}

void TestViewTransform::showsAGrownPictureAtTheSamePlace()
{
    ViewTransform view = viewOf(1.0);
    view.setZoom(4.0, {200.0, 300.0});
    const QRectF before = view.pictureRect();
    view.setPictureSize(kPicture * 2);
    QCOMPARE(view.zoom(), 2.0);
    QCOMPARE(view.pictureRect(), before);
}

void TestViewTransform::fitsAPictureOfAnotherShape()
{
    ViewTransform view = viewOf(1.0);
    view.setZoom(4.0, {200.0, 300.0});
    view.setPictureSize({600, 600});
    QVERIFY(view.isFit());
    QCOMPARE(view.zoom(), 1.0);
}

void TestViewTransform::knowsThePixelsAtTheCorners()
{
    const ViewTransform view = viewOf(1.0);
    const QRectF rect = view.pictureRect();
    const QPointF inside(0.01, 0.01);
    QCOMPARE(view.pixelAt(rect.topLeft() + inside), std::optional(QPoint(0, 0)));
    QCOMPARE(view.pixelAt(rect.bottomRight() - inside), std::optional(QPoint(719, 404)));
    QVERIFY(!view.pixelAt(rect.topLeft() - inside));
    QVERIFY(!view.pixelAt(rect.bottomRight() + inside));
}

QTEST_APPLESS_MAIN(TestViewTransform)
#include "tst_view_transform.moc"
