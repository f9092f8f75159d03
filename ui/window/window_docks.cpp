// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/window_docks.h"

#include "history/snapshot_strip.h"
#include "network/layer_browser.h"
#include "plots/plots_panel.h"
#include "presets/preset_browser.h"
#include "settings/settings_panel.h"
#include "window/dock_title.h"
#include "window/window_actions.h"

#include <QDockWidget>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QTabWidget>

#include <algorithm>

namespace cnnvis::ui {
namespace {

constexpr int kLayoutVersion = 1;

} // namespace

WindowDocks::WindowDocks(QMainWindow& window, SettingsPanel& settings, PlotsPanel& plots, LayerBrowser& layers,
    PresetBrowser& presets, SnapshotStrip& snapshots, QMenu& panels)
    : QObject(&window)
    , m_window(window)
    , m_panels(panels)
    , m_tabs(new QTabWidget)
    , m_layers(&layers)
    , m_presets(&presets)
{
    m_tabs->setObjectName(QStringLiteral("networkTabs"));
    m_tabs->setAccessibleName(tr("Presets, layers and snapshots"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_presets, tr("Presets"));
    m_tabs->setTabToolTip(0, tr("Settings to begin with, and your own"));
    m_tabs->addTab(m_layers, tr("Layers"));
    m_tabs->setTabToolTip(1, tr("The layers of the network, and what their channels see"));
    m_tabs->addTab(&snapshots, tr("Snapshots"));
    m_tabs->setTabToolTip(2, tr("What was kept of dreams: look back, compare two, go on from one"));
    m_window.setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    m_window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_settings =
        addDock("settingsDock", tr("Settings"), tr("All settings of the dream"), settings, Qt::LeftDockWidgetArea);
    m_plots = addDock("plotsDock", tr("Plots and log"), tr("How the run goes, in curves and figures; what happened"),
        plots, Qt::BottomDockWidgetArea);
    m_network = addDock("networkDock", tr("Presets, layers and snapshots"),
        tr("Settings to begin with, what to amplify, what was kept"), *m_tabs, Qt::RightDockWidgetArea);
}

QDockWidget* WindowDocks::addDock(
    const char* name, const QString& title, const QString& help, QWidget& content, Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, &m_window);
    dock->setObjectName(QLatin1String(name));
    dock->setTitleBarWidget(new DockTitle(*dock));
    dock->setWidget(&content);
    m_window.addDockWidget(area, dock);
    QAction* toggle = dock->toggleViewAction();
    toggle->setObjectName(QLatin1String(name) + QStringLiteral("Action"));
    const auto number = static_cast<int>(m_panels.actions().size()) + 1;
    toggle->setShortcut(QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_0 + number)));
    toggle->setToolTip(toolTipWithKey(help, toggle->shortcut()));
    toggle->setWhatsThis(help);
    m_panels.addAction(toggle);
    m_window.addAction(toggle);
    return dock;
}

void WindowDocks::reset()
{
    const QPair<QDockWidget*, Qt::DockWidgetArea> places[] = {{m_settings, Qt::LeftDockWidgetArea},
        {m_plots, Qt::BottomDockWidgetArea}, {m_network, Qt::RightDockWidgetArea}};
    for (const auto& [dock, area] : places) {
        dock->setFloating(false);
        m_window.addDockWidget(area, dock);
        dock->show();
    }
    const int em = m_window.fontMetrics().height();
    // Long names of layers have room in a wide window; in a narrow one the picture needs it.
    const int layers = std::clamp(m_window.width() * 24 / 100, em * 21, em * 27);
    m_window.resizeDocks({m_settings, m_network}, {em * 22, layers}, Qt::Horizontal);
    m_window.resizeDocks({m_plots}, {em * 19}, Qt::Vertical);
}

void WindowDocks::setHidden(bool isHidden)
{
    if (isHidden == !m_layoutBeforeHiding.isEmpty())
        return;
    if (!isHidden) {
        m_window.restoreState(m_layoutBeforeHiding, kLayoutVersion);
        m_layoutBeforeHiding.clear();
        return;
    }
    m_layoutBeforeHiding = m_window.saveState(kLayoutVersion);
    for (QDockWidget* dock : {m_settings, m_plots, m_network})
        dock->hide();
}

QByteArray WindowDocks::save() const
{
    return m_layoutBeforeHiding.isEmpty() ? m_window.saveState(kLayoutVersion) : m_layoutBeforeHiding;
}

bool WindowDocks::restore(const QByteArray& layout)
{
    const bool isUsable = m_window.restoreState(layout, kLayoutVersion);
    if (!isUsable)
        reset();
    return isUsable;
}

void WindowDocks::show(QDockWidget& dock)
{
    dock.show();
    dock.raise();
}

void WindowDocks::showSettings()
{
    show(*m_settings);
}

void WindowDocks::showLayers()
{
    show(*m_network);
    m_tabs->setCurrentWidget(m_layers);
}

void WindowDocks::showPresets()
{
    show(*m_network);
    m_tabs->setCurrentWidget(m_presets);
}

} // namespace cnnvis::ui
