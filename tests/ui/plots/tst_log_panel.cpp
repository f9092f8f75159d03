// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/log_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace cnnvis::ui;

class LogPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTenThousandLinesAndTheNewest();
    void showsOnlyWhatTheFilterAsksFor();
    void copiesTheSelectedLinesOrAll();
    void copiesDiagnostics();
    void tellsOfProblems();
    void clears();
    void scrollsWithTheNewestLineOnlyWhenItIsInSight();
};

namespace {

int shownLines(const LogPanel& panel)
{
    return panel.findChild<QTreeView*>(QStringLiteral("logView"))->model()->rowCount();
}

void press(const LogPanel& panel, const QString& name)
{
    panel.findChild<QPushButton*>(name)->click();
}

} // namespace

void LogPanelTest::keepsTenThousandLinesAndTheNewest()
{
    LogPanel panel;
    for (int i = 0; i < 25'000; ++i) {
        panel.append(LogSeverity::Information, QStringLiteral("line %1").arg(i));
        if (i % 1000 == 0)
            QVERIFY(shownLines(panel) <= LogModel::kMaximumLines);
    }
    QVERIFY(shownLines(panel) > LogModel::kMaximumLines * 9 / 10);
    QVERIFY(panel.text().contains(QStringLiteral("line 24999\n")));
    QVERIFY(!panel.text().contains(QStringLiteral("line 14000\n")));
}

void LogPanelTest::showsOnlyWhatTheFilterAsksFor()
{
    LogPanel panel;
    panel.append(LogSeverity::Information, QStringLiteral("model loaded"));
    panel.append(LogSeverity::Warning, QStringLiteral("slow BLAS"));
    panel.append(LogSeverity::Error, QStringLiteral("Model is broken\nat line 3"));
    panel.setFilter(LogSeverity::Warning, QString());
    QCOMPARE(shownLines(panel), 2);
    panel.setFilter(LogSeverity::Information, QStringLiteral("model"));
    QCOMPARE(shownLines(panel), 2);
    panel.setFilter(LogSeverity::Error, QStringLiteral("line 3"));
    QCOMPARE(shownLines(panel), 1);
    panel.setFilter(LogSeverity::Information, QString());
    QCOMPARE(shownLines(panel), 3);
}

void LogPanelTest::copiesTheSelectedLinesOrAll()
{
    LogPanel panel;
    const QDateTime time(QDate(2024, 5, 6), QTime(7, 8, 9, 10));
    panel.append(LogSeverity::Warning, QStringLiteral("one"), time);
    panel.append(LogSeverity::Information, QStringLiteral("two"), time);
    press(panel, QStringLiteral("logCopy"));
    QCOMPARE(QApplication::clipboard()->text(),
        QStringLiteral("2024-05-06T07:08:09.010  warning  one\n2024-05-06T07:08:09.010  info  two\n"));
    auto* view = panel.findChild<QTreeView*>(QStringLiteral("logView"));
    view->setCurrentIndex(view->model()->index(1, 0));
    press(panel, QStringLiteral("logCopy"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("2024-05-06T07:08:09.010  info  two\n"));
}

void LogPanelTest::copiesDiagnostics()
{
    LogPanel panel;
    QSignalSpy copied(&panel, &LogPanel::diagnosticsCopied);
    QVERIFY(!panel.findChild<QPushButton*>(QStringLiteral("logDiagnostics"))->isEnabled());
    panel.setDiagnostics([] { return QStringLiteral("threads: 2"); });
    press(panel, QStringLiteral("logDiagnostics"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("threads: 2"));
    QCOMPARE(copied.count(), 1);
}

void LogPanelTest::tellsOfProblems()
{
    LogPanel panel;
    QSignalSpy problems(&panel, &LogPanel::problemAppended);
    panel.append(LogSeverity::Information, QStringLiteral("fine"));
    QCOMPARE(problems.count(), 0);
    panel.append(LogSeverity::Error, QStringLiteral("not fine"));
    QCOMPARE(problems.count(), 1);
}

void LogPanelTest::clears()
{
    LogPanel panel;
    panel.append(LogSeverity::Error, QStringLiteral("old"));
    press(panel, QStringLiteral("logClear"));
    QCOMPARE(shownLines(panel), 0);
    panel.append(LogSeverity::Error, QStringLiteral("new"));
    QCOMPARE(shownLines(panel), 1);
}

void LogPanelTest::scrollsWithTheNewestLineOnlyWhenItIsInSight()
{
    LogPanel panel;
    panel.resize(600, 200);
    panel.show();
    const auto append = [&panel](int count) {
        for (int i = 0; i < count; ++i)
            panel.append(LogSeverity::Information, QStringLiteral("line"));
    };
    auto* view = panel.findChild<QTreeView*>(QStringLiteral("logView"));
    const auto isInSight = [view](int row) {
        return view->viewport()->rect().contains(view->visualRect(view->model()->index(row, 0)).center());
    };
    append(100);
    QTRY_VERIFY(isInSight(99));
    view->scrollToTop();
    append(100);
    QVERIFY(isInSight(0));
}

QTEST_MAIN(LogPanelTest)
#include "tst_log_panel.moc"
