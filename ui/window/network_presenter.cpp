// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/network_presenter.h"

#include "cnnvis/model_source.h"
#include "network/layer_browser.h"
#include "presets/preset_browser.h"
#include "preview/picture_canvas.h"
#include "settings/entry_text.h"
#include "settings/settings_panel.h"
#include "settings/settings_store.h"

#include <QDir>

#include <algorithm>

namespace cnnvis::ui {

NetworkPresenter::NetworkPresenter(SettingsStore& store, SettingsPanel& settingsPanel, PictureCanvas& canvas,
    LayerBrowser& layers, PresetBrowser& browser, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_settingsPanel(settingsPanel)
    , m_canvas(canvas)
    , m_layers(layers)
    , m_browser(browser)
    , m_worker(new ActivationWorker(this))
{
    connect(&layers, &LayerBrowser::targetChosen, this, &NetworkPresenter::targetLayer);
    connect(&layers, &LayerBrowser::neuronChosen, this, &NetworkPresenter::amplifyNeuron);
    connect(&layers, &LayerBrowser::activationsWanted, this,
        [this](const QString& layer) { m_worker->requestMeans(layer, m_canvas.picture()); });
    connect(m_worker, &ActivationWorker::meansReady, &layers, &LayerBrowser::setChannelActivations);
    connect(m_worker, &ActivationWorker::spotReady, &layers, &LayerBrowser::setProbe);
    connect(m_worker, &ActivationWorker::meansFailed, &layers, &LayerBrowser::setChannelProblem);
    connect(m_worker, &ActivationWorker::spotFailed, &layers, &LayerBrowser::setProbeProblem);
    connect(&m_canvas, &PictureCanvas::probed, this, &NetworkPresenter::probe);
    connect(&m_store, &SettingsStore::changed, this, &NetworkPresenter::showTarget);
}

void NetworkPresenter::setNetwork(const std::optional<Network>& network)
{
    if (network == m_network)
        return;
    m_network = network;
    m_worker->setNetwork(network);
    m_layers.setNetwork(network);
    m_canvas.clearProbe();
    QStringList all;
    QStringList usable;
    if (network) {
        for (const LayerInfo& layer : network->layers()) {
            all.append(QString::fromStdString(layer.name));
            if (layer.whyUnsupported.empty())
                usable.append(all.last());
        }
    }
    m_settingsPanel.setLayerNames(usable);
    m_settingsPanel.clearBroken(); // that was another network
    m_browser.setLoadedLayers(all);
    const PictureSize tile = network ? network->inputSize() : PictureSize();
    m_canvas.setTileSize({tile.width, tile.height});
    showTarget();
    Q_EMIT networkChanged();
}

QString NetworkPresenter::networkName(const RunSettings& settings)
{
    const QString name = QString::fromStdString(ModelSource::of(settings).name);
    return name.isEmpty() ? QDir::current().dirName() : name;
}

void NetworkPresenter::showTarget()
{
    const RunSettings& settings = m_store.settings();
    const bool isNeuron = settings.imageType == ImageType::AmplifyNeuron;
    m_layers.setTarget(QString::fromStdString(settings.targetLayer),
        isNeuron ? std::optional<int>(settings.targetNeuron) : std::nullopt);
    const QString neuronKey = keyOf(settingOf(&RunSettings::targetNeuron));
    m_settingsPanel.setValueNames(neuronKey, m_layers.labelsOf(QString::fromStdString(settings.targetLayer)));
    if (!m_network)
        return;
    for (const LayerInfo& layer : m_network->layers()) {
        if (layer.name == settings.targetLayer && !layer.shape.empty())
            m_settingsPanel.setSliderRange(
                neuronKey, 0.0, std::max(1.0, static_cast<double>(layer.shape.front()) - 1.0));
    }
}

void NetworkPresenter::targetLayer(const QString& layer)
{
    RunSettings wanted;
    wanted.imageType = ImageType::AmplifyLayer;
    wanted.targetLayer = layer.toStdString();
    m_store.apply(changeOf(wanted, {&RunSettings::imageType, &RunSettings::targetLayer}), tr("Amplify %1").arg(layer));
}

void NetworkPresenter::amplifyNeuron(const QString& layer, int channel)
{
    RunSettings wanted;
    wanted.imageType = ImageType::AmplifyNeuron;
    wanted.targetLayer = layer.toStdString();
    wanted.targetNeuron = channel;
    m_store.apply(changeOf(wanted, {&RunSettings::imageType, &RunSettings::targetLayer, &RunSettings::targetNeuron}),
        tr("Amplify channel %1 of %2").arg(channel).arg(layer));
}

void NetworkPresenter::probe(QPoint pixel)
{
    const QString chosen = m_layers.chosenLayer();
    const QString layer = chosen.isEmpty() ? QString::fromStdString(m_store.settings().targetLayer) : chosen;
    m_worker->requestSpot(layer, m_canvas.picture(), pixel);
    Q_EMIT probed();
}

} // namespace cnnvis::ui
