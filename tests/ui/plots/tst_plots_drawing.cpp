// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/term_figures.h"
#include "panel_checks.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QTabBar>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

void turnWheel(QWidget* widget, const QPoint& at, int notches)
{
    QWheelEvent wheel(at, widget->mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt::NoButton, Qt::NoModifier,
        Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &wheel);
}

} // namespace

class PlotsDrawingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_panel = shownPanel(); }
    void cleanup() { m_panel.reset(); }
    void keepsHiddenCurvesHiddenAfterNewData();
    void switchesCurvesByLegendAndMenu();
    void drawsATickInTheAccentColour();
    void survivesZerosOnTheLogarithmicAxis();
    void zoomsWithTheWheelAndFollowsAgainOnDoubleClick();
    void pansByDraggingAndFollowsByButton();
    void zoomsAndPansWithKeys();
    void restylesWhenThePaletteChanges();
    void hidesItsControlsOnPagesOfOthers();
    void repaintsSeldomWhileReportsPourIn();

private:
    std::unique_ptr<PlotsPanel> m_panel;
};

void PlotsDrawingTest::keepsHiddenCurvesHiddenAfterNewData()
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

void PlotsDrawingTest::switchesCurvesByLegendAndMenu()
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

void PlotsDrawingTest::drawsATickInTheAccentColour()
{
    m_panel->setCurrentPlot(Plot::Image);
    m_panel->addReports(reports(1, 100));
    m_panel->plot(Plot::Image)->refresh();
    QCOMPARE(pixelsOf(kOrange, *surface(*m_panel, Plot::Image)), 0);
    m_panel->addTick(50, QStringLiteral("rate"));
    m_panel->plot(Plot::Image)->refresh();
    QVERIFY(pixelsOf(kOrange, *surface(*m_panel, Plot::Image)) > 30);
}

void PlotsDrawingTest::survivesZerosOnTheLogarithmicAxis()
{
    m_panel->setCurrentPlot(Plot::Gradients);
    QVector<StepReport> list = reports(1, 50);
    for (StepReport& zero : list) {
        zero.meanNetworkGradient = 0.0;
        test::setTerm(zero, "p-norm", 0.0, -1.0);
        test::setTerm(zero, "tv", 0.0, std::nan(""));
    }
    m_panel->addReports(list);
    m_panel->plot(Plot::Gradients)->refresh();
    m_panel->grab();
    m_panel->addReports(reports(51, 100));
    m_panel->plot(Plot::Gradients)->refresh();
    QVERIFY(pixelsOf(kBlue, *surface(*m_panel, Plot::Gradients), kMixed) > 50);
}

void PlotsDrawingTest::zoomsWithTheWheelAndFollowsAgainOnDoubleClick()
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

void PlotsDrawingTest::pansByDraggingAndFollowsByButton()
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

void PlotsDrawingTest::zoomsAndPansWithKeys()
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

void PlotsDrawingTest::restylesWhenThePaletteChanges()
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

void PlotsDrawingTest::hidesItsControlsOnPagesOfOthers()
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

void PlotsDrawingTest::repaintsSeldomWhileReportsPourIn()
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

QTEST_MAIN(PlotsDrawingTest)
#include "tst_plots_drawing.moc"
