// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/picture_canvas.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace cnnvis::ui;

namespace {

QImage grey(QSize size)
{
    QImage image(size, QImage::Format_RGB888);
    image.fill(Qt::gray);
    return image;
}

/// Moves the points of a spy's calls out, for comparing.
QVector<TracePoint> pointsOf(const QSignalSpy& spy)
{
    QVector<TracePoint> points;
    for (const QVariantList& call : spy)
        points.append(call[0].value<TracePoint>());
    return points;
}

} // namespace

/// The probe and the trace points, by mouse and by keys. The picture is seen at twice its size.
class TestPictureCanvasTools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void probesThePixelUnderThePointer();
    void probesNothingBesideThePicture();
    void movesTheProbeByKeys();
    void marksTheProbeUntilItIsCleared();
    void placesATracePointWhereItIsClicked();
    void dragsATracePoint();
    void tellsOfNoMoveWithoutOne();
    void keepsADraggedPointInThePicture();
    void removesATracePointByRightClickOrKey();
    void usesAFreeIndexAgain();
    void keepsTracePointsInPlaceWhileThePictureGrows();
    void movesTheCurrentPointByKeys();
    void placesAPointByKey();
    void takesPointsFromOutsideInSilence();
    void doesNotEditPointsWithOtherTools();

private:
    /// A place in that pixel; rounded down, as the middle of a pixel at 1:1 is half way to the next.
    QPoint inView(QPoint pixel) const
    {
        const QPointF centre = m_canvas->view().pixelCentre(pixel);
        return {static_cast<int>(std::floor(centre.x())), static_cast<int>(std::floor(centre.y()))};
    }
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(m_canvas.get(), Qt::LeftButton, {}, inView(from));
        QTest::mouseMove(m_canvas.get(), (inView(from) + inView(to)) / 2);
        QTest::mouseMove(m_canvas.get(), inView(to));
        QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, {}, inView(to));
    }
    void click(QPoint pixel, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mouseClick(m_canvas.get(), button, {}, inView(pixel));
    }

    std::unique_ptr<PictureCanvas> m_canvas;
    std::unique_ptr<QSignalSpy> m_placed, m_moved, m_removed, m_probed;
};

void TestPictureCanvasTools::init()
{
    m_canvas = std::make_unique<PictureCanvas>();
    m_canvas->resize(640, 480);
    m_canvas->setPicture(grey({320, 200}));
    m_canvas->setTool(CanvasTool::Trace);
    m_canvas->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get()));
    m_placed = std::make_unique<QSignalSpy>(m_canvas.get(), &PictureCanvas::tracePointPlaced);
    m_moved = std::make_unique<QSignalSpy>(m_canvas.get(), &PictureCanvas::tracePointMoved);
    m_removed = std::make_unique<QSignalSpy>(m_canvas.get(), &PictureCanvas::tracePointRemoved);
    m_probed = std::make_unique<QSignalSpy>(m_canvas.get(), &PictureCanvas::probed);
}

void TestPictureCanvasTools::cleanup()
{
    m_placed.reset();
    m_moved.reset();
    m_removed.reset();
    m_probed.reset();
    m_canvas.reset();
}

void TestPictureCanvasTools::probesThePixelUnderThePointer()
{
    m_canvas->setTool(CanvasTool::Probe);
    for (const QPoint pixel : {QPoint(0, 0), QPoint(212, 88), QPoint(319, 199)}) {
        click(pixel);
        QCOMPARE(m_probed->takeLast()[0].toPoint(), pixel);
    }
    m_canvas->actualSize();
    click({100, 50});
    QCOMPARE(m_probed->takeLast()[0].toPoint(), QPoint(100, 50));
}

void TestPictureCanvasTools::probesNothingBesideThePicture()
{
    m_canvas->setTool(CanvasTool::Probe);
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, {320, 3});
    QCOMPARE(m_probed->count(), 0);
}

void TestPictureCanvasTools::movesTheProbeByKeys()
{
    m_canvas->setTool(CanvasTool::Probe);
    click({10, 20});
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QCOMPARE(m_probed->takeLast()[0].toPoint(), QPoint(11, 20));
    QTest::keyClick(m_canvas.get(), Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_probed->takeLast()[0].toPoint(), QPoint(11, 10));
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QCOMPARE(m_probed->takeLast()[0].toPoint(), QPoint(11, 10));
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(m_canvas.get(), Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(m_probed->takeLast()[0].toPoint(), QPoint(0, 10));
}

void TestPictureCanvasTools::marksTheProbeUntilItIsCleared()
{
    const QImage without = m_canvas->grab().toImage();
    m_canvas->setTool(CanvasTool::Probe);
    click({100, 50});
    QVERIFY(m_canvas->grab().toImage() != without);
    m_canvas->clearProbe();
    QCOMPARE(m_canvas->grab().toImage(), without);
}

void TestPictureCanvasTools::placesATracePointWhereItIsClicked()
{
    click({30, 40});
    click({200, 150});
    const QVector<TracePoint> points = m_canvas->tracePoints();
    QCOMPARE(points.size(), 2);
    QCOMPARE(pixelAt(points[0].position, {320, 200}), QPoint(30, 40));
    QCOMPARE(pixelAt(points[1].position, {320, 200}), QPoint(200, 150));
    QCOMPARE(points[0].index, 0);
    QCOMPARE(points[1].index, 1);
    QVERIFY(points[0].colour.isValid() && points[0].colour != points[1].colour);
    QCOMPARE(pointsOf(*m_placed), points);
    QCOMPARE(m_moved->count(), 0);
}

void TestPictureCanvasTools::dragsATracePoint()
{
    click({30, 40});
    drag({30, 40}, {100, 60});
    QCOMPARE(m_canvas->tracePoints().size(), 1);
    QCOMPARE(pixelAt(m_canvas->tracePoints()[0].position, {320, 200}), QPoint(100, 60));
    QCOMPARE(pointsOf(*m_moved), m_canvas->tracePoints());
}

void TestPictureCanvasTools::tellsOfNoMoveWithoutOne()
{
    click({30, 40});
    click({31, 40}); // on its ring
    QCOMPARE(m_placed->count(), 1);
    QCOMPARE(m_moved->count(), 0);
}

void TestPictureCanvasTools::keepsADraggedPointInThePicture()
{
    drag({30, 40}, {-500, 1000});
    QCOMPARE(pixelAt(m_canvas->tracePoints()[0].position, {320, 200}), QPoint(0, 199));
}

void TestPictureCanvasTools::removesATracePointByRightClickOrKey()
{
    click({30, 40});
    click({200, 150});
    click({30, 40}, Qt::RightButton);
    QCOMPARE(m_canvas->tracePoints().size(), 1);
    QTest::keyClick(m_canvas.get(), Qt::Key_Delete);
    QVERIFY(m_canvas->tracePoints().isEmpty());
    QTest::keyClick(m_canvas.get(), Qt::Key_Delete);
    click({30, 40}, Qt::RightButton);
    QCOMPARE(m_removed->count(), 2);
    QCOMPARE((*m_removed)[0][0].toInt(), 0);
    QCOMPARE((*m_removed)[1][0].toInt(), 1);
}

void TestPictureCanvasTools::usesAFreeIndexAgain()
{
    for (const QPoint pixel : {QPoint(30, 40), QPoint(100, 40), QPoint(200, 40)})
        click(pixel);
    click({100, 40}, Qt::RightButton);
    click({250, 100});
    QCOMPARE(m_canvas->tracePoints().last().index, 1);
}

void TestPictureCanvasTools::keepsTracePointsInPlaceWhileThePictureGrows()
{
    click({30, 40});
    const QPointF before = m_canvas->tracePoints()[0].position;
    const QPoint place = inView({30, 40});
    m_canvas->setPicture(grey({640, 400}));
    QCOMPARE(m_canvas->tracePoints()[0].position, before);
    const QPoint pixel = pixelAt(before, {640, 400});
    QVERIFY((inView(pixel) - place).manhattanLength() <= 2);
}

void TestPictureCanvasTools::movesTheCurrentPointByKeys()
{
    click({30, 40});
    click({200, 150});
    QTest::keyClick(m_canvas.get(), Qt::Key_Down);
    QCOMPARE(pixelAt(m_canvas->tracePoints()[1].position, {320, 200}), QPoint(200, 151));
    QTest::keyClick(m_canvas.get(), Qt::Key_PageDown); // on to the other
    QTest::keyClick(m_canvas.get(), Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(pixelAt(m_canvas->tracePoints()[0].position, {320, 200}), QPoint(20, 40));
    QCOMPARE(m_moved->count(), 2);
}

void TestPictureCanvasTools::placesAPointByKey()
{
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QCOMPARE(m_placed->count(), 1);
    QCOMPARE(pixelAt(m_canvas->tracePoints()[0].position, {320, 200}), QPoint(160, 100));
}

void TestPictureCanvasTools::takesPointsFromOutsideInSilence()
{
    const QVector<TracePoint> points{{4, {0.5, 0.5}, Qt::red}};
    m_canvas->setTracePoints(points);
    QCOMPARE(m_canvas->tracePoints(), points);
    QCOMPARE(m_placed->count() + m_moved->count() + m_removed->count(), 0);
    click({160, 100}, Qt::RightButton);
    QCOMPARE(m_removed->takeLast()[0].toInt(), 4);
}

void TestPictureCanvasTools::doesNotEditPointsWithOtherTools()
{
    click({30, 40});
    m_canvas->setTool(CanvasTool::Pan);
    click({30, 40}, Qt::RightButton);
    QTest::keyClick(m_canvas.get(), Qt::Key_Delete);
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    click({100, 100});
    QCOMPARE(m_canvas->tracePoints().size(), 1);
    QCOMPARE(m_removed->count() + m_moved->count(), 0);
}

QTEST_MAIN(TestPictureCanvasTools)
#include "tst_picture_canvas_tools.moc"
