// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/snapshot_strip.h"
#include "snapshot_samples.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QWheelEvent>

using namespace cnnvis::ui;

class TestSnapshotStrip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void selectsWhatIsClicked();
    void comparesTwoClickedWithControl();
    void movesByTheArrowKeys();
    void goesBackToTheLivePicture();
    void pinsAndDeletesByKey();
    void putsThePictureOnTheClipboard();
    void offersWhatCanBeDone();
    void offersNoPictureThatWasLetGoOf();
    void opensItsMenu();
    void staysAtTheNewestUnlessScrolledBack();
    void scrollsWithAPlainWheel();
    void removesSeveralAtOnce();

private:
    QModelIndex index(int id) const { return m_strip->model().indexOf(id); }
    void click(int id, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mouseClick(m_list->viewport(), button, modifiers, m_list->visualRect(index(id)).center());
    }
    QAction* action(const char* name) const { return m_strip->findChild<QAction*>(QLatin1String(name)); }
    void add(int first, int last)
    {
        for (int id = first; id <= last; ++id)
            m_strip->add(sampleSnapshot(id));
    }

    std::unique_ptr<SnapshotStrip> m_strip;
    std::unique_ptr<QSignalSpy> m_selected, m_compared, m_live, m_removed;
    QListView* m_list = nullptr;
};

void TestSnapshotStrip::init()
{
    m_strip = std::make_unique<SnapshotStrip>();
    m_strip->resize(700, 250);
    m_list = m_strip->findChild<QListView*>(QStringLiteral("snapshotList"));
    add(1, 3);
    m_strip->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_strip.get()));
    m_selected = std::make_unique<QSignalSpy>(m_strip.get(), &SnapshotStrip::selected);
    m_compared = std::make_unique<QSignalSpy>(m_strip.get(), &SnapshotStrip::compareRequested);
    m_live = std::make_unique<QSignalSpy>(m_strip.get(), &SnapshotStrip::liveRequested);
    m_removed = std::make_unique<QSignalSpy>(m_strip.get(), &SnapshotStrip::removed);
}

void TestSnapshotStrip::cleanup()
{
    m_selected.reset();
    m_compared.reset();
    m_live.reset();
    m_removed.reset();
    m_strip.reset();
}

void TestSnapshotStrip::selectsWhatIsClicked()
{
    click(2);
    QCOMPARE(m_selected->count(), 1);
    QCOMPARE(m_selected->takeFirst()[0].toInt(), 2);
    QCOMPARE(m_strip->chosen(), QVector<int>{2});
    click(3);
    QCOMPARE(m_selected->takeFirst()[0].toInt(), 3);
    QCOMPARE(m_live->count(), 0);
    add(4, 4); // new ones don't take the choice away
    QCOMPARE(m_strip->chosen(), QVector<int>{3});
}

void TestSnapshotStrip::comparesTwoClickedWithControl()
{
    click(3);
    click(1, Qt::ControlModifier);
    QCOMPARE(m_compared->count(), 1);
    QCOMPARE(m_compared->first(), (QVariantList{1, 3}));
    click(2, Qt::ControlModifier); // three are nothing to compare
    QCOMPARE(m_compared->count(), 1);
}

void TestSnapshotStrip::movesByTheArrowKeys()
{
    click(1);
    QTest::keyClick(m_list, Qt::Key_Right);
    QTest::keyClick(m_list, Qt::Key_Right);
    QTest::keyClick(m_list, Qt::Key_Left);
    QCOMPARE(m_selected->count(), 4);
    QCOMPARE(m_strip->chosen(), QVector<int>{2});
    QTest::keyClick(m_list, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(m_compared->last(), (QVariantList{2, 3}));
}

void TestSnapshotStrip::goesBackToTheLivePicture()
{
    auto* live = m_strip->findChild<QToolButton*>(QStringLiteral("snapshotLive"));
    QVERIFY(!live->isEnabled());
    click(2);
    QTest::keyClick(m_list, Qt::Key_Escape);
    QCOMPARE(m_live->count(), 1);
    click(2);
    QTest::mouseClick(live, Qt::LeftButton);
    QCOMPARE(m_live->count(), 2);
    QVERIFY(m_strip->chosen().isEmpty());
}

void TestSnapshotStrip::pinsAndDeletesByKey()
{
    QSignalSpy pinned(m_strip.get(), &SnapshotStrip::pinChanged);
    click(2);
    QTest::keyClick(m_list, Qt::Key_P);
    QVERIFY(m_strip->find(2)->isPinned);
    QVERIFY(action("snapshotPin")->isChecked());
    QTest::keyClick(m_list, Qt::Key_P);
    QCOMPARE(pinned.count(), 2);
    QCOMPARE(pinned.last(), (QVariantList{2, false}));
    QTest::keyClick(m_list, Qt::Key_Delete);
    QCOMPARE(m_removed->count(), 1);
    QCOMPARE(m_removed->first()[0].toInt(), 2);
    QVERIFY(m_strip->find(2) == nullptr);
}

void TestSnapshotStrip::putsThePictureOnTheClipboard()
{
    QSignalSpy copied(m_strip.get(), &SnapshotStrip::copied);
    click(3);
    QTest::keyClick(m_list, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied.count(), 1);
    const QImage image = QGuiApplication::clipboard()->image();
    QCOMPARE(image.size(), QSize(30, 20));
    QCOMPARE(image.pixelColor(5, 5), QColor(3, 3, 3));
}

void TestSnapshotStrip::offersWhatCanBeDone()
{
    for (const char* name : {"snapshotSave", "snapshotStartImage", "snapshotSettings", "snapshotDelete"})
        QVERIFY2(!action(name)->isEnabled(), name);
    QSignalSpy saved(m_strip.get(), &SnapshotStrip::saveRequested);
    QSignalSpy started(m_strip.get(), &SnapshotStrip::startImageRequested);
    QSignalSpy settings(m_strip.get(), &SnapshotStrip::settingsRequested);
    click(2);
    action("snapshotSave")->trigger();
    action("snapshotStartImage")->trigger();
    action("snapshotSettings")->trigger();
    for (const QSignalSpy* spy : {&saved, &started, &settings}) {
        QCOMPARE(spy->count(), 1);
        QCOMPARE(spy->first()[0].toInt(), 2);
    }
}

void TestSnapshotStrip::offersNoPictureThatWasLetGoOf()
{
    QSignalSpy dropped(m_strip.get(), &SnapshotStrip::pictureDropped);
    click(1);
    QVERIFY(action("snapshotSave")->isEnabled());
    m_strip->setLimits({1800, 200, 2000});
    QCOMPARE(dropped.count(), 2);
    QVERIFY(!action("snapshotSave")->isEnabled());
    QVERIFY(!action("snapshotStartImage")->isEnabled());
    QVERIFY(action("snapshotSettings")->isEnabled());
}

void TestSnapshotStrip::opensItsMenu()
{
    click(2);
    Q_EMIT m_list->customContextMenuRequested(m_list->visualRect(index(2)).center());
    auto* menu = m_strip->findChild<QMenu*>(QStringLiteral("snapshotMenu"));
    QVERIFY(menu != nullptr && menu->isVisible());
    QCOMPARE(menu->actions().count(action("snapshotDelete")), 1);
    menu->close();
}

void TestSnapshotStrip::staysAtTheNewestUnlessScrolledBack()
{
    add(4, 30);
    QScrollBar* bar = m_list->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0 && bar->value() == bar->maximum());
    bar->setValue(10);
    const int before = bar->maximum();
    add(31, 60);
    bool isIdle = false;
    QTimer::singleShot(0, this, [&isIdle] { isIdle = true; });
    QTRY_VERIFY(isIdle && bar->maximum() > before);
    QCOMPARE(bar->value(), 10);
}

void TestSnapshotStrip::scrollsWithAPlainWheel()
{
    add(4, 30);
    QScrollBar* bar = m_list->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0 && bar->value() == bar->maximum());
    QWheelEvent event(
        {20, 20}, m_list->mapToGlobal(QPointF(20, 20)), {}, {0, 120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_list->viewport(), &event);
    QVERIFY(bar->value() < bar->maximum());
}

void TestSnapshotStrip::removesSeveralAtOnce()
{
    click(1);
    click(3, Qt::ControlModifier);
    QTest::keyClick(m_list, Qt::Key_Delete);
    QCOMPARE(m_removed->count(), 2);
    QCOMPARE(m_strip->model().rowCount(), 1);
    QVERIFY(m_strip->find(2) != nullptr);
}

QTEST_MAIN(TestSnapshotStrip)
#include "tst_snapshot_strip.moc"
