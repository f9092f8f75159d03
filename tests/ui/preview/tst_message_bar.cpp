// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/message_bar.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace cnnvis::ui;

class TestMessageBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isHiddenUntilThereIsSomethingToSay();
    void showsTheNewestMessage();
    void isClosedByItsButtonAndByEscape();
    void canSayMoreFromItsAction();
};

void TestMessageBar::isHiddenUntilThereIsSomethingToSay()
{
    QWidget window;
    const MessageBar bar(&window);
    window.show();
    QVERIFY(bar.isHidden());
}

void TestMessageBar::showsTheNewestMessage()
{
    MessageBar bar;
    bar.showMessage(MessageBar::Kind::Error, QStringLiteral("It broke"), QStringLiteral("Mend"));
    auto* action = bar.findChild<QPushButton*>(QStringLiteral("messageAction"));
    QVERIFY(bar.isVisible());
    QVERIFY(action->isVisible());
    bar.showMessage(MessageBar::Kind::Info, QStringLiteral("It works"));
    QCOMPARE(bar.text(), QStringLiteral("It works"));
    QCOMPARE(bar.kind(), MessageBar::Kind::Info);
    QVERIFY(!action->isVisible());
}

void TestMessageBar::isClosedByItsButtonAndByEscape()
{
    MessageBar bar;
    QSignalSpy dismissed(&bar, &MessageBar::dismissed);
    auto* close = bar.findChild<QToolButton*>(QStringLiteral("messageClose"));
    bar.showMessage(MessageBar::Kind::Warning, QStringLiteral("Careful"));
    QTest::mouseClick(close, Qt::LeftButton);
    QVERIFY(bar.isHidden());
    bar.showMessage(MessageBar::Kind::Warning, QStringLiteral("Careful"));
    QTest::keyClick(close, Qt::Key_Escape);
    QVERIFY(bar.isHidden());
    QCOMPARE(dismissed.count(), 2);
}

void TestMessageBar::canSayMoreFromItsAction()
{
    MessageBar bar;
    connect(&bar, &MessageBar::actionTriggered, &bar,
        [&bar] { bar.showMessage(MessageBar::Kind::Info, QStringLiteral("Done")); });
    bar.showMessage(MessageBar::Kind::Error, QStringLiteral("It broke"), QStringLiteral("Mend"));
    QTest::mouseClick(bar.findChild<QPushButton*>(QStringLiteral("messageAction")), Qt::LeftButton);
    QVERIFY(bar.isVisible());
    QCOMPARE(bar.text(), QStringLiteral("Done"));
}

QTEST_MAIN(TestMessageBar)
#include "tst_message_bar.moc"
