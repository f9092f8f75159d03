// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"
#include "cnnvis/settings_text.h"

#include <QObject>
#include <QString>

namespace cnnvis::ui {

class Messages;
class PictureCanvas;
class PresetBrowser;
class SettingsStore;

/// Applies presets to the settings, each as one undo step, and keeps the settings as presets. Lives on the ui thread.
///
/// A preset stands for all settings. But the user's own photo stays, in its proportions, see startPictureOf(), and so
/// does the user's network where the preset names none that is there.
class PresetDesk : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given.
    PresetDesk(
        SettingsStore& store, PresetBrowser& browser, const PictureCanvas& canvas, Messages& messages, QObject* parent);

    void apply(const Preset& preset, const QString& name);
    /// The settings that the preset leads to from those.
    static RunSettings settingsOf(const Preset& preset, const RunSettings& present);
    /// Those of kFirstPreset.
    static RunSettings firstSettings();

    /// The title of the preset that the settings come from; with an asterisk where they are no longer its own.
    QString currentTitle() const;

Q_SIGNALS:
    void currentTitleChanged();

private:
    void save(const QString& title);

    SettingsStore& m_store;
    PresetBrowser& m_browser;
    const PictureCanvas& m_canvas;
    Messages& m_messages;
};

} // namespace cnnvis::ui
