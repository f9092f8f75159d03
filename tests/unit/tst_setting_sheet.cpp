// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/setting_sheet.h"

#include "../support/errors.h"

#include <QTest>

using namespace cnnvis;
using cnnvis::test::messageOf;

class SettingSheetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsValues_data();
    void readsValues();
    void twoSettingsMakeAGrid();
    void refuses_data();
    void refuses();
};

void SettingSheetTest::readsValues_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("values");
    const auto row = [](const char* text, const char* values) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(values);
    };
    row("learning_rate=1,3.50,9", "1 3.5 9");
    row(" --learning_rate = 1 , 3 ; ", "1 3");
    row("learning_rate=1..9/5", "1 3 5 7 9");
    row("learning_rate=9..1/3", "9 5 1");
    row("learning_rate=1..100*3", "1 10 100");
    row("learning_rate=1..2*3", "1 1.41421 2");
    row("learning_rate=0.1,1..2/2", "0.1 1 2");
    row("seed=3..6", "3 4 5 6");
    row("seed=2..1", "2 1");
    row("seed=5..5", "5");
    row("num_steps=1..3/9", "1 2 3"); // each once
    row("target_layer=conv1/7x7_s2,inception_4c/output", "conv1/7x7_s2 inception_4c/output");
    row("resize_type=geometric,linear", "geometric linear");
}

void SettingSheetTest::readsValues()
{
    QFETCH(const QString, text);
    QFETCH(const QString, values);
    QStringList read;
    for (const std::string& value : sheetFromText(text.toStdString()).columns.values)
        read << QString::fromStdString(value);
    QCOMPARE(read.join(QLatin1Char(' ')), values);
}

void SettingSheetTest::twoSettingsMakeAGrid()
{
    const SettingSheet sheet = sheetFromText("learning_rate=1,3,9; target_layer=conv1,conv2");
    QCOMPARE(sheet.width(), std::size_t{3});
    QCOMPARE(sheet.height(), std::size_t{2});
    const SettingsChange change = sheet.changeAt(1, 2);
    QCOMPARE(change.size(), std::size_t{2});
    QCOMPARE(change[0].key + "=" + change[0].text, std::string("learning_rate=9"));
    QCOMPARE(change[1].key + "=" + change[1].text, std::string("target_layer=conv2"));
    QCOMPARE(sheetFromText("seed=1,2").changeAt(0, 1).size(), std::size_t{1});
}

void SettingSheetTest::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* text, const char* part) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(part);
    };
    row("", "'='");
    row("learning_rate", "'='");
    row("lerning_rate=1,2", "learning_rate");
    row("learning_rate=", "missing");
    row("learning_rate=1,,2", "missing");
    row("learning_rate=a", "learning_rate");
    row("learning_rate=1..9", "1..9/5");
    row("learning_rate=1..", "range");
    row("learning_rate=..", "range");
    row("learning_rate=0..9*3", "ratios");
    row("learning_rate=1..9/1", "from 2 to 1000");
    row("learning_rate=1..9/1001", "from 2 to 1000");
    row("learning_rate=1..nan/3", "range");
    row("seed=1..5000", "more than 1000");
    row("num_steps=0..3", "num_steps");
    row("seed=1..40; num_steps=1..40", "1600 cells");
    row("seed=1..1000,1..1000", "more than 1000"); // also where they come twice
    row("seed=1; num_steps=1; num_sizes=1", "one or two");
    row("seed=1; seed=2", "twice");
    row("output_file=a.png,b.png", "no other dream");
    row("threads=1,2", "no other dream");
    row("resize_type=geometrik", "geometric");
}

void SettingSheetTest::refuses()
{
    QFETCH(const QString, text);
    QFETCH(const QString, part);
    const QString message = messageOf<SettingsError>([&] { sheetFromText(text.toStdString()); });
    QVERIFY2(message.contains(part), qPrintable(message));
    QVERIFY(!message.contains(QLatin1Char('\n')));
}

QTEST_GUILESS_MAIN(SettingSheetTest)
#include "tst_setting_sheet.moc"
