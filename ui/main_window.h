// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_text.h"
#include "cnnvis/transparency.h"
#include "history/dream_archive.h"
#include "presets/preset_store.h"
#include "run/run_controller.h"
#include "run/session_folder.h"
#include "settings/settings_store.h"
#include "window/file_opening.h"
#include "window/session_file.h"
#include "window/taskbar_progress.h"
#include "window/window_actions.h"
#include "window/window_menus.h"

#include <QMainWindow>
#include <QTimer>

#include <memory>
#include <optional>

class QSystemTrayIcon;

namespace cnnvis::ui {

class FilmDesk;
class LayerBrowser;
class LogPanel;
class MessageBar;
class Messages;
class NetworkPresenter;
class PictureCanvas;
class PicturePresenter;
class PictureWriting;
class PlotsPanel;
class PresetBrowser;
class PresetDesk;
class RecentList;
class RunDesk;
class RunPresenter;
class SessionDesk;
class SettingsPanel;
class SnapshotPresenter;
class SnapshotStrip;
class StartPictureLoader;
class StatusLine;
class TimeMachine;
class TimelineView;
class TracePresenter;
class WindowDocks;

/// What the command line asks of the window.
struct WindowOptions {
    QString sessionFolder = SessionFile::defaultFolder();
    QString presetFolder = PresetStore::defaultFolder();
    QString dreamFolder = DreamArchive::defaultFolder();
    /// Where runs are kept as they go.
    QString runFolder = defaultRunFolder();
    std::optional<Preset> preset; ///< in place of the last session's settings
    QString model; ///< as the setting of that name; empty: none is asked for
    std::optional<Network> network; ///< that `model` names, where it is loaded already
    QStringList files; ///< to open
    bool isStarting = false; ///< a run, once they are open
};

/// What is seen in the window; each is placed in it, and all are there.
struct WindowParts {
    SettingsPanel* settings = nullptr;
    MessageBar* messageBar = nullptr;
    PictureCanvas* canvas = nullptr;
    TimelineView* timeline = nullptr;
    SnapshotStrip* strip = nullptr;
    PlotsPanel* plots = nullptr;
    LogPanel* log = nullptr;
    LayerBrowser* layers = nullptr;
    PresetBrowser* presets = nullptr;
};

/// The studio: makes the parts, places them, and wires them together by way of small helpers. Lives on the ui thread.
///
/// Gives the program the theme of the session. Closing it stops the run, and keeps its picture and the session.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(const WindowOptions& options = {});
    ~MainWindow() override;

    SettingsStore& store() { return m_store; }
    RunController& controller() { return m_controller; }
    const WindowActions& windowActions() const { return *m_actions; }
    FileOpening& files() { return *m_files; }
    PicturePresenter& pictures() { return *m_pictures; }
    TimeMachine& timeMachine() { return *m_timeMachine; }
    SessionDesk& sessions() { return *m_sessions; }
    const WindowParts& parts() const { return m_parts; }

    /// At the program's end: waits for pictures that are being written.
    void finishWriting();

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildParts();
    void buildCentre();
    void buildHelpers(const WindowOptions& options);
    void restoreDreams(const WindowOptions& options);
    void finishEditing();
    void afterFirstPaint(const WindowOptions& options);

    void wireRun();
    void wireFiles();
    void wireLog();
    void showRecipe(const FoundRecipe& found);
    void showPlan(const PlanOutcome& outcome);
    void showPlanText(const RunPlan& plan);
    void explainStart(const QString& help);
    void showRunProgress(const QString& text, double fraction);
    void refreshStatus();
    void showRunEnd(const RunOutcome& outcome, double seconds);
    void tellInBackground(const QString& text);
    Colour shownGround() const;
    void startWhenFilesAreOpen();
    void loadStartPicture();

    // main_window_actions.cpp
    void connectActions();
    void connectFileActions();
    void connectSessionActions();
    void connectEditActions();
    void connectRunActions();
    void connectViewActions();
    void connectOtherActions();
    void fillPresetsMenu();
    void refreshRunActions();
    void refreshPictureActions();
    void refreshButtons();
    void setPanelsHidden(bool isHidden);
    void exportSettings();
    void pasteStartImage();

    // main_window_session.cpp
    void restoreSession(const WindowOptions& options);
    RunSettings initialSettings(const WindowOptions& options);
    void keepSession();
    void saveSession();
    void setTheme(const QString& choice);
    void setSnapshotInterval(int steps);

    SettingsStore m_store;
    PresetStore m_presetStore;
    RunController m_controller;
    SessionFile m_sessionFile;
    SessionFile::Loaded m_session; ///< as it was found
    QTimer m_sessionTimer; ///< runs for a moment after a change, so that a crash loses little
    WindowParts m_parts;
    std::unique_ptr<WindowActions> m_actions;
    WindowMenus m_menus;
    WindowToolBar m_toolBar;
    WindowDocks* m_docks = nullptr;
    StatusLine* m_status = nullptr;
    Messages* m_messages = nullptr;
    PicturePresenter* m_pictures = nullptr;
    PictureWriting* m_writing = nullptr;
    StartPictureLoader* m_startPictures = nullptr;
    PresetDesk* m_presets = nullptr;
    RunDesk* m_runDesk = nullptr;
    RunPresenter* m_runPresenter = nullptr;
    TracePresenter* m_traces = nullptr;
    NetworkPresenter* m_network = nullptr;
    FilmDesk* m_films = nullptr;
    TimeMachine* m_timeMachine = nullptr;
    SessionDesk* m_sessions = nullptr;
    SnapshotPresenter* m_snapshots = nullptr;
    FileOpening* m_files = nullptr;
    RecentList* m_recentFiles = nullptr;
    RecentList* m_recentNetworks = nullptr;
    TaskbarProgress m_taskbar;
    QSystemTrayIcon* m_tray = nullptr; ///< made when it is first needed
    bool m_areDreamsRestored = false;
    QString m_planLine; ///< of the status bar, while there is no run
    QString m_planDetails;
    QString m_standing; ///< where the run stands
};

} // namespace cnnvis::ui
