// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"
#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"

#include <QMap>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

class QLabel;
class QScrollArea;

namespace cnnvis::ui {

class RestartBar;
class SearchBox;
class SettingRow;
class SettingsGroup;
class SettingsStore;

/// All settings, a row for each entry of settingsSchema(), in its groups; they read and write a store.
///
/// Each editor is found by its objectName, which is the entry's key. A search finds settings of both tiers, also in
/// closed groups. Lives on the ui thread.
class SettingsPanel : public QWidget {
    Q_OBJECT

public:
    /// @param store  outlives the panel.
    explicit SettingsPanel(SettingsStore& store, QWidget* parent = nullptr);
    ~SettingsPanel() override;
    Q_DISABLE_COPY_MOVE(SettingsPanel)

    /// The layers to choose a target from, in the network's order.
    void setLayerNames(const QStringList& names);
    /// Where the slider of a number ends, e.g. target_neuron at the last channel of the layer.
    void setSliderRange(const QString& key, double low, double high);
    /// What a number stands for, from 0 on, e.g. target_neuron the classes of the network; empty: nothing.
    void setValueNames(const QString& key, const QStringList& names);
    /// Remembers for the warning in the row from which value on a run has broken.
    void setBrokenFrom(const QString& key, double value);
    /// Forgets them all.
    void clearBroken();

    /// Whether a row holds text that cannot be used. A run is to be started only when not, after commitInput().
    bool hasInvalidInput() const;
    /// Takes what is typed but not finished, as when the start comes by a key.
    /// @return  whether all of it could be used.
    bool commitInput();

    /// Tells that a run has started (again) with the store's settings, or that none goes. While one goes, the rows say
    /// what does not act at once.
    void setRunning(bool isRunning);
    /// Tells that the run has come to its next size: what waited for it acts now.
    void noteSizeStarted();
    /// The run changed settings by itself, which it has already then.
    void noteTurned(const SettingsChange& change);
    /// The keys of changed settings that wait for a restart.
    QStringList keysAwaitingRestart() const;

    /// Opens the setting's group, scrolls to it and gives it the focus.
    void reveal(const QString& key);
    void focusSearch();

    /// For the session: the titles of the open groups, and whether all settings are shown.
    QStringList openGroups() const;
    void setOpenGroups(const QStringList& titles);
    SettingTier tier() const;
    void setTier(SettingTier tier);

public Q_SLOTS:
    /// Resets the setting whose editor has the focus, for a shortcut.
    void resetFocused();

Q_SIGNALS:
    /// From the bar that tells how many changes wait for one.
    void restartRequested();
    void inputValidityChanged(bool hasInvalidInput);
    /// Groups or tier, which the session remembers.
    void viewChanged();

private:
    void buildRows();
    void addRow(const SettingEntry& entry, SettingsGroup& group);
    void applyFilter();
    void showStored(const QStringList& keys);
    void showChanged(const QStringList& keys);
    void showProblems();
    void refreshEffectMarks();
    bool isWaiting(const SettingEntry& entry) const;
    void keepUnderPointer(const std::function<void()>& change);

    SettingsStore& m_store;
    SearchBox* m_search;
    QScrollArea* m_scrollArea;
    QLabel* m_nothingFound;
    RestartBar* m_restartBar;
    std::vector<SettingsGroup*> m_groups;
    std::vector<SettingRow*> m_rows; ///< in the order of the schema
    QMap<QString, SettingRow*> m_rowByKey;
    bool m_isRunning = false;
    RunSettings m_actingSettings; ///< what the run goes by, as far as it does not act at once
};

} // namespace cnnvis::ui
