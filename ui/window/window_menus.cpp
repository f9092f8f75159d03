// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/window_menus.h"

#include "theme/themed_icon.h"
#include "window/picture_menu.h"
#include "window/tool_bar_fitting.h"
#include "window/window_actions.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>

namespace cnnvis::ui {
namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("WindowMenus", text);
}

constexpr int kSessionPicture = 64; // pixels of its longer side

QMenu* addMenu(QMenu& menu, const char* name, const QString& title, const QString& help)
{
    QMenu* added = menu.addMenu(title);
    added->setObjectName(QLatin1String(name));
    added->setToolTipsVisible(true);
    added->menuAction()->setToolTip(help);
    return added;
}

QMenu* addMenu(QMainWindow& window, const char* name, const QString& title)
{
    QMenu* added = window.menuBar()->addMenu(title);
    added->setObjectName(QLatin1String(name));
    added->setToolTipsVisible(true);
    return added;
}

void fillViewMenu(QMenu& view, const WindowActions& actions, WindowMenus& menus)
{
    view.addActions({actions.zoomIn, actions.zoomOut, actions.fit, actions.actualSize});
    view.addSeparator();
    view.addActions(actions.tools->actions());
    view.addSeparator();
    view.addActions({actions.compare, actions.flip, actions.tiles, actions.tracePoints});
    view.addSeparator();
    menus.panels = addMenu(view, "panelsMenu", say("Pa&nels"), say("Which panels are seen"));
    QMenu* themes = addMenu(view, "themeMenu", say("Th&eme"), say("How the program looks"));
    themes->setIcon(themedIcon(QStringLiteral("theme")));
    themes->addActions(actions.themes->actions());
    view.addActions({actions.fullScreen, actions.hidePanels, actions.resetLayout});
}

QToolButton* addMenuButton(QToolBar& bar, const char* name, const QString& icon, QMenu& menu, const QString& help)
{
    auto* button = new QToolButton(&bar);
    button->setObjectName(QLatin1String(name));
    button->setIcon(themedIcon(icon));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(&menu);
    button->setToolTip(help);
    button->setFocusPolicy(Qt::TabFocus);
    bar.addWidget(button);
    return button;
}

QToolButton* addAction(QToolBar& bar, QAction& action, bool isPrimary = false)
{
    bar.addAction(&action);
    auto* button = qobject_cast<QToolButton*>(bar.widgetForAction(&action));
    button->setObjectName(action.objectName() + QStringLiteral("Button"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    button->setProperty("primary", isPrimary);
    return button;
}

/// So that the other buttons stay where they are when this one's text changes.
void keepWidth(QToolBar& bar, QAction& action, const QString& otherText)
{
    QWidget* button = bar.widgetForAction(&action);
    const QString text = action.text();
    int width = button->sizeHint().width();
    action.setText(otherText);
    width = std::max(width, button->sizeHint().width());
    action.setText(text);
    button->setMinimumWidth(width);
}

} // namespace

WindowMenus buildMenus(QMainWindow& window, const WindowActions& actions)
{
    WindowMenus menus;
    QMenu* file = addMenu(window, "fileMenu", say("&File"));
    file->addActions({actions.openPicture, actions.openPreset});
    menus.recentFiles = addMenu(*file, "recentFilesMenu", say("Open re&cent"), say("What was opened last"));
    file->addSeparator();
    file->addActions({actions.savePicture, actions.savePreset, actions.exportSettings});
    file->addSeparator();
    file->addAction(actions.quit);
    menus.session = addMenu(window, "sessionMenu", say("&Session"));
    menus.session->addActions({actions.newSession, actions.openSession});
    menus.recentSessions = new PictureMenu(say("&Recent sessions"), kSessionPicture, menus.session);
    menus.recentSessions->setObjectName(QStringLiteral("recentSessionsMenu"));
    menus.recentSessions->menuAction()->setToolTip(say("Timelines of earlier dreams, the last one first"));
    menus.session->addMenu(menus.recentSessions);
    menus.session->addSeparator();
    menus.session->addActions({actions.saveSessionCopy, actions.keepSession, actions.showSessions});
    QMenu* edit = addMenu(window, "editMenu", say("&Edit"));
    edit->addActions({actions.undo, actions.redo});
    edit->addSeparator();
    edit->addActions({actions.findSetting, actions.resetSetting, actions.resetAll});
    edit->addSeparator();
    edit->addActions({actions.copyPicture, actions.pasteStartImage});
    QMenu* run = addMenu(window, "runMenu", say("&Run"));
    run->addActions({actions.start, actions.pause, actions.step, actions.stop});
    run->addSeparator();
    run->addAction(actions.snapshot);
    QMenu* intervals = addMenu(
        *run, "snapshotIntervalMenu", say("&Automatic snapshots"), say("How often a snapshot is taken unasked"));
    intervals->addActions(actions.snapshotIntervals->actions());
    fillViewMenu(*addMenu(window, "viewMenu", say("&View")), actions, menus);
    menus.network = addMenu(window, "networkMenu", say("&Network"));
    menus.network->addActions({actions.bestiary, actions.openNetwork});
    menus.recentNetworks =
        addMenu(*menus.network, "recentNetworksMenu", say("&Recent networks"), say("Networks that were used last"));
    QMenu* help = addMenu(window, "helpMenu", say("&Help"));
    help->addActions({actions.shortcuts, actions.copyDiagnostics});
    help->addSeparator();
    help->addAction(actions.about);
    menus.presets = new QMenu(&window);
    menus.presets->setObjectName(QStringLiteral("presetsMenu"));
    menus.presets->setToolTipsVisible(true);
    return menus;
}

WindowToolBar buildToolBar(QMainWindow& window, const WindowActions& actions, const WindowMenus& menus)
{
    WindowToolBar result;
    QToolBar* bar = window.addToolBar(say("Tools"));
    result.bar = bar;
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setAccessibleName(say("Tools"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    const int icon = window.fontMetrics().height();
    bar->setIconSize({icon, icon});
    addAction(*bar, *actions.start, true);
    keepWidth(*bar, *actions.start, say("Restart"));
    QList<QToolButton*> steering;
    for (QAction* action : {actions.pause, actions.step, actions.stop})
        steering.append(addAction(*bar, *action));
    keepWidth(*bar, *actions.pause, say("Go on"));
    bar->addSeparator();
    result.presetButton = addMenuButton(*bar, "presetButton", QStringLiteral("preset"), *menus.presets,
        say("Apply a preset: one undo step takes it back"));
    result.networkButton =
        addMenuButton(*bar, "networkButton", QStringLiteral("network"), *menus.network, say("The network that dreams"));
    bar->addSeparator();
    QList<QToolButton*> tools;
    for (QAction* action : {actions.pan, actions.probe, actions.trace, actions.compare, actions.tiles})
        tools.append(addAction(*bar, *action));
    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    QToolButton* save = addAction(*bar, *actions.savePicture);
    new ToolBarFitting(*bar, {tools, steering, {result.networkButton}, {save}, {result.presetButton}});
    return result;
}

} // namespace cnnvis::ui
