// SPDX-License-Identifier: GPL-3.0-or-later
#include "number_text.h"
#include "progress_line.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <locale>
#include <sstream>
#include <string>

using namespace cnnvis;
using namespace cnnvis::render;

namespace {

Progress progressAt(int sizeIndex, int step)
{
    Progress progress;
    progress.sizeIndex = sizeIndex;
    progress.sizes = 2;
    progress.size = {424, 755};
    progress.step = step;
    progress.steps = 100;
    return progress;
}

int linesIn(const std::string& text)
{
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

/// How numbers are written in Germany.
class GermanPunctuation : public std::numpunct<char> {
protected:
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

} // namespace

class ProgressTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lineSaysHowFarTheRunIs();
    void slowRunsShowTheirSpeedToo();
    void timesAreReadable_data();
    void timesAreReadable();
    void numbersIgnoreTheLocale();
    void terminalsGetOneLineThatIsRewritten();
    void terminalsGetNoMoreThanTheyCanShow();
    void otherStreamsGetALineNowAndThen();
    void clearedLinesComeBack();
    void streamsThatShowedNothingAreLeftAlone();
};

void ProgressTest::lineSaysHowFarTheRunIs()
{
    Progress progress = progressAt(1, 12);
    QCOMPARE(progressText(progress), std::string("size 2/2 (424x755), step 12/100"));
    progress.stepsPerSecond = 3.42;
    progress.secondsLeft = 83.4;
    QCOMPARE(progressText(progress), std::string("size 2/2 (424x755), step 12/100, 3.4 steps/s, 1:23 left"));
}

void ProgressTest::slowRunsShowTheirSpeedToo()
{
    Progress progress = progressAt(0, 1);
    progress.stepsPerSecond = 0.01234;
    QVERIFY(progressText(progress).find(", 0.012 steps/s") != std::string::npos);
    progress.stepsPerSecond = 1234.5;
    QVERIFY(progressText(progress).find(", 1234 steps/s") != std::string::npos);
}

void ProgressTest::timesAreReadable_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<std::string>("text");
    QTest::newRow("none") << 0.0 << std::string("0:00");
    QTest::newRow("negative") << -5.0 << std::string("0:00");
    QTest::newRow("rounded") << 59.6 << std::string("1:00");
    QTest::newRow("minutes") << 754.0 << std::string("12:34");
    QTest::newRow("hours") << 7384.0 << std::string("2:03:04");
    QTest::newRow("days") << 446400.0 << std::string("5 d 04 h");
    QTest::newRow("endless") << HUGE_VAL << std::string("ages");
    QTest::newRow("no number") << std::nan("") << std::string("ages");
}

void ProgressTest::timesAreReadable()
{
    QFETCH(const double, seconds);
    QFETCH(const std::string, text);
    QCOMPARE(durationText(seconds), text);
}

void ProgressTest::numbersIgnoreTheLocale()
{
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new GermanPunctuation));
    std::ostringstream stream; // of the German locale
    Progress progress = progressAt(1, 1234);
    progress.steps = 100000;
    progress.stepsPerSecond = 3.42;
    ProgressLine(stream, {}).show(progress, 0.0);
    std::locale::global(before);
    QCOMPARE(stream.str(), std::string("size 2/2 (424x755), step 1234/100000, 3.4 steps/s\n"));
}

void ProgressTest::terminalsGetOneLineThatIsRewritten()
{
    std::ostringstream stream;
    {
        ProgressLine line(stream, [] { return 80; });
        line.show(progressAt(0, 1), 0.0);
        line.show(progressAt(0, 2), 0.05); // too soon
        line.show(progressAt(0, 3), 0.2);
        line.show(progressAt(1, 1), 0.21); // a new size
        line.show(progressAt(1, 100), 0.22); // the end
    }
    QCOMPARE(stream.str(),
        std::string("\r\x1b[Ksize 1/2 (424x755), step 1/100\r\x1b[Ksize 1/2 (424x755), step 3/100"
                    "\r\x1b[Ksize 2/2 (424x755), step 1/100\r\x1b[Ksize 2/2 (424x755), step 100/100\n"));
}

void ProgressTest::terminalsGetNoMoreThanTheyCanShow()
{
    std::ostringstream stream;
    int columns = 10;
    ProgressLine line(stream, [&columns] { return columns; });
    line.show(progressAt(0, 1), 0.0);
    columns = 0;
    line.show(progressAt(0, 2), 1.0);
    QCOMPARE(stream.str(), std::string("\r\x1b[Ksize 1/2 \r\x1b[K"));
}

void ProgressTest::otherStreamsGetALineNowAndThen()
{
    std::ostringstream stream;
    ProgressLine line(stream, {});
    for (int step = 1; step <= 99; ++step)
        line.show(progressAt(0, step), 0.5 * step);
    QCOMPARE(linesIn(stream.str()), 10); // at 0.5 and every five seconds after it
    line.show(progressAt(1, 1), 49.6);
    line.show(progressAt(1, 2), 49.7);
    line.show(progressAt(1, 100), 49.8);
    QCOMPARE(linesIn(stream.str()), 12);
    QVERIFY(stream.str().find('\r') == std::string::npos && stream.str().find('\x1b') == std::string::npos);
    line.clear();
    line.end();
    QCOMPARE(linesIn(stream.str()), 12);
}

void ProgressTest::clearedLinesComeBack()
{
    std::ostringstream stream;
    ProgressLine line(stream, [] { return 80; });
    line.show(progressAt(0, 1), 0.0);
    line.clear();
    stream << "iteration: 1\n";
    line.show(progressAt(0, 1), 0.01);
    line.end();
    QCOMPARE(stream.str(),
        std::string("\r\x1b[Ksize 1/2 (424x755), step 1/100\r\x1b[Kiteration: 1\n"
                    "\r\x1b[Ksize 1/2 (424x755), step 1/100\n"));
}

void ProgressTest::streamsThatShowedNothingAreLeftAlone()
{
    std::ostringstream stream;
    {
        ProgressLine line(stream, [] { return 80; });
        line.clear();
        line.end();
    }
    QCOMPARE(stream.str(), std::string());
}

QTEST_GUILESS_MAIN(ProgressTest)
#include "tst_progress.moc"
