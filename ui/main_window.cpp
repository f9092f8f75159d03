// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window.h"

#include "cnnvis/error.h"
#include "cnnvis/ground.h"
#include "cnnvis/machine.h"
#include "history/snapshot_strip.h"
#include "network/layer_browser.h"
#include "plots/log_panel.h"
#include "plots/plots_panel.h"
#include "presets/preset_browser.h"
#include "preview/message_bar.h"
#include "preview/picture_canvas.h"
#include "settings/entry_text.h"
#include "settings/settings_panel.h"
#include "theme/theme.h"
#include "theme/themed_icon.h"
#include "timeline/timeline_view.h"
#include "window/diagnostics.h"
#include "window/film_desk.h"
#include "window/lane_editing.h"
#include "window/messages.h"
#include "window/network_presenter.h"
#include "window/picture_presenter.h"
#include "window/picture_writing.h"
#include "window/preset_desk.h"
#include "window/recent_list.h"
#include "window/run_desk.h"
#include "window/run_presenter.h"
#include "window/run_text.h"
#include "window/session_desk.h"
#include "window/snapshot_presenter.h"
#include "window/start_picture_loader.h"
#include "window/status_line.h"
#include "window/time_machine.h"
#include "window/trace_presenter.h"
#include "window/window_docks.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QGridLayout>
#include <QMimeData>
#include <QStatusBar>
#include <QSystemTrayIcon>
#include <QTimer>

#include <cmath>

namespace cnnvis::ui {
namespace {

QStringList localPaths(const QMimeData& data)
{
    QStringList paths;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace

MainWindow::MainWindow(const WindowOptions& options)
    : m_presetStore(options.presetFolder)
    , m_sessionFile(options.sessionFolder)
    , m_session(m_sessionFile.load())
{
    applyTheme(*qApp, themeChoiceFromText(m_session.data.theme));
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("cnn-vis"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    buildParts();
    buildCentre();
    buildHelpers(options);
    wireRun();
    wireFiles();
    wireLog();
    connectActions();
    restoreSession(options);
    restoreDreams(options);
    keepSession();
    refreshRunActions();
    refreshPictureActions();
    refreshButtons();
    m_parts.canvas->setFocus();
    // The window is there first; what reads files comes behind it.
    QTimer::singleShot(0, this, [this, options] { afterFirstPaint(options); });
}

MainWindow::~MainWindow()
{
    m_controller.shutDown();
    finishEditing();
    delete m_timeMachine;
    // Panels and helpers refer to the stores, which would go first.
    delete takeCentralWidget();
    qDeleteAll(findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly));
    finishWriting();
    delete m_files;
    delete m_network;
    delete m_startPictures;
}

/// Whatever is being typed is taken, while all that it belongs to is there.
void MainWindow::finishEditing()
{
    if (QWidget* focused = focusWidget())
        focused->clearFocus();
}

void MainWindow::finishWriting()
{
    delete m_snapshots; // asks for writing
    m_snapshots = nullptr;
    delete m_writing;
    m_writing = nullptr;
}

void MainWindow::buildParts()
{
    m_parts.settings = new SettingsPanel(m_store);
    m_parts.messageBar = new MessageBar;
    m_parts.canvas = new PictureCanvas;
    m_parts.timeline = new TimelineView;
    m_parts.strip = new SnapshotStrip;
    m_parts.plots = new PlotsPanel;
    m_parts.log = new LogPanel;
    m_parts.plots->addPage(m_parts.log, tr("Log"));
    m_parts.layers = new LayerBrowser;
    m_parts.presets = new PresetBrowser(m_presetStore);
}

void MainWindow::buildCentre()
{
    auto* centre = new QWidget;
    auto* layout = new QGridLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_parts.canvas, 0, 0);
    layout->setRowStretch(0, 1);
    // On the picture, not above it: what comes and goes must not change its size.
    layout->addWidget(m_parts.messageBar, 0, 0, Qt::AlignTop);
    m_parts.messageBar->raise();
    layout->addWidget(m_parts.timeline, 1, 0);
    setCentralWidget(centre);
    m_actions = std::make_unique<WindowActions>(*this, *m_store.undoStack());
    m_menus = buildMenus(*this, *m_actions);
    m_toolBar = buildToolBar(*this, *m_actions, m_menus);
    m_docks = new WindowDocks(
        *this, *m_parts.settings, *m_parts.plots, *m_parts.layers, *m_parts.presets, *m_parts.strip, *m_menus.panels);
    m_status = new StatusLine(*statusBar(), this);
}

void MainWindow::buildHelpers(const WindowOptions& options)
{
    m_messages = new Messages(*m_parts.messageBar, *m_parts.log, this);
    m_pictures = new PicturePresenter(*m_parts.canvas, this);
    m_writing = new PictureWriting(*this, m_store, *m_messages, this);
    m_startPictures = new StartPictureLoader(this);
    m_presets = new PresetDesk(m_store, *m_parts.presets, *m_parts.canvas, *m_messages, this);
    m_runDesk = new RunDesk(m_store, m_controller, *m_parts.settings, *m_messages, this);
    m_runPresenter = new RunPresenter(
        m_controller, *m_parts.settings, *m_parts.canvas, *m_parts.plots, *m_messages, *m_pictures, this);
    m_films = new FilmDesk(*this, *m_messages, this);
    m_timeMachine =
        new TimeMachine(m_store, m_controller, *m_runDesk, *m_parts.timeline, *m_pictures, *m_films, *m_messages, this);
    new LaneEditing(*m_timeMachine, *m_parts.timeline, m_controller, *m_runDesk, m_store, *m_messages, this);
    connect(m_runPresenter, &RunPresenter::pictureShown, m_timeMachine, &TimeMachine::addPicture);
    connect(m_timeMachine, &TimeMachine::curvesChosen, m_runPresenter, &RunPresenter::showCurves);
    connect(m_timeMachine, &TimeMachine::catchingUp, m_runPresenter, &RunPresenter::setCatchingUp);
    m_sessions =
        new SessionDesk(m_store, m_controller, *m_timeMachine, *m_pictures, *m_messages, *m_menus.recentSessions, this);
    m_sessions->setFolder(options.runFolder);
    m_runDesk->setRunFolder(options.runFolder);
    m_traces = new TracePresenter(*m_parts.canvas, m_controller, *m_parts.plots, this);
    m_network =
        new NetworkPresenter(m_store, *m_parts.settings, *m_parts.canvas, *m_parts.layers, *m_parts.presets, this);
    m_snapshots = new SnapshotPresenter(
        m_store, m_controller, *m_parts.strip, *m_messages, *m_pictures, *m_writing, options.dreamFolder, this);
    m_recentFiles = new RecentList(*m_menus.recentFiles, this);
    m_recentNetworks = new RecentList(*m_menus.recentNetworks, this);
    m_files = new FileOpening(
        m_store, m_controller.networks(), *m_messages, *m_presets, *m_recentFiles, *m_recentNetworks, this);
}

void MainWindow::afterFirstPaint(const WindowOptions& options)
{
    m_presetStore.load();
    for (const std::string& warning : speedWarnings())
        m_messages->noteWarning(QString::fromStdString(warning));
    m_sessions->start(options.files.isEmpty() && !options.isStarting && !options.preset);
    m_files->open(options.files);
    if (options.isStarting)
        startWhenFilesAreOpen();
}

/// Whoever opened a photo means that one, however long it takes to be read.
void MainWindow::startWhenFilesAreOpen()
{
    if (m_files->isBusy())
        connect(m_files, &FileOpening::finished, m_runDesk, &RunDesk::start,
            static_cast<Qt::ConnectionType>(Qt::SingleShotConnection | Qt::UniqueConnection));
    else
        m_runDesk->start();
}

void MainWindow::wireRun()
{
    connect(m_runDesk, &RunDesk::planned, this, &MainWindow::showPlan);
    connect(m_runDesk, &RunDesk::estimated, this, [this] {
        if (m_runDesk->plan())
            showPlanText(*m_runDesk->plan());
    });
    connect(m_runDesk, &RunDesk::launching, m_snapshots, &SnapshotPresenter::keepRunning);
    // Behind the time machine, which leaves the past then.
    connect(&m_controller, &RunController::runStarted, m_parts.strip, &SnapshotStrip::chooseLive);
    connect(m_runDesk, &RunDesk::startingChanged, this, &MainWindow::refreshRunActions);
    connect(&m_controller, &RunController::stateChanged, this, &MainWindow::refreshRunActions);
    connect(m_runPresenter, &RunPresenter::progressShown, this, &MainWindow::showRunProgress);
    connect(m_runPresenter, &RunPresenter::sizeBegun, this,
        [this](int sizeIndex, const PlannedSize& size) { m_traces->setSize(sizeIndex, size.size); });
    connect(m_runPresenter, &RunPresenter::ended, this, &MainWindow::showRunEnd);
    connect(m_pictures, &PicturePresenter::shownChanged, this, &MainWindow::refreshPictureActions);
    connect(m_snapshots, &SnapshotPresenter::compared, this, [this] { m_actions->compare->setChecked(true); });
    connect(m_snapshots, &SnapshotPresenter::gathered, m_timeMachine, &TimeMachine::mark);
    connect(m_parts.strip, &SnapshotStrip::removed, m_timeMachine, &TimeMachine::unmark);
    connect(m_parts.timeline, &TimelineView::presentWanted, m_parts.strip, &SnapshotStrip::chooseLive);
    connect(m_timeMachine, &TimeMachine::snapshotWanted, m_parts.strip, &SnapshotStrip::choose);
    connect(m_timeMachine, &TimeMachine::compared, this, [this] { m_actions->compare->setChecked(true); });
    connect(m_parts.plots, &PlotsPanel::halveLearningRateRequested, this, [this] {
        const double half = m_store.settings().learningRate / 2.0;
        m_store.edit(keyOf(settingOf(&RunSettings::learningRate)), QString::number(half, 'g', 6));
    });
    connect(m_network, &NetworkPresenter::probed, this, [this] { m_docks->showLayers(); });
    connect(m_network, &NetworkPresenter::networkChanged, this, [this] {
        refreshButtons();
        loadStartPicture(); // which may lie on the network's mean
    });
    connect(m_presets, &PresetDesk::currentTitleChanged, this, &MainWindow::refreshButtons);
    connect(&m_store, &SettingsStore::changed, this, [this] {
        m_status->setMachine(machineText(m_store.settings()));
        refreshButtons();
        loadStartPicture();
    });
    connect(m_startPictures, &StartPictureLoader::loaded, this, [this](const Picture& picture) {
        m_pictures->setStart(picture);
        if (m_controller.state() == RunState::Idle && !m_timeMachine->isInPast())
            m_parts.strip->chooseLive();
    });
    connect(m_startPictures, &StartPictureLoader::failed, this, [this](const QString& reason) {
        m_messages->noteWarning(tr("The start image cannot be shown. %1").arg(reason));
    });
    connect(m_status, &StatusLine::machineClicked, this, [this] {
        m_docks->showSettings();
        m_parts.settings->reveal(keyOf(settingOf(&RunSettings::threads)));
    });
}

void MainWindow::wireLog()
{
    connect(m_messages, &Messages::noted, m_status, &StatusLine::note);
    connect(&m_presetStore, &PresetStore::problemFound, m_messages, &Messages::noteWarning);
    connect(m_parts.plots, &PlotsPanel::exported, this,
        [this](const QString& path) { m_messages->note(tr("Exported %1").arg(path)); });
    connect(m_parts.plots, &PlotsPanel::exportFailed, m_messages,
        [this](const QString& message) { m_messages->error(message); });
    m_parts.log->setDiagnostics([this] { return diagnosticsText(m_store.settings(), m_network->network()); });
    connect(m_parts.log, &LogPanel::diagnosticsCopied, this,
        [this] { m_status->note(tr("The diagnostics are on the clipboard.")); });
}

void MainWindow::showPlan(const PlanOutcome& outcome)
{
    if (outcome.network)
        m_network->setNetwork(outcome.network);
    // Before the run takes its first step.
    if (outcome.plan && !outcome.plan->sizes.empty() && m_runDesk->isStarting())
        m_traces->setSize(0, outcome.plan->sizes.front().size);
    if (outcome.plan)
        return showPlanText(*outcome.plan);
    m_planLine = outcome.problem.message;
    m_planDetails.clear();
    explainStart(outcome.problem.message.toHtmlEscaped());
    refreshStatus();
}

void MainWindow::showPlanText(const RunPlan& plan)
{
    m_planLine = planText(plan, m_runDesk->estimatedSeconds());
    m_planDetails = planDetails(plan);
    explainStart(m_planDetails);
    refreshStatus();
}

void MainWindow::explainStart(const QString& help)
{
    m_actions->start->setToolTip(
        QStringLiteral("<p>%1</p>%2")
            .arg(toolTipWithKey(m_actions->start->whatsThis(), m_actions->start->shortcut()), help));
}

void MainWindow::showRunProgress(const QString& text, double fraction)
{
    if (m_controller.state() == RunState::Idle)
        return;
    constexpr double kPercent = 100.0;
    m_standing = text;
    m_status->setProgress(fraction);
    m_taskbar.show(fraction);
    setWindowTitle(tr("%1 % – cnn-vis").arg(std::floor(fraction * kPercent)));
    refreshStatus();
}

void MainWindow::refreshStatus()
{
    switch (m_controller.state()) {
    case RunState::Idle:
        if (m_runDesk->isStarting())
            m_status->setText(tr("Checking the settings …"));
        else
            m_status->setText(m_planLine, m_planDetails);
        break;
    case RunState::Preparing:
        m_status->setText(tr("Reading the network and the picture …"));
        break;
    case RunState::Running:
        m_status->setText(m_standing);
        break;
    case RunState::Paused:
        m_status->setText(tr("Paused · %1").arg(m_standing));
        break;
    case RunState::Stopping:
        m_status->setText(tr("Stopping …"));
        break;
    }
}

void MainWindow::showRunEnd(const RunOutcome& outcome, double seconds)
{
    constexpr double kLong = 30.0;
    m_snapshots->addFinal(outcome);
    m_parts.layers->refreshChannels();
    m_status->setProgress(-1.0);
    m_taskbar.show(-1.0);
    m_standing.clear();
    refreshStatus();
    setWindowTitle(tr("cnn-vis"));
    if (seconds < kLong || outcome.kind == RunEndKind::Stopped)
        return;
    const bool isFinished = outcome.kind == RunEndKind::Finished;
    tellInBackground(isFinished ? tr("The dream is finished, after %1.").arg(timeLeftText(seconds))
                                : tr("The run broke off. %1").arg(outcome.problem.message));
}

void MainWindow::tellInBackground(const QString& text)
{
    if (isActiveWindow())
        return;
    QApplication::alert(this);
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    if (m_tray == nullptr) {
        m_tray = new QSystemTrayIcon(windowIcon(), this);
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, [this] {
            raise();
            activateWindow();
        });
    }
    m_tray->show();
    m_tray->showMessage(tr("cnn-vis"), text, windowIcon());
}

/// What transparent parts of the start picture lie on; that of before while the setting makes no sense.
Colour MainWindow::shownGround() const
{
    const std::optional<Network>& network = m_network->network();
    try {
        return groundOf(m_store.settings(), network ? network->mean() : kNeutralGround.red);
    } catch (const SettingsError&) {
        return m_startPictures->ground();
    }
}

void MainWindow::loadStartPicture()
{
    m_startPictures->load(QString::fromStdString(m_store.settings().initialImage), shownGround());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_snapshots->keepRunning();
    m_controller.shutDown();
    m_timeMachine->returnToPresent();
    finishEditing();
    saveSession();
    QMainWindow::closeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_B && event->modifiers() == Qt::NoModifier && !event->isAutoRepeat())
        m_parts.canvas->setFlipped(true);
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_B && !event->isAutoRepeat())
        m_parts.canvas->setFlipped(m_actions->flip->isChecked());
    else
        QMainWindow::keyReleaseEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange && m_actions) {
        m_actions->fullScreen->setChecked(isFullScreen());
        m_actions->hidePanels->setEnabled(isFullScreen());
        if (!isFullScreen())
            m_actions->hidePanels->setChecked(false);
    }
    // A key that is let go of elsewhere is not told.
    if (event->type() == QEvent::ActivationChange && m_actions && !isActiveWindow())
        m_parts.canvas->setFlipped(m_actions->flip->isChecked());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localPaths(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QStringList paths = localPaths(*event->mimeData());
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    m_files->open(paths);
}

} // namespace cnnvis::ui
