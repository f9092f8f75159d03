// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cnnvis::ui {

class LayerBrowser;
class LogPanel;
class MessageBar;
class PictureCanvas;
class PlotsPanel;
class PresetBrowser;
class PresetStore;
class RunController;
class SettingsPanel;
class SettingsStore;
class SnapshotStrip;

/// The parts of the studio, for those who wire them together. The main window owns them; all are there.
struct WindowParts {
    SettingsStore* store = nullptr;
    RunController* controller = nullptr;
    SettingsPanel* settings = nullptr;
    MessageBar* messageBar = nullptr;
    PictureCanvas* canvas = nullptr;
    SnapshotStrip* strip = nullptr;
    PlotsPanel* plots = nullptr;
    LogPanel* log = nullptr;
    LayerBrowser* layers = nullptr;
    PresetStore* presetStore = nullptr;
    PresetBrowser* presets = nullptr;
};

} // namespace cnnvis::ui
