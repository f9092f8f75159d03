// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QDockWidget;
class QMainWindow;
class QMenu;
class QToolBar;
class QToolButton;

namespace cnnvis::ui {

struct WindowActions;

/// Menus that are filled as the program goes.
struct WindowMenus {
    QMenu* recentFiles = nullptr;
    QMenu* session = nullptr;
    QMenu* recentSessions = nullptr;
    QMenu* recentNetworks = nullptr;
    QMenu* panels = nullptr; ///< for the docks' actions
    QMenu* network = nullptr;
    QMenu* presets = nullptr; ///< of the tool bar's button
};

/// Fills the window's menu bar: every action is in a menu.
WindowMenus buildMenus(QMainWindow& window, const WindowActions& actions);

/// The tool bar: run, what to dream with, how to look, save.
struct WindowToolBar {
    QToolBar* bar = nullptr;
    QToolButton* presetButton = nullptr;
    QToolButton* networkButton = nullptr;
};
WindowToolBar buildToolBar(QMainWindow& window, const WindowActions& actions, const WindowMenus& menus);

} // namespace cnnvis::ui
