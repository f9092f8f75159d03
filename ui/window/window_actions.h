// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

class QAction;
class QActionGroup;
class QMainWindow;
class QUndoStack;

namespace cnnvis::ui {

/// All that can be done in the window, with texts, icons, shortcuts and tool tips; what they do is connected elsewhere.
/// The window owns them.
struct WindowActions {
    /// @param undoStack  outlives the window.
    WindowActions(QMainWindow& window, QUndoStack& undoStack);

    // File
    QAction* openPicture = nullptr;
    QAction* openPreset = nullptr;
    QAction* savePicture = nullptr;
    QAction* savePreset = nullptr;
    QAction* exportSettings = nullptr;
    QAction* quit = nullptr;
    // Session
    QAction* newSession = nullptr;
    QAction* openSession = nullptr;
    QAction* saveSessionCopy = nullptr;
    QAction* keepSession = nullptr; ///< checked while the session is never thinned
    QAction* showSessions = nullptr;
    // Edit
    QAction* undo = nullptr;
    QAction* redo = nullptr;
    QAction* findSetting = nullptr;
    QAction* resetSetting = nullptr;
    QAction* resetAll = nullptr;
    QAction* copyPicture = nullptr;
    QAction* pasteStartImage = nullptr;
    // Run
    QAction* start = nullptr;
    QAction* pause = nullptr; ///< checked while the run is held
    QAction* step = nullptr;
    QAction* stop = nullptr;
    QAction* snapshot = nullptr;
    QActionGroup* snapshotIntervals = nullptr; ///< data(): steps
    // View
    QAction* zoomIn = nullptr;
    QAction* zoomOut = nullptr;
    QAction* fit = nullptr;
    QAction* actualSize = nullptr;
    QActionGroup* tools = nullptr; ///< data(): CanvasTool as int
    QAction* pan = nullptr;
    QAction* probe = nullptr;
    QAction* trace = nullptr;
    QAction* compare = nullptr;
    QAction* flip = nullptr;
    QAction* tiles = nullptr;
    QAction* tracePoints = nullptr;
    QActionGroup* themes = nullptr; ///< data(): as themeChoiceText()
    QAction* fullScreen = nullptr;
    QAction* hidePanels = nullptr; ///< in full screen only, and with the focus on the picture
    QAction* resetLayout = nullptr;
    // Network
    QAction* bestiary = nullptr;
    QAction* openNetwork = nullptr;
    // Help
    QAction* shortcuts = nullptr;
    QAction* copyDiagnostics = nullptr;
    QAction* about = nullptr;

private:
    QAction* add(const char* name, const QString& text, const QString& icon, const QKeySequence& key,
        const QString& help, bool isCheckable = false);
    void addFileActions();
    void addSessionActions();
    void addEditActions(QUndoStack& undoStack);
    void addRunActions();
    void addViewActions();
    void addTools();
    void addThemes();
    void addOtherActions();

    QMainWindow& m_window;
};

/// The tool tip of an action: what it does, and its shortcut.
QString toolTipWithKey(const QString& help, const QKeySequence& key);

} // namespace cnnvis::ui
