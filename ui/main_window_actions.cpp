// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window.h"

#include "history/snapshot_strip.h"
#include "plots/log_panel.h"
#include "preset_library.h"
#include "presets/preset_browser.h"
#include "presets/preset_network.h"
#include "preview/picture_canvas.h"
#include "settings/settings_panel.h"
#include "theme/themed_icon.h"
#include "widgets/file_dialog.h"
#include "widgets/picture_image.h"
#include "window/help_dialogs.h"
#include "window/messages.h"
#include "window/network_presenter.h"
#include "window/picture_presenter.h"
#include "window/picture_writing.h"
#include "window/preset_desk.h"
#include "window/run_desk.h"
#include "window/session_desk.h"
#include "window/snapshot_presenter.h"
#include "window/window_docks.h"

#include <QActionGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>
#include <initializer_list>

namespace cnnvis::ui {
namespace {

/// Of a button that must not grow without bounds.
QString shortened(const QString& text, const QFontMetrics& metrics)
{
    constexpr int kLetters = 20;
    QString shown = metrics.elidedText(text, Qt::ElideRight, metrics.averageCharWidth() * kLetters);
    return shown.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

void MainWindow::connectActions()
{
    connectFileActions();
    connectSessionActions();
    connectEditActions();
    connectRunActions();
    connectViewActions();
    connectOtherActions();
    connect(m_menus.presets, &QMenu::aboutToShow, this, &MainWindow::fillPresetsMenu);
}

void MainWindow::connectFileActions()
{
    connect(m_actions->openPicture, &QAction::triggered, this, [this] { m_files->choosePicture(*this); });
    connect(m_actions->openPreset, &QAction::triggered, this, [this] { m_files->choosePreset(*this); });
    connect(m_actions->openNetwork, &QAction::triggered, this, [this] { m_files->chooseNetworkFolder(*this); });
    connect(m_actions->bestiary, &QAction::triggered, m_files, &FileOpening::useBestiary);
    connect(m_actions->savePicture, &QAction::triggered, this,
        [this] { m_writing->saveAs(m_pictures->shown().picture, m_pictures->shown().recipe, m_snapshots->shownId()); });
    connect(m_actions->savePreset, &QAction::triggered, this, [this] {
        m_docks->showPresets();
        m_parts.presets->askToSaveCurrent();
    });
    connect(m_actions->exportSettings, &QAction::triggered, this, &MainWindow::exportSettings);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::connectSessionActions()
{
    connect(m_actions->newSession, &QAction::triggered, m_sessions, &SessionDesk::beginNew);
    connect(m_actions->openSession, &QAction::triggered, this, [this] { m_sessions->chooseSession(*this); });
    connect(m_actions->saveSessionCopy, &QAction::triggered, this, [this] { m_sessions->chooseCopy(*this); });
    connect(m_actions->keepSession, &QAction::triggered, m_sessions, &SessionDesk::setKeptWhole);
    connect(m_actions->showSessions, &QAction::triggered, m_sessions, &SessionDesk::showFolder);
    connect(m_menus.session, &QMenu::aboutToShow, m_sessions, &SessionDesk::refreshRecent);
    const auto refresh = [this] {
        m_actions->saveSessionCopy->setEnabled(m_sessions->isSessionThere());
        m_actions->keepSession->setEnabled(m_sessions->isSessionThere());
        m_actions->keepSession->setChecked(m_sessions->isKeptWhole());
    };
    connect(m_sessions, &SessionDesk::changed, this, refresh);
    refresh();
    m_menus.recentSessions->setEnabled(false);
}

void MainWindow::connectEditActions()
{
    connect(m_actions->findSetting, &QAction::triggered, this, [this] {
        m_docks->showSettings();
        m_parts.settings->focusSearch();
    });
    connect(m_actions->resetSetting, &QAction::triggered, m_parts.settings, &SettingsPanel::resetFocused);
    connect(m_actions->resetAll, &QAction::triggered, &m_store, &SettingsStore::resetAll);
    connect(m_actions->copyPicture, &QAction::triggered, this, [this] {
        QGuiApplication::clipboard()->setImage(m_parts.canvas->picture());
        m_messages->note(tr("The picture is on the clipboard."));
    });
    connect(m_actions->pasteStartImage, &QAction::triggered, this, &MainWindow::pasteStartImage);
}

void MainWindow::connectRunActions()
{
    connect(m_actions->start, &QAction::triggered, this, &MainWindow::startWhenFilesAreOpen);
    connect(m_actions->pause, &QAction::triggered, m_runDesk, &RunDesk::togglePause);
    connect(m_actions->step, &QAction::triggered, m_runDesk, &RunDesk::step);
    connect(m_actions->stop, &QAction::triggered, m_runDesk, &RunDesk::stop);
    connect(m_actions->snapshot, &QAction::triggered, m_snapshots, &SnapshotPresenter::take);
    connect(m_actions->snapshotIntervals, &QActionGroup::triggered, this,
        [this](const QAction* action) { setSnapshotInterval(action->data().toInt()); });
}

void MainWindow::connectViewActions()
{
    PictureCanvas* canvas = m_parts.canvas;
    connect(m_actions->zoomIn, &QAction::triggered, canvas, &PictureCanvas::zoomIn);
    connect(m_actions->zoomOut, &QAction::triggered, canvas, &PictureCanvas::zoomOut);
    connect(m_actions->fit, &QAction::triggered, canvas, &PictureCanvas::fit);
    connect(m_actions->actualSize, &QAction::triggered, canvas, &PictureCanvas::actualSize);
    connect(m_actions->tools, &QActionGroup::triggered, canvas,
        [canvas](const QAction* action) { canvas->setTool(static_cast<CanvasTool>(action->data().toInt())); });
    connect(m_actions->compare, &QAction::toggled, canvas, &PictureCanvas::setCompare);
    connect(m_actions->flip, &QAction::toggled, canvas, &PictureCanvas::setFlipped);
    connect(m_actions->tiles, &QAction::toggled, canvas, &PictureCanvas::setShowTiles);
    connect(m_actions->tracePoints, &QAction::toggled, canvas, &PictureCanvas::setShowTracePoints);
    // Who traces wants to see the points, with other tools too.
    connect(m_actions->trace, &QAction::triggered, m_actions->tracePoints,
        [this] { m_actions->tracePoints->setChecked(true); });
    connect(m_actions->themes, &QActionGroup::triggered, this,
        [this](const QAction* action) { setTheme(action->data().toString()); });
    connect(m_actions->fullScreen, &QAction::toggled, this,
        [this](bool isFull) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, isFull)); });
    canvas->addAction(m_actions->hidePanels);
    connect(m_actions->hidePanels, &QAction::toggled, this, &MainWindow::setPanelsHidden);
    connect(m_actions->resetLayout, &QAction::triggered, this, [this] {
        m_actions->hidePanels->setChecked(false);
        m_docks->reset();
    });
}

/// Leaves the picture alone on the screen, or brings everything back as it was.
void MainWindow::setPanelsHidden(bool isHidden)
{
    m_docks->setHidden(isHidden);
    for (QWidget* part : std::initializer_list<QWidget*>{menuBar(), m_toolBar.bar, statusBar()})
        part->setVisible(!isHidden);
}

void MainWindow::connectOtherActions()
{
    connect(m_actions->shortcuts, &QAction::triggered, this, [this] { showShortcuts(*this); });
    connect(m_actions->about, &QAction::triggered, this, [this] { showAbout(*this); });
    connect(m_actions->copyDiagnostics, &QAction::triggered, m_parts.log, &LogPanel::copyDiagnostics);
}

void MainWindow::fillPresetsMenu()
{
    QMenu* menu = m_menus.presets;
    menu->clear();
    const auto add = [this, menu](const Preset& preset, const QString& name) {
        const QString title = preset.title.empty() ? name : QString::fromStdString(preset.title);
        const QString needs = needsOf(preset);
        QString text = needs.isEmpty() ? title : tr("%1 (needs %2)").arg(title, needs);
        QAction* action = menu->addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&")), this,
            [this, preset, name] { m_presets->apply(preset, name); });
        action->setToolTip(QString::fromStdString(preset.description).toHtmlEscaped());
    };
    const std::vector<BuiltInPreset> builtIn = builtInPresets();
    const auto addBuiltIn = [&](bool isComplete) {
        for (const BuiltInPreset& entry : builtIn) {
            if (needsOf(entry.preset).isEmpty() == isComplete)
                add(entry.preset, QString::fromStdString(entry.name));
        }
    };
    for (const OwnPreset& own : m_presetStore.presets())
        add(own.preset, own.id);
    if (!m_presetStore.presets().empty())
        menu->addSeparator();
    // Of the others first those for which all is there.
    addBuiltIn(true);
    menu->addSeparator();
    addBuiltIn(false);
    menu->addSeparator();
    menu->addAction(m_actions->savePreset);
}

void MainWindow::refreshRunActions()
{
    const RunState state = m_controller.state();
    const bool isRunning = state != RunState::Idle;
    const bool isStopping = state == RunState::Stopping;
    const bool isHeld = m_controller.isPaused();
    m_actions->start->setText(isRunning ? tr("Re&start") : tr("&Start"));
    m_actions->start->setIcon(
        themedIcon(isRunning ? QStringLiteral("restart") : QStringLiteral("start"), QPalette::HighlightedText));
    m_actions->start->setEnabled(!m_runDesk->isStarting());
    m_actions->pause->setEnabled(isRunning && !isStopping);
    m_actions->pause->setChecked(isHeld);
    m_actions->pause->setText(isHeld ? tr("&Go on") : tr("&Pause"));
    m_actions->step->setEnabled(!isStopping && !m_runDesk->isStarting());
    m_actions->stop->setEnabled(isRunning && !isStopping);
    m_actions->snapshot->setEnabled(isRunning && !isStopping);
    refreshStatus();
}

void MainWindow::refreshPictureActions()
{
    const PicturePresenter::Shown& shown = m_pictures->shown();
    m_actions->savePicture->setEnabled(shown.isDreamt && !shown.picture.isEmpty());
    m_actions->copyPicture->setEnabled(!shown.picture.isEmpty());
}

void MainWindow::refreshButtons()
{
    const QString preset = m_presets->currentTitle();
    const QString network = NetworkPresenter::networkName(m_store.settings());
    const QFontMetrics metrics = fontMetrics();
    m_toolBar.presetButton->setText(tr("Preset: %1").arg(shortened(preset, metrics)));
    m_toolBar.presetButton->setAccessibleName(tr("Preset: %1").arg(preset));
    m_toolBar.presetButton->setToolTip(
        tr("<p>Preset: %1</p><p>Apply another: one undo step takes it back</p>").arg(preset.toHtmlEscaped()));
    m_toolBar.networkButton->setToolTip(
        tr("<p>Network: %1</p><p>The network that dreams</p>").arg(network.toHtmlEscaped()));
    m_toolBar.networkButton->setText(tr("Network: %1").arg(shortened(network, metrics)));
    m_toolBar.networkButton->setAccessibleName(tr("Network: %1").arg(network));
}

void MainWindow::exportSettings()
{
    auto* dialog = makeFileDialog(this, tr("Export the settings"));
    dialog->setObjectName(QStringLiteral("exportSettingsDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Presets (*.json)"));
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("cnn-vis-settings.json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const Preset preset{
            m_store.origin().title.toStdString(), {}, m_store.changeFromDefaults(), m_store.origin().ramps};
        if (m_presetStore.exportPreset(preset, path))
            m_messages->note(tr("Exported %1").arg(path));
    });
    dialog->open();
}

void MainWindow::pasteStartImage()
{
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    QStringList paths;
    for (const QUrl& url : data != nullptr ? data->urls() : QList<QUrl>()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    const QImage image = QGuiApplication::clipboard()->image();
    if (!paths.isEmpty())
        m_files->open(paths);
    else if (!image.isNull())
        m_writing->makeStartImage(pictureOf(image));
    else
        m_messages->info(tr("There is no picture on the clipboard."));
}

} // namespace cnnvis::ui
