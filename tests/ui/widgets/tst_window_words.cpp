// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window_words.h"

#include "cnnvis/error.h"
#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"

#include <QTest>

#include <string>

using namespace cnnvis;
using namespace cnnvis::ui;

class TestWindowWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void turnsFlagsAndSizes_data();
    void turnsFlagsAndSizes();
    void knowsEveryFlagByItsLabel();
    void saysWhatValidationSays();
    void showsAndReadsSizes_data();
    void showsAndReadsSizes();
};

void TestWindowWords::turnsFlagsAndSizes_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* name, const char* said, const char* shown) {
        QTest::newRow(name) << QString::fromUtf8(said) << QString::fromUtf8(shown);
    };
    row("flag and sizes",
        "Size 1 is 100x200, smaller than the network's input of 224x224; give a --final_size of at least 224x448",
        "Size 1 is 200 × 100, smaller than the network's input of 224 × 224; give a “Last size” of at least 448 × 224");
    row("two flags", "Size 400x640 with --batch_size 4 needs too much; give a smaller --initial_size or --batch_size",
        "Size 640 × 400 with “Tiles at a time” 4 needs too much; give a smaller “First size” or “Tiles at a time”");
    row("words for a size", "give HEIGHTxWIDTH in pixels (1080x1920, at most 1000000 each) or a factor (x0.5)",
        "give width × height in pixels (1920 × 1080, at most 1000000 each) or a factor (× 0.5)");
    row("typed size", "--final_size is '0x480': no", "“Last size” is '480 × 0': no");
    row("typed something", "--final_size is '1x2x3'", "“Last size” is '1x2x3'");
    row("no size", "--seed is '100x60'", "“Seed” is '100x60'");
    row("another spelling", "--l1_weight is 3", "“Push on all features” is 3");
    row("no setting", "'--x' is not a setting; --help lists them all", "'--x' is not a setting; --help lists them all");
    row("a picture's size", "it has 100000 x 3 pixels, more than", "it has 3 × 100000 pixels, more than");
    row("layers", "Layer 'conv1/7x7_s2' is not in 'it's/10x20 of mine.txt'",
        "Layer 'conv1/7x7_s2' is not in 'it's/10x20 of mine.txt'");
    row("paths without quotes", "/pictures/10x20/a-30x40.png line 3", "/pictures/10x20/a-30x40.png line 3");
    row("nothing to turn", "The network's mean is a net's own", "The network's mean is a net's own");
}

void TestWindowWords::turnsFlagsAndSizes()
{
    QFETCH(QString, said);
    QTEST(inWindowWords(said), "shown");
    QCOMPARE(inWindowWords(Error(said.toStdString())), inWindowWords(said));
}

void TestWindowWords::knowsEveryFlagByItsLabel()
{
    for (const SettingEntry& entry : settingsSchema()) {
        const QString label = QString::fromUtf8(entry.label.data(), static_cast<qsizetype>(entry.label.size()));
        QCOMPARE(inWindowWords("Lower --" + std::string(entry.key) + ", or not"),
            QStringLiteral("Lower “%1”, or not").arg(label));
    }
}

/// Whatever is wrong with a setting, the window names no flag.
void TestWindowWords::saysWhatValidationSays()
{
    for (const SettingEntry& entry : settingsSchema()) {
        RunSettings settings;
        for (const char* text : {"-5e300", "1e300", "no such thing", "1x2x3", "\x01"}) {
            try {
                setSettingText(settings, entry, text);
            } catch (const SettingsError& error) {
                const QString words = inWindowWords(error);
                QVERIFY2(!words.contains(QStringLiteral("--")), qPrintable(words));
                QVERIFY2(!words.contains(QStringLiteral("HEIGHT")), qPrintable(words));
            }
        }
    }
}

void TestWindowWords::showsAndReadsSizes_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* typed, const char* text, const char* shown) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(text) << QString::fromUtf8(shown);
    };
    row("640 × 400", "400x640", "640 × 400");
    row("640x400", "400x640", "640 × 400");
    row(" 640 X 400 ", "400x640", "640 × 400");
    row("640*400", "400x640", "640 × 400");
    row("× 0.5", "x0.5", "× 0.5");
    row("X.5", "x.5", "× .5");
    row("short640", "short640", "short640");
    row("40%", "40%", "40%");
    row("640x", "640x", "640x");
    row("", "", "");
}

void TestWindowWords::showsAndReadsSizes()
{
    QFETCH(QString, typed);
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(typedSize(typed), text);
    QCOMPARE(shownSize(text), shown);
    QCOMPARE(typedSize(shown), text);
}

QTEST_APPLESS_MAIN(TestWindowWords)
#include "tst_window_words.moc"
