// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics_text.h"

#include "../support/term_figures.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <locale>
#include <string>

using namespace cnnvis;
using namespace cnnvis::render;

namespace {

StepReport someReport()
{
    StepReport report;
    report.sizeIndex = 1;
    report.size = {270, 480};
    report.step = 50;
    test::setTerm(report, "p-norm", 43904833.30331419, 28.328604012517932);
    test::setTerm(report, "tv", 783934851.275507, 650.6211463561486);
    report.meanNetworkGradient = 5603.167;
    report.meanStep = 12.909944486427849;
    report.medianStep = 12.9;
    report.imageMean = -38.86547769429338;
    report.imageDeviation = 58.81374516551823;
    report.meanStepRatio = 1.162513056362079e-10;
    return report;
}

/// How numbers are written in Germany.
class GermanPunctuation : public std::numpunct<char> {
protected:
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

} // namespace

class StatisticsTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasTheOriginalsFigures();
    void neuronsHaveTheirMeanValue();
    void everyLineIsANameAndAValue();
    void saysWhatIsNoNumber();
    void ignoresTheLocale();
};

void StatisticsTextTest::hasTheOriginalsFigures()
{
    QCOMPARE(statisticsText(someReport(), 5),
        std::string("iteration: 50\n"
                    "  size:               2/5 (270x480)\n"
                    "  p_loss:             43904833.3\n"
                    "  tv_loss:            783934851\n"
                    "  mean p_grad:        28.328604\n"
                    "  mean p_grad_aux:    0\n"
                    "  mean tv_grad:       650.621146\n"
                    "  mean cnn_grad:      5603.167\n"
                    "  step mean, median:  12.9099445, 12.9\n"
                    "  image mean, std:    -38.8654777, 58.8137452\n"
                    "  mean step / val:    1.16251306e-10\n"));
}

void StatisticsTextTest::neuronsHaveTheirMeanValue()
{
    StepReport report = someReport();
    QVERIFY(statisticsText(report, 5).find("neuron") == std::string::npos);
    report.neuronMean = -0.125;
    QVERIFY(statisticsText(report, 5).find("\n  mean neuron val:    -0.125\n") != std::string::npos);
}

void StatisticsTextTest::everyLineIsANameAndAValue()
{
    StepReport report = someReport();
    report.neuronMean = 1.0;
    const QRegularExpression line(QStringLiteral("^ *[a-z][a-z_,/ ]*: +[-+0-9].*$"));
    const QStringList lines = QString::fromStdString(statisticsText(report, 5)).trimmed().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), qsizetype{12});
    for (const QString& text : lines)
        QVERIFY2(line.match(text).hasMatch(), qPrintable(text));
}

void StatisticsTextTest::saysWhatIsNoNumber()
{
    StepReport report = someReport();
    report.meanStepRatio = HUGE_VAL;
    test::setTerm(report, "p-norm", std::nan(""), 0.0);
    const std::string text = statisticsText(report, 1);
    QVERIFY(text.find("mean step / val:    inf\n") != std::string::npos);
    QVERIFY(text.find("p_loss:             nan\n") != std::string::npos);
}

void StatisticsTextTest::ignoresTheLocale()
{
    const std::string usual = statisticsText(someReport(), 5);
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new GermanPunctuation));
    const std::string german = statisticsText(someReport(), 5);
    std::locale::global(before);
    QCOMPARE(german, usual);
}

QTEST_GUILESS_MAIN(StatisticsTextTest)
#include "tst_statistics_text.moc"
