// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QDockWidget;
class QMainWindow;
class QMenu;
class QTabWidget;
class QWidget;

namespace cnnvis::ui {

class LayerBrowser;
class PlotsPanel;
class PresetBrowser;
class SettingsPanel;
class SnapshotStrip;

/// The panels around the picture: settings at the left, plots below, presets, layers and snapshots at the right. They
/// can be moved, floated and hidden, and go back to where they were. Lives on the ui thread.
class WindowDocks : public QObject {
    Q_OBJECT

public:
    /// @param window  gets the docks, which get the others.
    /// @param panels  gets an action for each.
    WindowDocks(QMainWindow& window, SettingsPanel& settings, PlotsPanel& plots, LayerBrowser& layers,
        PresetBrowser& presets, SnapshotStrip& snapshots, QMenu& panels);

    QDockWidget* settings() const { return m_settings; }
    QDockWidget* plots() const { return m_plots; }
    QDockWidget* network() const { return m_network; }

    /// Everything where it is at first.
    void reset();
    /// Takes all panels away, or brings those back that were there.
    void setHidden(bool isHidden);
    /// The layout, without regard to setHidden().
    QByteArray save() const;
    /// @return  whether the layout could be used; else it is as at first.
    bool restore(const QByteArray& layout);

    void showSettings();
    void showLayers();
    void showPresets();

private:
    QDockWidget* addDock(
        const char* name, const QString& title, const QString& help, QWidget& content, Qt::DockWidgetArea area);
    void show(QDockWidget& dock);

    QMainWindow& m_window;
    QMenu& m_panels;
    QDockWidget* m_settings;
    QDockWidget* m_plots;
    QDockWidget* m_network;
    QTabWidget* m_tabs;
    QWidget* m_layers;
    QWidget* m_presets;
    QByteArray m_layoutBeforeHiding; ///< empty: they are not hidden
};

} // namespace cnnvis::ui
