// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/decimated_series.h"
#include "plots/figure_text.h"
#include "plots/plot_colours.h"
#include "plots/plot_csv.h"
#include "plots/step_window.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace cnnvis::ui;

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

bool hasPoint(const QVector<SeriesPoint>& points, double step, double value)
{
    return std::any_of(points.cbegin(), points.cend(),
        [step, value](const SeriesPoint& point) { return point.step == step && point.value == value; });
}

bool isInOrder(const QVector<SeriesPoint>& points)
{
    return std::is_sorted(
        points.cbegin(), points.cend(), [](const SeriesPoint& a, const SeriesPoint& b) { return a.step < b.step; });
}

PlotSeriesList curves(const QStringList& names)
{
    PlotSeriesList list;
    for (const QString& name : names) {
        list.push_back(std::make_unique<PlotSeries>());
        list.back()->name = name;
    }
    return list;
}

} // namespace

class PlotSeriesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsExtremesOfMillionsOfSamplesInBoundedMemory();
    void keepsTheNewestStepsAsTheyCame();
    void givesOnlyAStretchAndItsNeighbours();
    void findsTheNearestValueAndSkipsGaps();
    void ignoresStepsThatDoNotGoOn();
    void writesATableThatReadsBackExactly();
    void writesChangesBesideTheirStep();
    void keepsTheStepUnderThePointerWhenZooming();
    void followsTheNewestAgainWithTheZoomedSpan();
    void staysPutWhileNotFollowing();
    void shortensFigures_data();
    void shortensFigures();
    void makesEveryCurveLegibleInBothThemes();
    void keepsMarksInOrderAndBounded();
};

void PlotSeriesTest::keepsExtremesOfMillionsOfSamplesInBoundedMemory()
{
    constexpr qint64 kSamples = 5'000'000;
    DecimatedSeries series;
    for (qint64 step = 1; step <= kSamples; ++step) {
        const double value = step == 777'777 ? 1e6 : step == 3'333'333 ? -1e6 : std::sin(static_cast<double>(step));
        series.append(step, value);
        if (step % 100'000 == 0)
            QVERIFY(series.pointCount() <= DecimatedSeries::kMaximumPoints);
    }
    const QVector<SeriesPoint> points = series.points();
    QVERIFY(points.size() > DecimatedSeries::kMaximumPoints / 3);
    QCOMPARE(points.size(), series.pointCount());
    QVERIFY(isInOrder(points));
    QVERIFY(hasPoint(points, 777'777, 1e6));
    QVERIFY(hasPoint(points, 3'333'333, -1e6));
    QCOMPARE(points.last().step, static_cast<double>(kSamples));
    QVERIFY(points.first().step < 10'000);
}

void PlotSeriesTest::keepsTheNewestStepsAsTheyCame()
{
    DecimatedSeries series;
    for (qint64 step = 1; step <= 1'000'000; ++step)
        series.append(step, static_cast<double>(step % 7));
    const QVector<SeriesPoint> newest = series.points(998'001, 1'000'000);
    QCOMPARE(newest.size(), 2001);
    QCOMPARE(newest[1].step, 998'001.0);
    QCOMPARE(newest[1].value, static_cast<double>(998'001 % 7));
}

void PlotSeriesTest::givesOnlyAStretchAndItsNeighbours()
{
    DecimatedSeries series;
    for (qint64 step = 10; step <= 100; step += 10)
        series.append(step, static_cast<double>(step));
    const QVector<SeriesPoint> points = series.points(35, 65);
    QCOMPARE(points.size(), 5);
    QCOMPARE(points.first().step, 30.0);
    QCOMPARE(points.last().step, 70.0);
    QCOMPARE(series.points(200, 300).size(), 1);
    QVERIFY(DecimatedSeries().points(0, 1).isEmpty());
}

void PlotSeriesTest::findsTheNearestValueAndSkipsGaps()
{
    DecimatedSeries series;
    series.append(1, 5.0);
    series.append(2, std::numeric_limits<double>::infinity());
    series.append(10, 7.0);
    QCOMPARE(series.nearest(3.0)->step, 10.0);
    QCOMPARE(series.nearest(1.4)->value, 5.0);
    QCOMPARE(series.nearest(100.0)->step, 10.0);
    QVERIFY(!DecimatedSeries().nearest(1.0));
}

void PlotSeriesTest::ignoresStepsThatDoNotGoOn()
{
    DecimatedSeries series;
    series.append(5, 1.0);
    series.append(5, 2.0);
    series.append(4, 3.0);
    QCOMPARE(series.pointCount(), 1);
    QCOMPARE(series.points().first().value, 1.0);
}

void PlotSeriesTest::writesATableThatReadsBackExactly()
{
    QLocale::setDefault(QLocale(QLocale::German));
    PlotSeriesList list = curves({QStringLiteral("a"), QStringLiteral("quoted \"b\", with comma")});
    list[0]->data.append(1, 0.1);
    list[0]->data.append(2, 1.0 / 3.0);
    list[1]->data.append(2, -1.5e300);
    list[1]->data.append(3, kNothing);
    const QByteArray csv = plotCsv(list, PlotMarks());
    QLocale::setDefault(QLocale::c());

    const QList<QByteArray> lines = csv.split('\n');
    QCOMPARE(lines[0], QByteArray("step,\"a\",\"quoted \"\"b\"\", with comma\",change\r"));
    QCOMPARE(lines[1], QByteArray("1,0.1,,\r"));
    const QList<QByteArray> second = lines[2].split(',');
    QCOMPARE(second[0], QByteArray("2"));
    QCOMPARE(second[1].toDouble(), 1.0 / 3.0);
    QCOMPARE(second[2].toDouble(), -1.5e300);
    QCOMPARE(lines[3], QByteArray("3,,,\r"));
}

void PlotSeriesTest::writesChangesBesideTheirStep()
{
    PlotSeriesList list = curves({QStringLiteral("a")});
    list[0]->data.append(1, 2.0);
    PlotMarks marks;
    marks.add({1, QStringLiteral("rate 1 → 2"), PlotMark::Kind::Change});
    marks.add({1, QStringLiteral("tv 3 → 4"), PlotMark::Kind::Change});
    QVERIFY(plotCsv(list, marks).contains(QStringLiteral("1,2,\"rate 1 → 2; tv 3 → 4\"\r\n").toUtf8()));
}

void PlotSeriesTest::keepsTheStepUnderThePointerWhenZooming()
{
    StepWindow window;
    window.setSteps(1.0, 1000.0);
    const double place = (400.0 - window.lower()) / (window.upper() - window.lower());
    window.zoom(0.25, 400.0);
    QVERIFY(!window.isFollowing());
    QVERIFY(qAbs((400.0 - window.lower()) / (window.upper() - window.lower()) - place) < 1e-9);
    window.zoom(1e-9, 400.0);
    QCOMPARE(window.upper() - window.lower(), StepWindow::kLeastSpan);
    window.zoom(1e9, 400.0);
    QVERIFY(window.upper() - window.lower() < 1500.0);
}

void PlotSeriesTest::followsTheNewestAgainWithTheZoomedSpan()
{
    StepWindow window;
    window.setSteps(1.0, 1000.0);
    window.zoom(0.1, 100.0);
    const double span = window.upper() - window.lower();
    window.follow();
    window.setSteps(1.0, 2000.0);
    QVERIFY(window.isFollowing());
    QVERIFY(window.lower() < 2000.0 && window.upper() >= 2000.0);
    QVERIFY(qAbs(window.upper() - window.lower() - span) < 1e-9);
    window.followAll();
    QCOMPARE(window.lower(), 1.0);
    QVERIFY(window.upper() >= 2000.0);
}

void PlotSeriesTest::staysPutWhileNotFollowing()
{
    StepWindow window;
    window.setSteps(1.0, 1000.0);
    window.pan(-50.0);
    const double lower = window.lower();
    window.setSteps(1.0, 5000.0);
    QCOMPARE(window.lower(), lower);
    window.pan(1e9);
    QVERIFY(window.lower() < 5000.0);
    window.pan(-1e9);
    QVERIFY(window.upper() > 1.0);
}

void PlotSeriesTest::shortensFigures_data()
{
    QTest::addColumn<QString>("figure");
    QTest::addColumn<QString>("expected");
    QTest::newRow("scientific") << scientificFigure(19234.0) << QStringLiteral("1.9e4");
    QTest::newRow("scientific small") << scientificFigure(0.63) << QStringLiteral("6.3e-1");
    QTest::newRow("scientific zero") << scientificFigure(0.0) << QStringLiteral("0");
    QTest::newRow("scientific none") << scientificFigure(kNothing) << QStringLiteral("–");
    QTest::newRow("plain") << plainFigure(36.41) << QStringLiteral("36.4");
    QTest::newRow("plain one") << plainFigure(1.0351) << QStringLiteral("1.04");
    QTest::newRow("plain below one") << plainFigure(0.3101) << QStringLiteral("0.310");
    QTest::newRow("plain negative") << plainFigure(-123.4) << QStringLiteral("-123");
    QTest::newRow("plain thousands") << plainFigure(1240.2) << QStringLiteral("1\u2009240");
    QTest::newRow("plain large") << plainFigure(1.94e6) << QStringLiteral("1.9e6");
    QTest::newRow("plain small") << plainFigure(0.00123) << QStringLiteral("1.2e-3");
    QTest::newRow("axis") << axisFigure(350.0) << QStringLiteral("350");
    QTest::newRow("axis thousands") << axisFigure(12500.0) << QStringLiteral("12.5k");
    QTest::newRow("axis millions") << axisFigure(1.25e6) << QStringLiteral("1.25M");
    QTest::newRow("axis logarithmic") << logAxisFigure(1e4) << QStringLiteral("1e4");
    QTest::newRow("axis between") << logAxisFigure(0.0025) << QStringLiteral("2.5e-3");
    QTest::newRow("count") << countFigure(1234567) << QStringLiteral("1\u2009234\u2009567");
    QTest::newRow("count negative") << countFigure(-123) << QStringLiteral("-123");
}

void PlotSeriesTest::shortensFigures()
{
    QFETCH(QString, figure);
    QTEST(figure, "expected");
}

void PlotSeriesTest::makesEveryCurveLegibleInBothThemes()
{
    for (const QColor& background : {QColor(0x12, 0x14, 0x18), QColor(Qt::white), QColor(0xf4, 0xf5, 0xf7)}) {
        for (int i = 0; i < 6; ++i)
            QVERIFY(contrast(background, legibleOn(background, series_colours::at(i))) >= 3.0);
    }
    const QColor dark(0x12, 0x14, 0x18);
    QCOMPARE(legibleOn(dark, series_colours::kBlue), series_colours::kBlue);
}

void PlotSeriesTest::keepsMarksInOrderAndBounded()
{
    PlotMarks marks;
    for (int i = 0; i < 6000; ++i)
        marks.add({i, QString::number(i), PlotMark::Kind::Change});
    marks.add({3000, QStringLiteral("late"), PlotMark::Kind::Size});
    const PlotMarks::Range all = marks.all();
    QCOMPARE(static_cast<std::size_t>(std::distance(all.begin(), all.end())), PlotMarks::kMaximum);
    QVERIFY(
        std::is_sorted(all.begin(), all.end(), [](const PlotMark& a, const PlotMark& b) { return a.step < b.step; }));
    const PlotMarks::Range some = marks.between(2999.5, 3000.0);
    QCOMPARE(std::distance(some.begin(), some.end()), std::ptrdiff_t(2));
    QCOMPARE(std::prev(some.end())->text, QStringLiteral("late"));
}

QTEST_GUILESS_MAIN(PlotSeriesTest)
#include "tst_plot_series.moc"
