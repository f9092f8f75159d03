// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/activation_worker.h"

#include <QObject>

#include <optional>

namespace cnnvis::ui {

class LayerBrowser;
class PictureCanvas;
class PresetBrowser;
class SettingsPanel;
class SettingsStore;

/// Brings the network that the settings name before the user, what its channels see in the picture, and what is chosen
/// there into the settings. Lives on the ui thread.
class NetworkPresenter : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given.
    NetworkPresenter(SettingsStore& store, SettingsPanel& settingsPanel, PictureCanvas& canvas, LayerBrowser& layers,
        PresetBrowser& browser, QObject* parent);

    void setNetwork(const std::optional<Network>& network);
    const std::optional<Network>& network() const { return m_network; }

    /// "Bestiary", or what its folder is called.
    static QString networkName(const RunSettings& settings);

Q_SIGNALS:
    void networkChanged();
    /// What was asked about at the probed spot comes soon: the layers are to be seen.
    void probed();

private:
    void showTarget();
    void targetLayer(const QString& layer);
    void amplifyNeuron(const QString& layer, int channel);
    void probe(QPoint pixel);

    SettingsStore& m_store;
    SettingsPanel& m_settingsPanel;
    PictureCanvas& m_canvas;
    LayerBrowser& m_layers;
    PresetBrowser& m_browser;
    ActivationWorker* m_worker;
    std::optional<Network> m_network;
};

} // namespace cnnvis::ui
