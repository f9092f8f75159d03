// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/network.h"

#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "network/class_labels.h"
#include "network/network_contents.h"

namespace cnnvis {
namespace {

/// Of the ImageNet pictures that BVLC's networks learnt from: the mean of 104.007, 116.669 and 122.679.
constexpr double kImageNetMean = 114.4516;

LayerInfo infoOf(const LayerGraph& graph, const LayerNode& layer)
{
    const BlobValue& output = graph.values()[static_cast<std::size_t>(layer.outputs[0])];
    LayerInfo info;
    info.name = layer.name;
    info.type = layer.type;
    if (output.shape && !output.shape->empty())
        info.shape.assign(output.shape->begin() + 1, output.shape->end());
    info.receptiveField = output.field.size;
    info.stride = output.field.stride;
    if (const auto* unsupported = std::get_if<UnsupportedKind>(&layer.kind))
        info.whyUnsupported = unsupported->reason;
    else if (!output.shape)
        info.whyUnsupported = "a layer before it is not supported";
    return info;
}

} // namespace

PictureSize NetworkContents::inputSize() const
{
    const BlobShape shape = *graph.values()[static_cast<std::size_t>(graph.dataValue())].shape;
    return {static_cast<int>(shape[2]), static_cast<int>(shape[3])};
}

GraphWeights NetworkContents::weights(TargetPoint target) const
{
    const std::vector<bool> needed = graph.layersNeededFor(target);
    return weightsPath.empty() ? format->drawWeights(graph, needed, seed)
                               : format->readWeights(weightsPath, graph, needed);
}

TargetPoint NetworkContents::target(const RunSettings& settings) const
{
    try {
        return graph.findTarget(settings.targetLayer);
    } catch (const ModelError& error) {
        throw SettingsError("target_layer", error.what(), graph.nearestLayer(settings.targetLayer));
    }
}

Network Network::load(const RunSettings& settings)
{
    const ModelFiles paths = ModelSource::of(settings).files();
    const NetworkFormat& format = networkFormatOf(paths.description);
    auto contents = std::make_shared<NetworkContents>(NetworkContents{&format, format.read(paths.description),
        paths.description, paths.weights, static_cast<std::uint64_t>(settings.seed), kImageNetMean, {}, {}});
    if (!paths.mean.empty())
        contents->mean = format.readMean(paths.mean);
    for (const LayerNode& layer : contents->graph.layers())
        contents->layers.push_back(infoOf(contents->graph, layer));
    contents->graph.dataValue();
    if (!contents->layers.empty() && !contents->layers.back().shape.empty())
        contents->labels = readClassLabels(paths.description, contents->layers.back().shape.front());
    return Network(std::move(contents));
}

const std::vector<LayerInfo>& Network::layers() const
{
    return m_contents->layers;
}

PictureSize Network::inputSize() const
{
    return m_contents->inputSize();
}

double Network::mean() const
{
    return m_contents->mean;
}

const std::string& Network::path() const
{
    return m_contents->path;
}

bool Network::hasTrainedWeights() const
{
    return !m_contents->weightsPath.empty();
}

const std::vector<std::string>& Network::labels() const
{
    return m_contents->labels;
}

} // namespace cnnvis
