// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_text.h"

#include <QImage>
#include <QString>
#include <QStringList>
#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;

namespace cnnvis::ui {

class NameBar;
class NoticeBar;
class PresetGrid;
class PresetModel;
class PresetStore;

/// The presets as cards with pictures, one's own before the built-in ones: apply, save, rename, delete, import, export,
/// star.
///
/// A double-click, Enter or the Apply button applies a preset; a click only shows what it is. Everything else is in the
/// cards' context menu and behind the More button.
class PresetBrowser : public QWidget {
    Q_OBJECT

public:
    /// @param store  outlives this; its problems are shown here, and it may be loaded before or after.
    explicit PresetBrowser(PresetStore& store, QWidget* parent = nullptr);

    /// The names of the loaded network's layers: presets for others are shown as such. None: no network is loaded.
    void setLoadedLayers(const QStringList& layers);

    /// Asks in the browser for the name under which to save the current settings; saveRequested() has the answer.
    void askToSaveCurrent();
    /// Saves a preset under its name, in place of one's own preset of that name, and shows it.
    void saveCurrent(const Preset& preset, const QImage& thumbnail = {});
    /// Imports a preset from JSON or a picture, and shows it. What cannot be used is refused with the reason.
    void importFile(const QString& path);

Q_SIGNALS:
    /// Apply that preset.
    /// @param name  a built-in one's name, the title of one's own.
    void presetChosen(const cnnvis::Preset& preset, const QString& name);
    /// The user wants the current settings saved under that title; answer with saveCurrent().
    void saveRequested(const QString& title);

private:
    void buildGrid();
    void buildActions();
    QWidget* buildTop();
    QWidget* buildDetails();
    void updateCount();
    void updateDetails();
    void select(const QString& key);
    void apply();
    void askForNewName();
    void removeCurrent();
    void chooseImport();
    void chooseExport();
    void toggleStar();
    QModelIndex current() const;

    PresetStore& m_store;
    PresetModel* m_model;
    QLineEdit* m_filterEdit;
    QLabel* m_count;
    PresetGrid* m_grid;
    NameBar* m_nameBar;
    NoticeBar* m_notice;
    QWidget* m_details;
    QLabel* m_title;
    QLabel* m_description;
    QPushButton* m_applyButton;
    QAction* m_apply;
    QAction* m_rename;
    QAction* m_delete;
    QAction* m_export;
    QAction* m_import;
    QAction* m_star;
    QString m_selectedKey; ///< kept while the model is rebuilt
};

} // namespace cnnvis::ui
