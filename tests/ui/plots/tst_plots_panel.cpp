// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plots_panel.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

using Plot = PlotsPanel::Plot;

StepReport report(int step, int sizeIndex = 0)
{
    StepReport report;
    report.sizeIndex = sizeIndex;
    report.step = step;
    report.learningRate = 2.4;
    report.objective = 10.0 + step;
    report.meanNetworkGradient = 19000.0;
    report.meanPGradient = 63.0;
    report.meanPGradientAux = 0.0;
    report.meanTvGradient = step % 2 == 0 ? 82.0 : 0.0;
    report.meanStep = 1.04;
    report.medianStep = 0.92;
    report.meanStepRatio = 0.31;
    report.imageMean = 36.4;
    report.imageDeviation = 51.5;
    return report;
}

QVector<StepReport> reports(int first, int last, int sizeIndex = 0)
{
    QVector<StepReport> list;
    for (int step = first; step <= last; ++step) {
        list.append(report(step, sizeIndex));
    }
    return list;
}

const DecimatedSeries& curve(const PlotsPanel& panel, Plot plot, std::size_t index)
{
    return panel.plot(plot)->series()[index]->data;
}

QStringList legendNames(const PlotsPanel& panel, Plot plot)
{
    QStringList names;
    for (const LegendEntry& entry : panel.plot(plot)->legend()) {
        names.append(entry.name);
    }
    return names;
}

QWidget* surface(const PlotsPanel& panel, Plot plot)
{
    return panel.plot(plot)->findChild<QWidget*>(QStringLiteral("plotSurface"));
}

void turnWheel(QWidget* widget, const QPoint& at, int notches)
{
    QWheelEvent wheel(at, widget->mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt::NoButton, Qt::NoModifier,
        Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &wheel);
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QPalette palette(const QColor& base, const QColor& text, const QColor& accent)
{
    QPalette palette;
    palette.setColor(QPalette::Window, base);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Highlight, accent);
    return palette;
}

/// Pixels of about that colour.
/// @param farthest  sum over the channels; a curve's pixels are mixed with the ground.
int pixelsOf(const QColor& colour, QWidget& widget, int farthest = 18)
{
    const QImage picture = widget.grab().toImage();
    int count = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QColor pixel = picture.pixelColor(x, y);
            const int distance = std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green())
                + std::abs(pixel.blue() - colour.blue());
            count += distance <= farthest ? 1 : 0;
        }
    }
    return count;
}

constexpr int kMixed = 90;
const QColor kDark(0x12, 0x14, 0x18);
const QColor kBlue(0x6c, 0xb0, 0xf5);
const QColor kOrange(0xee, 0x8a, 0x3a);

} // namespace

class PlotsPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void plotsWhatTheStepsReport();
    void countsGlobalStepsOverSizesAndMissingReports();
    void takesUpARunAtItsStep();
    void showsTheNeuronOnlyWhenThereIsOne();
    void plotsBrightnessAndChannelsOfTracedPixels();
    void keepsTheCurvesOfPointsThatStay();
    void keepsHiddenCurvesHiddenAfterNewData();
    void switchesCurvesByLegendAndMenu();
    void showsTheNewestFigures();
    void keepsTicksAndSizesInTheTable();
    void drawsATickInTheAccentColour();
    void survivesZerosOnTheLogarithmicAxis();
    void zoomsWithTheWheelAndFollowsAgainOnDoubleClick();
    void pansByDraggingAndFollowsByButton();
    void zoomsAndPansWithKeys();
    void writesCsvPngAndPdf();
    void tellsWhyAnExportFailed();
    void hintsAtOscillationUntilAcceptedOrDismissed();
    void restylesWhenThePaletteChanges();
    void hidesItsControlsOnPagesOfOthers();
    void forgetsTheOldRunWhenCleared();
    void repaintsSeldomWhileReportsPourIn();

private:
    std::unique_ptr<PlotsPanel> m_panel;
};

void PlotsPanelTest::init()
{
    m_panel = std::make_unique<PlotsPanel>();
    m_panel->setPalette(palette(kDark, QColor(0xd8, 0xdb, 0xe0), kOrange));
    m_panel->resize(900, 320);
    m_panel->show();
}

void PlotsPanelTest::cleanup()
{
    m_panel.reset();
}

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
            if (series->isDrawn()) {
                values.append(series->data.points().first().value);
            }
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

void PlotsPanelTest::keepsHiddenCurvesHiddenAfterNewData()
{
    PlotView* gradients = m_panel->plot(Plot::Gradients);
    m_panel->setCurrentPlot(Plot::Gradients);
    gradients->setSeriesShown(QStringLiteral("network"), false);
    m_panel->addReports(reports(1, 50));
    gradients->refresh();
    QVERIFY(!gradients->series()[0]->isDrawn());
    QCOMPARE(pixelsOf(kBlue, *surface(*m_panel, Plot::Gradients), kMixed), 0);
    m_panel->clear();
    m_panel->addReports(reports(1, 50));
    QVERIFY(!gradients->series()[0]->isDrawn());
    gradients->setSeriesShown(QStringLiteral("network"), true);
    QVERIFY(pixelsOf(kBlue, *surface(*m_panel, Plot::Gradients), kMixed) > 50);
}

void PlotsPanelTest::switchesCurvesByLegendAndMenu()
{
    PlotView* gradients = m_panel->plot(Plot::Gradients);
    m_panel->setCurrentPlot(Plot::Gradients);
    auto* chip = gradients->findChild<QAbstractButton*>(QStringLiteral("legend.tv"));
    QTest::mouseClick(chip, Qt::LeftButton);
    QVERIFY(!gradients->isSeriesShown(QStringLiteral("tv")));

    auto* menu = m_panel->findChild<QMenu*>(QStringLiteral("plotSeriesMenu"));
    Q_EMIT menu->aboutToShow();
    auto* action = menu->findChild<QAction*>(QStringLiteral("series.tv"));
    QVERIFY(action != nullptr && !action->isChecked());
    action->trigger();
    QVERIFY(gradients->isSeriesShown(QStringLiteral("tv")));
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
        QVERIFY(csv.contains(QStringLiteral("\"405 × 720\"")));
    }
}

void PlotsPanelTest::drawsATickInTheAccentColour()
{
    m_panel->setCurrentPlot(Plot::Image);
    m_panel->addReports(reports(1, 100));
    m_panel->plot(Plot::Image)->refresh();
    QCOMPARE(pixelsOf(kOrange, *surface(*m_panel, Plot::Image)), 0);
    m_panel->addTick(50, QStringLiteral("rate"));
    m_panel->plot(Plot::Image)->refresh();
    QVERIFY(pixelsOf(kOrange, *surface(*m_panel, Plot::Image)) > 30);
}

void PlotsPanelTest::survivesZerosOnTheLogarithmicAxis()
{
    m_panel->setCurrentPlot(Plot::Gradients);
    QVector<StepReport> list = reports(1, 50);
    for (StepReport& zero : list) {
        zero.meanNetworkGradient = 0.0;
        zero.meanPGradient = -1.0;
        zero.meanTvGradient = std::nan("");
    }
    m_panel->addReports(list);
    m_panel->plot(Plot::Gradients)->refresh();
    m_panel->grab();
    m_panel->addReports(reports(51, 100));
    m_panel->plot(Plot::Gradients)->refresh();
    QVERIFY(pixelsOf(kBlue, *surface(*m_panel, Plot::Gradients), kMixed) > 50);
}

void PlotsPanelTest::zoomsWithTheWheelAndFollowsAgainOnDoubleClick()
{
    m_panel->addReports(reports(1, 1000));
    m_panel->setCurrentPlot(Plot::Image);
    PlotView* image = m_panel->plot(Plot::Image);
    auto* follow = m_panel->findChild<QToolButton*>(QStringLiteral("plotFollow"));
    QWidget* plot = surface(*m_panel, Plot::Image);
    QVERIFY(image->isFollowing() && follow->isChecked());
    turnWheel(plot, plot->rect().center(), 2);
    QVERIFY(!image->isFollowing() && !follow->isChecked());
    QTest::mouseDClick(plot, Qt::LeftButton);
    QVERIFY(image->isFollowing() && follow->isChecked());
}

void PlotsPanelTest::pansByDraggingAndFollowsByButton()
{
    m_panel->addReports(reports(1, 1000));
    m_panel->setCurrentPlot(Plot::Image);
    QWidget* plot = surface(*m_panel, Plot::Image);
    const QPoint centre = plot->rect().center();
    QTest::mousePress(plot, Qt::LeftButton, {}, centre);
    QMouseEvent move(QEvent::MouseMove, centre + QPoint(60, 0), plot->mapToGlobal(centre + QPoint(60, 0)), Qt::NoButton,
        Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(plot, &move);
    QTest::mouseRelease(plot, Qt::LeftButton, {}, centre + QPoint(60, 0));
    QVERIFY(!m_panel->plot(Plot::Image)->isFollowing());
    QTest::mouseClick(m_panel->findChild<QToolButton*>(QStringLiteral("plotFollow")), Qt::LeftButton);
    QVERIFY(m_panel->plot(Plot::Image)->isFollowing());
}

void PlotsPanelTest::zoomsAndPansWithKeys()
{
    m_panel->addReports(reports(1, 1000));
    m_panel->setCurrentPlot(Plot::Image);
    PlotView* image = m_panel->plot(Plot::Image);
    auto* canvas = image->findChild<QWidget*>(QStringLiteral("canvas.image"));
    QVERIFY(canvas->focusPolicy() & Qt::TabFocus);
    QTest::keyClick(canvas, Qt::Key_Plus);
    QVERIFY(!image->isFollowing());
    QTest::keyClick(canvas, Qt::Key_Home);
    QVERIFY(image->isFollowing());
    QTest::keyClick(canvas, Qt::Key_Left);
    QVERIFY(!image->isFollowing());
    QTest::keyClick(canvas, Qt::Key_End);
    QVERIFY(image->isFollowing());
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

void PlotsPanelTest::restylesWhenThePaletteChanges()
{
    m_panel->addReports(reports(1, 100));
    m_panel->setCurrentPlot(Plot::Gradients);
    QWidget* plot = surface(*m_panel, Plot::Gradients);
    const int all = plot->width() * plot->height();
    m_panel->plot(Plot::Gradients)->refresh();
    QVERIFY(pixelsOf(kDark, *plot) > all / 2);
    m_panel->setPalette(palette(Qt::white, Qt::black, kOrange));
    QTRY_VERIFY(pixelsOf(Qt::white, *plot) > all / 2);
    QCOMPARE(pixelsOf(kBlue, *plot), 0); // too pale on white
}

void PlotsPanelTest::hidesItsControlsOnPagesOfOthers()
{
    m_panel->addPage(new QLabel(QStringLiteral("log")), QStringLiteral("Log"));
    auto* tabs = m_panel->findChild<QTabBar*>(QStringLiteral("plotTabs"));
    auto* follow = m_panel->findChild<QToolButton*>(QStringLiteral("plotFollow"));
    auto* table = m_panel->findChild<QTableWidget*>(QStringLiteral("figuresTable"));
    QVERIFY(follow->isVisible() && table->isVisible());
    tabs->setCurrentIndex(tabs->count() - 1);
    QVERIFY(!follow->isVisible() && !table->isVisible());
    m_panel->addReports(reports(1, 3));
    tabs->setCurrentIndex(0);
    QVERIFY(follow->isVisible() && table->isVisible());
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

void PlotsPanelTest::repaintsSeldomWhileReportsPourIn()
{
    class PaintCounter : public QObject {
    public:
        int count = 0;
        bool eventFilter(QObject* /*watched*/, QEvent* event) override
        {
            count += event->type() == QEvent::Paint ? 1 : 0;
            return false;
        }
    };
    m_panel->setCurrentPlot(Plot::Gradients);
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    PaintCounter counter;
    surface(*m_panel, Plot::Gradients)->installEventFilter(&counter);
    QElapsedTimer timer;
    timer.start();
    QTimer feed;
    int step = 0;
    connect(&feed, &QTimer::timeout, m_panel.get(), [&] {
        m_panel->addReports(reports(step + 1, step + 7));
        step += 7;
    });
    feed.start(5);
    QTRY_VERIFY(timer.elapsed() > 1000);
    feed.stop();
    QVERIFY(counter.count >= 2);
    QVERIFY2(counter.count <= 20 * timer.elapsed() / 1000, qPrintable(QString::number(counter.count)));
}

QTEST_MAIN(PlotsPanelTest)
#include "tst_plots_panel.moc"
