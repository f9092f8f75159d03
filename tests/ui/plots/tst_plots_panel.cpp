// SPDX-License-Identifier: GPL-3.0-or-later
#include "panel_checks.h"

#include <QFile>
#include <QImage>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class PlotsPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_panel = shownPanel(); }
    void cleanup() { m_panel.reset(); }
    void plotsWhatTheStepsReport();
    void countsGlobalStepsOverSizesAndMissingReports();
    void takesUpARunAtItsStep();
    void showsTheNeuronOnlyWhenThereIsOne();
    void plotsBrightnessAndChannelsOfTracedPixels();
    void keepsTheCurvesOfPointsThatStay();
    void showsTheNewestFigures();
    void keepsTicksAndSizesInTheTable();
    void writesCsvPngAndPdf();
    void tellsWhyAnExportFailed();
    void hintsAtOscillationUntilAcceptedOrDismissed();
    void forgetsTheOldRunWhenCleared();

private:
    std::unique_ptr<PlotsPanel> m_panel;
};

void PlotsPanelTest::plotsWhatTheStepsReport()
{
    m_panel->addReports(reports(1, 10));
    QCOMPARE(curve(*m_panel, Plot::Gradients, 0).points().size(), 10);
    QCOMPARE(curve(*m_panel, Plot::Gradients, 0).points().last().value, 19000.0);
    QCOMPARE(curve(*m_panel, Plot::Gradients, 1).points().last().value, 63.0);
    QCOMPARE(curve(*m_panel, Plot::Gradients, 3).points().last().value, 82.0);
    QCOMPARE(curve(*m_panel, Plot::Objective, 0).points().last().value, 20.0);
    QCOMPARE(curve(*m_panel, Plot::Step, 0).points().last().value, 1.04);
    QCOMPARE(curve(*m_panel, Plot::Step, 1).points().last().value, 0.92);
    QCOMPARE(curve(*m_panel, Plot::Step, 2).points().last().value, 0.31);
    QCOMPARE(curve(*m_panel, Plot::Image, 0).points().last().value, 36.4);
    QCOMPARE(curve(*m_panel, Plot::Image, 1).points().last().value, 51.5);
}

void PlotsPanelTest::countsGlobalStepsOverSizesAndMissingReports()
{
    m_panel->addReports(reports(1, 10));
    m_panel->addReports({report(15)});
    QCOMPARE(m_panel->globalStep(), 15);
    m_panel->addReports(reports(1, 3, 1));
    QCOMPARE(m_panel->globalStep(), 18);
    QCOMPARE(curve(*m_panel, Plot::Image, 0).points().last().step, 18.0);
}

void PlotsPanelTest::takesUpARunAtItsStep()
{
    m_panel->clear(137);
    m_panel->addReports(reports(38, 40, 1));
    QCOMPARE(m_panel->globalStep(), 140);
}

void PlotsPanelTest::showsTheNeuronOnlyWhenThereIsOne()
{
    m_panel->addReports(reports(1, 3));
    QCOMPARE(legendNames(*m_panel, Plot::Objective).size(), 1);
    StepReport withNeuron = report(4);
    withNeuron.neuronMean = 5.0;
    m_panel->addReports({withNeuron, report(5)});
    QCOMPARE(legendNames(*m_panel, Plot::Objective).size(), 2);
    const QVector<SeriesPoint> points = curve(*m_panel, Plot::Objective, 1).points();
    QCOMPARE(points.first().value, 5.0);
    QVERIFY(std::isnan(points.last().value));
}

void PlotsPanelTest::plotsBrightnessAndChannelsOfTracedPixels()
{
    m_panel->addTraceSamples(1, {{0, 10.0, 20.0, 30.0}, {1, 1.0, 2.0, 3.0}});
    auto* traces = qobject_cast<TracesView*>(m_panel->plot(Plot::Traces));
    const auto drawn = [traces] {
        QVector<double> values;
        for (const auto& series : traces->series()) {
            if (series->isDrawn())
                values.append(series->data.points().first().value);
        }
        return values;
    };
    QCOMPARE(drawn().size(), 2);
    QVERIFY(qAbs(drawn()[0] - (0.114 * 10.0 + 0.587 * 20.0 + 0.299 * 30.0)) < 1e-9);
    traces->setChannel(TracesView::Channel::Blue);
    QCOMPARE(drawn(), (QVector<double>{10.0, 1.0}));
    traces->setChannel(TracesView::Channel::All);
    QCOMPARE(drawn(), (QVector<double>{30.0, 20.0, 10.0, 3.0, 2.0, 1.0}));
    QCOMPARE(legendNames(*m_panel, Plot::Traces).size(), 2);
}

void PlotsPanelTest::keepsTheCurvesOfPointsThatStay()
{
    m_panel->setTracePoints({{3, QStringLiteral("A"), Qt::red}, {5, QStringLiteral("B"), QColor()}});
    m_panel->addTraceSamples(1, {{3, 1.0, 1.0, 1.0}, {5, 2.0, 2.0, 2.0}});
    m_panel->setTracePoints({{5, QStringLiteral("B moved"), QColor()}, {6, QStringLiteral("C"), QColor()}});
    QCOMPARE(legendNames(*m_panel, Plot::Traces), (QStringList{QStringLiteral("B moved"), QStringLiteral("C")}));
    QCOMPARE(curve(*m_panel, Plot::Traces, 0).points().first().value, 2.0);
}

void PlotsPanelTest::showsTheNewestFigures()
{
    m_panel->addReports(reports(1, 1240));
    auto* table = m_panel->findChild<QTableWidget*>(QStringLiteral("figuresTable"));
    const auto figure = [table](const QString& name) {
        const QList<QTableWidgetItem*> found = table->findItems(name, Qt::MatchExactly);
        return found.isEmpty() ? QString() : table->item(found.first()->row(), 1)->text();
    };
    QTRY_COMPARE(figure(QStringLiteral("network gradient")), QStringLiteral("1.9e4"));
    QCOMPARE(figure(QStringLiteral("step")), QStringLiteral("1\u2009240"));
    QCOMPARE(figure(QStringLiteral("auxiliary")), QStringLiteral("0"));
    QCOMPARE(figure(QStringLiteral("step mean / median")), QStringLiteral("1.04 / 0.920"));
    m_panel->clear();
    QCOMPARE(figure(QStringLiteral("network gradient")), QStringLiteral("–"));
}

void PlotsPanelTest::keepsTicksAndSizesInTheTable()
{
    m_panel->addReports(reports(1, 20));
    m_panel->beginSize(11, {405, 720});
    m_panel->addTick(15, QStringLiteral("learning rate 1.0 → 2.4"));
    m_panel->addReports(reports(21, 30));
    for (const Plot plot : {Plot::Traces, Plot::Gradients, Plot::Image}) {
        const QString csv = QString::fromUtf8(m_panel->plot(plot)->csv());
        QVERIFY(csv.contains(QStringLiteral("\"learning rate 1.0 → 2.4\"")));
        QVERIFY(csv.contains(QStringLiteral("\"720 × 405\"")));
    }
}

void PlotsPanelTest::writesCsvPngAndPdf()
{
    QTemporaryDir folder;
    QSignalSpy exported(m_panel.get(), &PlotsPanel::exported);
    m_panel->addReports(reports(1, 20));
    m_panel->setCurrentPlot(Plot::Image);
    m_panel->exportCsv(folder.filePath(QStringLiteral("a.csv")));
    m_panel->exportPng(folder.filePath(QStringLiteral("a.png")));
    m_panel->exportPdf(folder.filePath(QStringLiteral("a.pdf")));
    QTRY_COMPARE(exported.count(), 3);

    const QList<QByteArray> lines = contents(folder.filePath(QStringLiteral("a.csv"))).split('\n');
    QCOMPARE(lines.size(), 22);
    QCOMPARE(lines[20], QByteArray("20,36.4,51.5,\r"));
    const QImage picture(folder.filePath(QStringLiteral("a.png")));
    QCOMPARE(picture.width(), 2 * surface(*m_panel, Plot::Image)->width());
    QVERIFY(contents(folder.filePath(QStringLiteral("a.pdf"))).startsWith("%PDF"));
}

void PlotsPanelTest::tellsWhyAnExportFailed()
{
    QTemporaryDir folder;
    QSignalSpy failed(m_panel.get(), &PlotsPanel::exportFailed);
    const QString path = folder.filePath(QStringLiteral("missing/a.csv"));
    m_panel->exportCsv(path);
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed[0][0].toString().contains(path));
}

void PlotsPanelTest::hintsAtOscillationUntilAcceptedOrDismissed()
{
    auto* hint = m_panel->findChild<QWidget*>(QStringLiteral("oscillationHint"));
    QSignalSpy requested(m_panel.get(), &PlotsPanel::halveLearningRateRequested);
    qint64 step = 0;
    const auto feed = [this, &step](double amplitude) {
        for (int i = 0; i < 100; ++i) {
            const double value = (++step % 2 == 0) ? amplitude : -amplitude;
            m_panel->addTraceSamples(step, {{0, value, value, value}});
        }
    };
    feed(0.0);
    QVERIFY(hint->isHidden());
    feed(8.0);
    QVERIFY(hint->isVisible());
    hint->findChild<QPushButton*>(QStringLiteral("hintAction"))->click();
    QCOMPARE(requested.count(), 1);
    QVERIFY(hint->isHidden());
    feed(8.0);
    QVERIFY(hint->isVisible());
    feed(0.0);
    QVERIFY(hint->isHidden());
    feed(8.0);
    hint->findChild<QToolButton*>(QStringLiteral("hintDismiss"))->click();
    feed(8.0);
    QVERIFY(hint->isHidden());
    QCOMPARE(requested.count(), 1);
}

void PlotsPanelTest::forgetsTheOldRunWhenCleared()
{
    m_panel->addReports(reports(1, 100));
    m_panel->addTick(3, QStringLiteral("rate"));
    m_panel->clear();
    QCOMPARE(m_panel->globalStep(), 0);
    QVERIFY(curve(*m_panel, Plot::Objective, 0).isEmpty());
    QVERIFY(!m_panel->plot(Plot::Objective)->csv().contains("rate"));
    m_panel->addReports(reports(1, 1));
    QCOMPARE(curve(*m_panel, Plot::Objective, 0).points().first().step, 1.0);
}

QTEST_MAIN(PlotsPanelTest)
#include "tst_plots_panel.moc"
