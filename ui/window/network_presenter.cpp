// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/network_presenter.h"

#include "cnnvis/model_source.h"
#include "network/layer_browser.h"
#include "presets/preset_browser.h"
#include "preview/picture_canvas.h"
#include "settings/settings_panel.h"
#include "settings/settings_store.h"

#include <QDir>

#include <algorithm>

namespace cnnvis::ui {

NetworkPresenter::NetworkPresenter(const WindowParts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_worker(new ActivationWorker(this))
{
    LayerBrowser* layers = m_parts.layers;
    connect(layers, &LayerBrowser::targetChosen, this, &NetworkPresenter::targetLayer);
    connect(layers, &LayerBrowser::neuronChosen, this, &NetworkPresenter::amplifyNeuron);
    connect(layers, &LayerBrowser::activationsWanted, this,
        [this](const QString& layer) { m_worker->requestMeans(layer, m_parts.canvas->picture()); });
    connect(m_worker, &ActivationWorker::meansReady, layers, &LayerBrowser::setChannelActivations);
    connect(m_worker, &ActivationWorker::spotReady, layers, &LayerBrowser::setProbe);
    connect(m_worker, &ActivationWorker::meansFailed, layers, &LayerBrowser::setChannelProblem);
    connect(m_worker, &ActivationWorker::spotFailed, layers, &LayerBrowser::setProbeProblem);
    connect(m_parts.canvas, &PictureCanvas::probed, this, &NetworkPresenter::probe);
    connect(m_parts.store, &SettingsStore::changed, this, &NetworkPresenter::showTarget);
}

void NetworkPresenter::setNetwork(const std::optional<Network>& network)
{
    const auto filesOf = [](const std::optional<Network>& value) { return value ? &value->files() : nullptr; };
    if (filesOf(network) == filesOf(m_network))
        return;
    m_network = network;
    m_worker->setNetwork(network);
    m_parts.layers->setNetwork(network);
    m_parts.canvas->clearProbe();
    QStringList all;
    QStringList usable;
    if (network) {
        for (const LayerInfo& layer : network->layers()) {
            all.append(QString::fromStdString(layer.name));
            if (layer.whyUnsupported.empty())
                usable.append(all.last());
        }
    }
    m_parts.settings->setLayerNames(usable);
    m_parts.settings->clearBroken(); // that was another network
    m_parts.presets->setLoadedLayers(all);
    const PictureSize tile = network ? network->inputSize() : PictureSize();
    m_parts.canvas->setTileSize({tile.width, tile.height});
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
    const RunSettings& settings = m_parts.store->settings();
    const bool isNeuron = settings.imageType == ImageType::AmplifyNeuron;
    m_parts.layers->setTarget(QString::fromStdString(settings.targetLayer),
        isNeuron ? std::optional<int>(settings.targetNeuron) : std::nullopt);
    m_parts.settings->setValueNames(
        QStringLiteral("target_neuron"), m_parts.layers->labelsOf(QString::fromStdString(settings.targetLayer)));
    if (!m_network)
        return;
    for (const LayerInfo& layer : m_network->layers()) {
        if (layer.name == settings.targetLayer && !layer.shape.empty())
            m_parts.settings->setSliderRange(
                QStringLiteral("target_neuron"), 0.0, std::max(1.0, static_cast<double>(layer.shape.front()) - 1.0));
    }
}

void NetworkPresenter::targetLayer(const QString& layer)
{
    m_parts.store->apply(
        {{"image_type", "amplify_layer"}, {"target_layer", layer.toStdString()}}, tr("Amplify %1").arg(layer));
}

void NetworkPresenter::amplifyNeuron(const QString& layer, int channel)
{
    m_parts.store->apply({{"image_type", "amplify_neuron"}, {"target_layer", layer.toStdString()},
                             {"target_neuron", std::to_string(channel)}},
        tr("Amplify channel %1 of %2").arg(channel).arg(layer));
}

void NetworkPresenter::probe(QPoint pixel)
{
    const QString chosen = m_parts.layers->chosenLayer();
    const QString layer = chosen.isEmpty() ? QString::fromStdString(m_parts.store->settings().targetLayer) : chosen;
    m_worker->requestSpot(layer, m_parts.canvas->picture(), pixel);
    Q_EMIT probed();
}

} // namespace cnnvis::ui
