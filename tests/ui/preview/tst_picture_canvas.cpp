// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/canvas_painter.h"
#include "preview/picture_canvas.h"

#include <QDragEnterEvent>
#include <QFontMetricsF>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <memory>

using namespace cnnvis::ui;

namespace {

const QColor kAfter(200, 40, 40);
const QColor kBefore(40, 60, 200);

QImage plain(QSize size, QColor colour)
{
    QImage image(size, QImage::Format_RGB888);
    image.fill(colour);
    return image;
}

void wheel(PictureCanvas& canvas, QPointF position, int units)
{
    QWheelEvent event(
        position, canvas.mapToGlobal(position), {}, {0, units}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&canvas, &event);
}

QColor colourAt(PictureCanvas& canvas, QPoint place)
{
    return canvas.grab().toImage().pixelColor(place);
}

/// In device pixels.
QRect changedArea(const QImage& before, const QImage& after)
{
    QRect area;
    for (int y = 0; y < after.height(); ++y) {
        for (int x = 0; x < after.width(); ++x) {
            if (after.pixel(x, y) != before.pixel(x, y))
                area |= QRect(x, y, 1, 1);
        }
    }
    return area;
}

} // namespace

class TestPictureCanvas : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void paintsEachPixelWhereTheViewSays();
    void sharesThePicture();
    void zoomsAtThePointer();
    void zoomsByKeys();
    void tellsOfTheZoom();
    void pansWithTheHand();
    void pansWithTheMiddleButtonAndTheSpaceBar();
    void keepsTheViewWhenThePictureGrows();
    void fitsADoubleClickedPicture();
    void wipesBetweenBeforeAndAfter();
    void dragsTheWipeLine();
    void movesTheWipeLineByKeys();
    void showsThePictureBeforeWhileTheKeyIsHeld();
    void flipsBackWhenTheFocusGoes();
    void keepsItsKeysFromTheWindowsShortcuts();
    void endsADragWhenThePictureGoes();
    void worksOutTheTilesOfEachSize();
    void takesLocalFilesOnly();
    void breaksTheBadgeBetweenItsParts();
    void keepsTheBadgeOnTheCanvas();
    void breaksTheBadgeForTheSakeOfThePicture();
    void livesWithoutAPicture();
    void paintsAtTheExtremesOfTheZoom();

private:
    std::unique_ptr<PictureCanvas> m_canvas;
};

void TestPictureCanvas::init()
{
    m_canvas = std::make_unique<PictureCanvas>();
    m_canvas->resize(640, 480);
    m_canvas->setPicture(plain({320, 240}, kAfter));
    m_canvas->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get()));
    m_canvas->setFocus();
}

void TestPictureCanvas::cleanup()
{
    m_canvas.reset();
}

void TestPictureCanvas::paintsEachPixelWhereTheViewSays()
{
    QImage picture = plain({64, 48}, Qt::black);
    for (const QPoint pixel : {QPoint(20, 10), QPoint(40, 30)})
        picture.setPixelColor(pixel, Qt::green);
    m_canvas->setPicture(picture);
    for (int i = 0; i < 3; ++i)
        wheel(*m_canvas, {300.0, 200.0}, 120);
    const QImage grabbed = m_canvas->grab().toImage();
    for (const QPoint pixel : {QPoint(20, 10), QPoint(40, 30)}) {
        const QPointF centre = m_canvas->view().pixelCentre(pixel);
        QVERIFY(m_canvas->rect().contains(centre.toPoint()));
        QCOMPARE(grabbed.pixelColor(centre.toPoint()), QColor(Qt::green));
        const QPointF neighbour = m_canvas->view().pixelCentre(pixel + QPoint(1, 0));
        QCOMPARE(grabbed.pixelColor(neighbour.toPoint()), QColor(Qt::black));
    }
}

void TestPictureCanvas::sharesThePicture()
{
    const QImage picture = plain({1920, 1080}, kAfter);
    m_canvas->setPicture(picture);
    m_canvas->grab();
    QCOMPARE(m_canvas->picture().constBits(), picture.constBits());
}

void TestPictureCanvas::zoomsAtThePointer()
{
    const QPointF pointer(431.0, 127.0);
    for (const int units : {120, 120, 360, -120, 60}) {
        const QPointF before = m_canvas->view().toPicture(pointer);
        const double zoom = m_canvas->zoom();
        wheel(*m_canvas, pointer, units);
        QCOMPARE(m_canvas->zoom() > zoom, units > 0);
        const QPointF moved = m_canvas->view().toView(before) - pointer;
        QVERIFY2(moved.manhattanLength() <= 1.01, qPrintable(QStringLiteral("%1, %2").arg(moved.x()).arg(moved.y())));
    }
}

void TestPictureCanvas::zoomsByKeys()
{
    QCOMPARE(m_canvas->zoom(), 2.0);
    QTest::keyClick(m_canvas.get(), Qt::Key_Plus, Qt::ControlModifier);
    QCOMPARE(m_canvas->zoom(), 2.5);
    QTest::keyClick(m_canvas.get(), Qt::Key_Minus, Qt::ControlModifier);
    QCOMPARE(m_canvas->zoom(), 2.0);
    QVERIFY(!m_canvas->view().isFit());
    QTest::keyClick(m_canvas.get(), Qt::Key_1);
    QCOMPARE(m_canvas->zoom(), 1.0);
    QTest::keyClick(m_canvas.get(), Qt::Key_0);
    QVERIFY(m_canvas->view().isFit());
}

void TestPictureCanvas::tellsOfTheZoom()
{
    QSignalSpy changed(m_canvas.get(), &PictureCanvas::zoomChanged);
    m_canvas->actualSize();
    m_canvas->fit();
    m_canvas->fit();
    QCOMPARE(changed.count(), 2);
    QCOMPARE(changed[0], (QVariantList{1.0, false}));
    QCOMPARE(changed[1], (QVariantList{2.0, true}));
}

void TestPictureCanvas::pansWithTheHand()
{
    m_canvas->zoomIn();
    const QPointF before = m_canvas->view().toView({100.0, 100.0});
    QTest::mousePress(m_canvas.get(), Qt::LeftButton, {}, {300, 200});
    QTest::mouseMove(m_canvas.get(), {330, 180});
    QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, {}, {330, 180});
    const QPointF moved = m_canvas->view().toView({100.0, 100.0}) - before;
    QVERIFY((moved - QPointF(30.0, -20.0)).manhattanLength() <= 1.0);
    QTest::mouseMove(m_canvas.get(), {10, 10});
    QCOMPARE(m_canvas->view().toView({100.0, 100.0}) - before, moved);
}

void TestPictureCanvas::pansWithTheMiddleButtonAndTheSpaceBar()
{
    m_canvas->setTool(CanvasTool::Probe);
    QSignalSpy probed(m_canvas.get(), &PictureCanvas::probed);
    const auto drag = [&](Qt::MouseButton button) {
        const QPointF before = m_canvas->view().toView({100.0, 100.0});
        QTest::mousePress(m_canvas.get(), button, {}, {300, 200});
        QTest::mouseMove(m_canvas.get(), {310, 200});
        QTest::mouseRelease(m_canvas.get(), button, {}, {310, 200});
        return m_canvas->view().toView({100.0, 100.0}) - before;
    };
    QCOMPARE(drag(Qt::MiddleButton), QPointF(10.0, 0.0));
    QTest::keyPress(m_canvas.get(), Qt::Key_Space);
    QCOMPARE(drag(Qt::LeftButton), QPointF(10.0, 0.0));
    QCOMPARE(probed.count(), 0);
    QTest::keyRelease(m_canvas.get(), Qt::Key_Space);
    QCOMPARE(drag(Qt::LeftButton), QPointF());
    QCOMPARE(probed.count(), 1);
}

void TestPictureCanvas::keepsTheViewWhenThePictureGrows()
{
    wheel(*m_canvas, {200.0, 100.0}, 240);
    const QRectF before = m_canvas->view().pictureRect();
    m_canvas->setPicture(plain({640, 480}, kAfter));
    QCOMPARE(m_canvas->view().pictureRect(), before);
    QVERIFY(!m_canvas->view().isFit());
}

void TestPictureCanvas::fitsADoubleClickedPicture()
{
    m_canvas->actualSize();
    QTest::mouseDClick(m_canvas.get(), Qt::LeftButton, {}, {300, 200});
    QVERIFY(m_canvas->view().isFit());
}

void TestPictureCanvas::wipesBetweenBeforeAndAfter()
{
    m_canvas->setCompare(true);
    QCOMPARE(colourAt(*m_canvas, {100, 200}), kAfter); // there is nothing to compare with yet
    m_canvas->setBefore(plain({1000, 750}, kBefore));
    m_canvas->setWipe(0.25);
    QCOMPARE(colourAt(*m_canvas, {100, 200}), kBefore);
    QCOMPARE(colourAt(*m_canvas, {200, 200}), kAfter);
    m_canvas->setCompare(false);
    QCOMPARE(colourAt(*m_canvas, {100, 200}), kAfter);
}

void TestPictureCanvas::dragsTheWipeLine()
{
    m_canvas->setBefore(plain({320, 240}, kBefore));
    m_canvas->setCompare(true);
    const QRectF view = m_canvas->view().pictureRect();
    QTest::mousePress(m_canvas.get(), Qt::LeftButton, {}, {321, 100});
    QTest::mouseMove(m_canvas.get(), {480, 100});
    QCOMPARE(m_canvas->wipe(), 0.75);
    QTest::mouseMove(m_canvas.get(), {5000, 100});
    QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, {}, {5000, 100});
    QCOMPARE(m_canvas->wipe(), 1.0);
    QCOMPARE(m_canvas->view().pictureRect(), view);
    m_canvas->setTool(CanvasTool::Trace); // by the handle, with any tool
    QTest::mousePress(m_canvas.get(), Qt::LeftButton, {}, {638, 240});
    QTest::mouseMove(m_canvas.get(), {160, 240});
    QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, {}, {160, 240});
    QCOMPARE(m_canvas->wipe(), 0.25);
    QVERIFY(m_canvas->tracePoints().isEmpty());
}

void TestPictureCanvas::movesTheWipeLineByKeys()
{
    m_canvas->setBefore(plain({320, 240}, kBefore));
    m_canvas->setCompare(true);
    QTest::keyClick(m_canvas.get(), Qt::Key_Left, Qt::ControlModifier);
    QVERIFY(m_canvas->wipe() < 0.5);
    QTest::keyClick(m_canvas.get(), Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(m_canvas->wipe(), 0.5);
}

void TestPictureCanvas::showsThePictureBeforeWhileTheKeyIsHeld()
{
    m_canvas->setBefore(plain({320, 240}, kBefore));
    QTest::keyPress(m_canvas.get(), Qt::Key_B);
    QCOMPARE(colourAt(*m_canvas, {500, 200}), kBefore);
    QTest::keyRelease(m_canvas.get(), Qt::Key_B);
    QCOMPARE(colourAt(*m_canvas, {500, 200}), kAfter);
}

void TestPictureCanvas::flipsBackWhenTheFocusGoes()
{
    m_canvas->setBefore(plain({320, 240}, kBefore));
    QTest::keyPress(m_canvas.get(), Qt::Key_B);
    QVERIFY(m_canvas->isFlipped());
    m_canvas->clearFocus();
    QVERIFY(!m_canvas->isFlipped());
}

void TestPictureCanvas::keepsItsKeysFromTheWindowsShortcuts()
{
    const auto isTaken = [&](int key, Qt::KeyboardModifiers modifiers) {
        QKeyEvent event(QEvent::ShortcutOverride, key, modifiers);
        event.ignore();
        QCoreApplication::sendEvent(m_canvas.get(), &event);
        return event.isAccepted();
    };
    QVERIFY(isTaken(Qt::Key_B, Qt::NoModifier));
    QVERIFY(isTaken(Qt::Key_Space, Qt::NoModifier));
    QVERIFY(!isTaken(Qt::Key_B, Qt::ControlModifier));
    QVERIFY(!isTaken(Qt::Key_Delete, Qt::NoModifier));
    m_canvas->setTool(CanvasTool::Trace);
    QVERIFY(isTaken(Qt::Key_Delete, Qt::NoModifier));
}

void TestPictureCanvas::endsADragWhenThePictureGoes()
{
    m_canvas->setTool(CanvasTool::Trace);
    QTest::mousePress(m_canvas.get(), Qt::LeftButton, {}, {300, 200});
    const QPointF before = m_canvas->tracePoints()[0].position;
    m_canvas->setPicture(QImage());
    QTest::mouseMove(m_canvas.get(), {400, 300});
    QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, {}, {400, 300});
    QCOMPARE(m_canvas->tracePoints()[0].position, before);
}

void TestPictureCanvas::worksOutTheTilesOfEachSize()
{
    m_canvas->setTileSize({224, 224});
    QCOMPARE(m_canvas->tiles().even.size() + m_canvas->tiles().odd.size(), 4);
    m_canvas->setPicture(plain({224, 224}, kAfter));
    QCOMPARE(m_canvas->tiles().even, QVector<QRect>{QRect(0, 0, 224, 224)});
    m_canvas->setActiveTile({0, 0, 224, 224});
    const QColor without = colourAt(*m_canvas, {320, 200});
    m_canvas->setShowTiles(true);
    QVERIFY(colourAt(*m_canvas, {320, 200}) != without);
}

void TestPictureCanvas::takesLocalFilesOnly()
{
    QSignalSpy dropped(m_canvas.get(), &PictureCanvas::dropped);
    QMimeData remote;
    remote.setUrls({QUrl(QStringLiteral("https://example.org/lake.png"))});
    QDragEnterEvent refused({10, 10}, Qt::CopyAction, &remote, Qt::LeftButton, Qt::NoModifier);
    refused.ignore();
    QCoreApplication::sendEvent(m_canvas.get(), &refused);
    QVERIFY(!refused.isAccepted());

    QMimeData local;
    local.setUrls({QUrl(QStringLiteral("file:///a/lake.png")), QUrl(QStringLiteral("file:///a/model"))});
    QDragEnterEvent entered({10, 10}, Qt::CopyAction, &local, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_canvas.get(), &entered);
    QVERIFY(entered.isAccepted());
    const QImage highlighted = m_canvas->grab().toImage();
    QDropEvent drop({10.0, 10.0}, Qt::CopyAction, &local, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_canvas.get(), &drop);
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(dropped[0][0].toStringList(), (QStringList{QStringLiteral("/a/lake.png"), QStringLiteral("/a/model")}));
    QVERIFY(m_canvas->grab().toImage() != highlighted);
}

void TestPictureCanvas::breaksTheBadgeBetweenItsParts()
{
    CanvasScene scene;
    scene.picture.setPicture(plain({320, 240}, kAfter));
    scene.nextSize = {640, 480};
    scene.statusText = QStringLiteral("size 1 · step 12");
    const QFontMetricsF metrics(m_canvas->font());
    const QString whole = badgeText(scene);
    QCOMPARE(badgeLines(scene, metrics, 1e4), QStringList{whole});
    const double first = metrics.horizontalAdvance(whole.section(QStringLiteral("  ·  "), 0, 0));
    const QStringList lines = badgeLines(scene, metrics, first + 1.0);
    QCOMPARE(lines.first(), whole.section(QStringLiteral("  ·  "), 0, 0));
    QCOMPARE(lines.last().section(QStringLiteral("  ·  "), -1), QStringLiteral("step 12"));
    for (const QString& line : lines)
        QVERIFY2(metrics.horizontalAdvance(line) <= first + 1.0, qPrintable(line));
    QCOMPARE(badgeLines(scene, metrics, 1.0).size(), 4);
}

/// Where the picture is high enough for more lines.
void TestPictureCanvas::breaksTheBadgeForTheSakeOfThePicture()
{
    m_canvas->resize(640, 480);
    m_canvas->setPicture(plain({100, 240}, kAfter));
    const QImage before = m_canvas->grab().toImage();
    m_canvas->setStatusText(QStringLiteral("stopped at step 12"));
    const QImage after = m_canvas->grab().toImage();
    const QRect changed = changedArea(before, after);
    QVERIFY(!changed.isEmpty());
    const QRectF picture = m_canvas->view().visibleRect();
    const double ratio = after.devicePixelRatio();
    QVERIFY(QRectF(picture.topLeft() * ratio, picture.size() * ratio).contains(changed));
}

/// Whatever it says, also where the canvas is as narrow as can be.
void TestPictureCanvas::keepsTheBadgeOnTheCanvas()
{
    for (const QSize picture : {QSize(320, 240), QSize(40, 400), QSize(400, 40)}) {
        m_canvas->resize(m_canvas->minimumSizeHint());
        m_canvas->setPicture(plain(picture, kAfter));
        m_canvas->setNextSize(QSize());
        m_canvas->setStatusText({});
        const QImage before = m_canvas->grab().toImage();
        m_canvas->setNextSize({12000, 9000});
        m_canvas->setStatusText(QStringLiteral("size 11 · step 12345 beside size 11 · stopped at step 1234567890"));
        const QImage after = m_canvas->grab().toImage();
        QVERIFY(after != before);
        QVERIFY(after.rect().adjusted(4, 4, -4, -4).contains(changedArea(before, after)));
    }
}

void TestPictureCanvas::livesWithoutAPicture()
{
    m_canvas->setPicture(QImage());
    const QImage empty = m_canvas->grab().toImage();
    for (const CanvasTool tool : {CanvasTool::Pan, CanvasTool::Probe, CanvasTool::Trace}) {
        m_canvas->setTool(tool);
        QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, {300, 200});
        QTest::mouseClick(m_canvas.get(), Qt::RightButton, {}, {300, 200});
        for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Left, Qt::Key_Delete, Qt::Key_PageDown, Qt::Key_Plus})
            QTest::keyClick(m_canvas.get(), key);
        wheel(*m_canvas, {300.0, 200.0}, 120);
    }
    QVERIFY(m_canvas->tracePoints().isEmpty());
    QCOMPARE(m_canvas->grab().toImage(), empty);
    m_canvas->setPicture(plain({320, 240}, kAfter));
    QVERIFY(m_canvas->view().isFit());
    QCOMPARE(colourAt(*m_canvas, {300, 200}), kAfter);
}

void TestPictureCanvas::paintsAtTheExtremesOfTheZoom()
{
    m_canvas->setPicture(plain({4000, 3000}, kAfter));
    for (int i = 0; i < 40; ++i)
        wheel(*m_canvas, {630.0, 470.0}, 120);
    QCOMPARE(m_canvas->zoom(), 64.0);
    QCOMPARE(
        colourAt(*m_canvas, m_canvas->view().pixelCentre(*m_canvas->view().pixelAt({320.0, 240.0})).toPoint()), kAfter);
    for (int i = 0; i < 80; ++i)
        wheel(*m_canvas, {320.0, 240.0}, -120);
    QCOMPARE(m_canvas->zoom(), 1.0 / 32.0);
    QCOMPARE(colourAt(*m_canvas, m_canvas->view().pictureRect().center().toPoint()), kAfter);
}

QTEST_MAIN(TestPictureCanvas)
#include "tst_picture_canvas.moc"
