// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plots_panel.h"

#include "plots/figures_table.h"
#include "plots/file_writer.h"
#include "plots/hint_bar.h"
#include "plots/plot_colours.h"
#include "theme/themed_icon.h"
#include "widgets/file_dialog.h"
#include "widgets/window_words.h"

#include <QElapsedTimer>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

namespace cnnvis::ui {

namespace {

constexpr int kRefreshInterval = 80; // ms
constexpr int kRestFactor = 6; // a slow repaint gets at most a seventh of the time
constexpr int kWidthsForFigures = 3; // of the table; in a narrower panel the plot gets all the room

QIcon swatch(const QColor& colour, const QWidget* widget)
{
    const int size = widget->fontMetrics().height();
    QPixmap picture(QSize(size, size) * widget->devicePixelRatioF());
    picture.setDevicePixelRatio(widget->devicePixelRatioF());
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.fillRect(QRectF(0.0, size * 0.42, size, size * 0.16), colour);
    return QIcon(picture);
}

} // namespace

PlotsPanel::PlotsPanel(QWidget* parent)
    : QWidget(parent)
    , m_traces(new TracesView(m_marks, this))
    , m_reportPlots(m_marks, this)
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_seriesButton(buildButton(
          QStringLiteral("plotSeries"), QStringLiteral("plots"), tr("Curves"), tr("Which curves are shown")))
    , m_followButton(buildButton(QStringLiteral("plotFollow"), QStringLiteral("follow"), tr("Follow"),
          tr("Go with the newest step. A double-click into the plot shows all steps as well.")))
    , m_exportButton(buildButton(QStringLiteral("plotExport"), QStringLiteral("export"), tr("Export"),
          tr("Save this plot as CSV, PNG or PDF")))
    , m_seriesMenu(new QMenu(this))
    , m_exportMenu(new QMenu(this))
    , m_figures(new FiguresTable(this))
    , m_hint(new HintBar(tr("Oscillating: halve the learning rate"), tr("Halve it"),
          tr("Each step overshoots and the next one undoes it. Half the learning rate acts from the next step."), this))
    , m_writer(new FileWriter(this))
{
    setObjectName(QStringLiteral("plotsPanel"));
    m_hint->setObjectName(QStringLiteral("oscillationHint"));
    m_hint->hide();
    m_refreshTimer.setSingleShot(true);
    buildLayout();
    for (PlotView* view : {static_cast<PlotView*>(m_traces), m_reportPlots.gradients(), m_reportPlots.objective(),
             m_reportPlots.step(), m_reportPlots.image()})
        addView(view);
    connectParts();
    currentTabChanged();
}

PlotsPanel::~PlotsPanel() = default;

QToolButton* PlotsPanel::buildButton(const QString& name, const QString& icon, const QString& text, const QString& help)
{
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(themedIcon(icon));
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleName(text);
    button->setAccessibleDescription(help);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setPopupMode(QToolButton::InstantPopup);
    return button;
}

QWidget* PlotsPanel::buildTabRow()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, fontMetrics().height() / 3, 0);
    m_tabs->setObjectName(QStringLiteral("plotTabs"));
    m_tabs->setAccessibleName(tr("Plots"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->setMinimumWidth(fontMetrics().height() * 8); // they scroll
    m_followButton->setCheckable(true);
    m_followButton->setChecked(true);
    m_seriesMenu->setObjectName(QStringLiteral("plotSeriesMenu"));
    m_exportMenu->setObjectName(QStringLiteral("plotExportMenu"));
    m_seriesButton->setMenu(m_seriesMenu);
    m_exportButton->setMenu(m_exportMenu);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_seriesButton);
    layout->addWidget(m_followButton);
    layout->addWidget(m_exportButton);
    return row;
}

void PlotsPanel::buildLayout()
{
    auto* content = new QHBoxLayout;
    content->setSpacing(0);
    content->addWidget(m_pages, 1);
    content->addWidget(m_figures);
    m_figures->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTabRow());
    layout->addWidget(m_hint);
    layout->addLayout(content, 1);
    fillExportMenu();
}

void PlotsPanel::addView(PlotView* view)
{
    m_views.append(view);
    m_pages->addWidget(view);
    const int tab = m_tabs->addTab(view->title());
    m_tabs->setTabToolTip(tab, tr("Plot: %1").arg(view->title()));
    connect(view, &PlotView::followingChanged, this, [this, view](bool isFollowing) {
        if (view == currentView())
            m_followButton->setChecked(isFollowing);
    });
}

void PlotsPanel::addPage(QWidget* page, const QString& title)
{
    m_pages->addWidget(page);
    m_tabs->setTabToolTip(m_tabs->addTab(title), title);
}

void PlotsPanel::connectParts()
{
    connect(m_tabs, &QTabBar::currentChanged, this, &PlotsPanel::currentTabChanged);
    connect(m_seriesMenu, &QMenu::aboutToShow, this, &PlotsPanel::fillSeriesMenu);
    connect(m_followButton, &QToolButton::toggled, this, [this](bool isFollowing) {
        if (PlotView* view = currentView())
            view->setFollowing(isFollowing);
    });
    connect(m_hint, &HintBar::accepted, this, [this] {
        m_watch.restart();
        updateHint();
        Q_EMIT halveLearningRateRequested();
    });
    connect(m_hint, &HintBar::dismissed, this, [this] {
        m_watch.dismiss();
        updateHint();
    });
    connect(m_writer, &FileWriter::written, this, &PlotsPanel::exported);
    connect(m_writer, &FileWriter::failed, this, [this](const QString& path, const QString& reason) {
        Q_EMIT exportFailed(tr("Cannot write the plot “%1”: %2").arg(path, reason));
    });
    connect(&m_refreshTimer, &QTimer::timeout, this, &PlotsPanel::refresh);
}

PlotView* PlotsPanel::currentView() const
{
    return m_views.value(m_tabs->currentIndex(), nullptr);
}

PlotView* PlotsPanel::plot(Plot plot) const
{
    return m_views[static_cast<int>(plot)];
}

void PlotsPanel::setCurrentPlot(Plot plot)
{
    m_tabs->setCurrentIndex(static_cast<int>(plot));
}

bool PlotsPanel::hasTraces() const
{
    const PlotSeriesList& series = m_traces->series();
    return std::any_of(series.begin(), series.end(), [](const auto& curve) { return !curve->data.isEmpty(); });
}

void PlotsPanel::leaveTraces()
{
    if (currentView() == m_traces)
        setCurrentPlot(Plot::Objective);
}

void PlotsPanel::currentTabChanged()
{
    m_pages->setCurrentIndex(m_tabs->currentIndex());
    const PlotView* view = currentView();
    for (QToolButton* button : {m_seriesButton, m_followButton, m_exportButton})
        button->setVisible(view != nullptr);
    m_figures->setVisible(view != nullptr && width() >= kWidthsForFigures * m_figures->sizeHint().width());
    if (view != nullptr) {
        m_followButton->setChecked(view->isFollowing());
        refresh();
    }
}

void PlotsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_figures->setVisible(currentView() != nullptr && width() >= kWidthsForFigures * m_figures->sizeHint().width());
    fitButtons();
}

void PlotsPanel::fitButtons()
{
    const QList<QToolButton*> buttons{m_seriesButton, m_followButton, m_exportButton};
    int needed = m_tabs->sizeHint().width() + fontMetrics().height();
    for (QToolButton* button : buttons) {
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        needed += button->sizeHint().width() + m_tabs->parentWidget()->layout()->spacing();
    }
    for (QToolButton* button : buttons)
        button->setToolButtonStyle(needed <= width() ? Qt::ToolButtonTextOnly : Qt::ToolButtonIconOnly);
}

void PlotsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    scheduleRefresh();
}

void PlotsPanel::clear(qint64 stepsDone)
{
    m_traces->clearData();
    clearReports(stepsDone);
}

void PlotsPanel::clearReports(qint64 stepsDone)
{
    m_globalStep = stepsDone;
    m_lastReport.reset();
    m_marks.clear();
    m_watch.clear();
    m_figures->clearFigures();
    for (PlotView* view : std::as_const(m_views)) {
        if (view != m_traces)
            view->clearData();
    }
    updateHint();
    scheduleRefresh();
}

void PlotsPanel::addPastReports(const QVector<StepReport>& reports)
{
    for (const StepReport& report : reports)
        addReport(report);
    m_watch.clear();
    updateHint();
    scheduleRefresh();
}

void PlotsPanel::addReports(const QVector<StepReport>& reports)
{
    for (const StepReport& report : reports)
        addReport(report);
    updateHint();
    scheduleRefresh();
}

void PlotsPanel::addReport(const StepReport& report)
{
    const bool isSameSize = m_lastReport && m_lastReport->sizeIndex == report.sizeIndex;
    if (m_lastReport && !isSameSize)
        m_watch.restart();
    const int stepBefore = isSameSize ? m_lastReport->step : m_lastReport ? 0 : report.step - 1;
    m_globalStep += std::max(1, report.step - stepBefore);
    m_lastReport = report;
    m_reportPlots.add(m_globalStep, report);
    m_watch.addObjective(report.objective);
}

void PlotsPanel::addTraceSamples(qint64 globalStep, const QVector<TraceSample>& samples)
{
    m_traces->addSamples(globalStep, samples);
    for (const TraceSample& sample : samples)
        m_watch.addTrace(sample.point, sample.brightness());
    updateHint();
    scheduleRefresh();
}

void PlotsPanel::setTracePoints(const QVector<PlottedPoint>& points)
{
    m_traces->setPoints(points);
    m_watch.restart();
    updateHint();
    scheduleRefresh();
}

void PlotsPanel::addTick(qint64 globalStep, const QString& text)
{
    m_marks.add({globalStep, text, PlotMark::Kind::Change});
    m_watch.restart();
    updateHint();
    scheduleRefresh();
}

void PlotsPanel::beginSize(qint64 globalStep, PictureSize size)
{
    m_marks.add({globalStep, sizeText(size), PlotMark::Kind::Size});
    m_watch.restart();
    updateHint();
    scheduleRefresh();
}

void PlotsPanel::updateHint()
{
    if (m_hint->isHidden() == m_watch.wantsHint())
        m_hint->setVisible(m_watch.wantsHint());
}

void PlotsPanel::scheduleRefresh()
{
    if (isVisible() && !m_refreshTimer.isActive())
        m_refreshTimer.start(kRefreshInterval);
}

void PlotsPanel::refresh()
{
    PlotView* view = currentView();
    if (view == nullptr || !isVisible())
        return;
    QElapsedTimer timer;
    timer.start();
    if (m_lastReport)
        m_figures->setReport(m_globalStep, *m_lastReport);
    view->refresh();
    // On a slow screen the next refresh waits longer, so that the event loop stays free.
    const qint64 rest = kRestFactor * timer.elapsed();
    if (rest > kRefreshInterval)
        m_refreshTimer.start(static_cast<int>(rest));
}

void PlotsPanel::fillSeriesMenu()
{
    m_seriesMenu->clear();
    PlotView* view = currentView();
    if (view == nullptr)
        return;
    const QColor background = PlotColours::fromPalette(palette()).background;
    for (const LegendEntry& entry : view->legend()) {
        QAction* action = m_seriesMenu->addAction(swatch(legibleOn(background, entry.colour), this), entry.name);
        action->setObjectName(QStringLiteral("series.") + entry.key);
        action->setCheckable(true);
        action->setChecked(entry.isOn);
        connect(action, &QAction::toggled, view,
            [view, key = entry.key](bool isShown) { view->setSeriesShown(key, isShown); });
    }
}

void PlotsPanel::fillExportMenu()
{
    const auto add = [this](const QString& text, const QString& suffix, auto write) {
        QAction* action = m_exportMenu->addAction(text);
        action->setObjectName(QStringLiteral("export.") + suffix);
        const QString filter = tr("%1 files (*.%2)").arg(suffix.toUpper(), suffix);
        connect(
            action, &QAction::triggered, this, [this, suffix, filter, write] { chooseFile(suffix, filter, write); });
    };
    add(tr("Figures as CSV…"), QStringLiteral("csv"), &PlotsPanel::exportCsv);
    add(tr("Picture as PNG…"), QStringLiteral("png"), &PlotsPanel::exportPng);
    add(tr("Drawing as PDF…"), QStringLiteral("pdf"), &PlotsPanel::exportPdf);
}

void PlotsPanel::chooseFile(const QString& suffix, const QString& filter, void (PlotsPanel::*write)(const QString&))
{
    const PlotView* view = currentView();
    if (view == nullptr)
        return;
    auto* dialog = makeFileDialog(this, tr("Export the plot “%1”").arg(view->title()));
    dialog->setNameFilter(filter);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(QStringLiteral("cnn-vis-%1.%2").arg(view->key(), suffix));
    connect(dialog, &QFileDialog::fileSelected, this, write);
    dialog->open();
}

void PlotsPanel::exportCsv(const QString& path)
{
    if (const PlotView* view = currentView())
        write(path, view->csv());
}

void PlotsPanel::exportPng(const QString& path)
{
    if (PlotView* view = currentView())
        write(path, view->png());
}

void PlotsPanel::exportPdf(const QString& path)
{
    if (PlotView* view = currentView())
        write(path, view->pdf());
}

void PlotsPanel::write(const QString& path, const QByteArray& bytes)
{
    if (bytes.isEmpty()) {
        Q_EMIT exportFailed(tr("Cannot draw the plot for “%1”").arg(path));
        return;
    }
    m_writer->write(path, bytes);
}

} // namespace cnnvis::ui
