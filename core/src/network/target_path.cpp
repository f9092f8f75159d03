// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/target_path.h"

#include "cnnvis/error.h"

#include <algorithm>

namespace cnnvis {
namespace {

void requireKnownInputs(const LayerGraph& graph, const LayerNode& layer, int data)
{
    for (const int input : layer.inputs) {
        const BlobValue& value = graph.values()[static_cast<std::size_t>(input)];
        if (value.producer < 0 && input != data)
            throw ModelError(graph.describe(layer) + " reads the input '" + value.name
                + "', but only the first input is known, the picture; choose a layer before it");
    }
}

} // namespace

TargetPath targetPath(const LayerGraph& graph, TargetPoint target)
{
    const LayerNode& targetLayer = graph.layers()[static_cast<std::size_t>(target.layer)];
    TargetPath path;
    path.data = graph.dataValue();
    path.target = target.value;
    path.ownOutput = targetLayer.outputs[0];
    path.dependsOnData.assign(graph.values().size(), false);
    path.dependsOnData[static_cast<std::size_t>(path.data)] = true;
    const auto depends = [&](int value) { return path.dependsOnData[static_cast<std::size_t>(value)]; };
    const std::vector<bool> isNeeded = graph.layersNeededFor(target);
    const std::vector<bool> leadsToTarget = graph.layersNeededFor({target.layer, path.ownOutput});
    for (std::size_t i = 0; i < isNeeded.size(); ++i) {
        if (!isNeeded[i])
            continue;
        const LayerNode& layer = graph.layers()[i];
        requireKnownInputs(graph, layer, path.data);
        path.forward.push_back(static_cast<int>(i));
        if (!std::any_of(layer.inputs.begin(), layer.inputs.end(), depends))
            continue;
        for (const int output : layer.outputs)
            path.dependsOnData[static_cast<std::size_t>(output)] = true;
        if (leadsToTarget[i])
            path.backward.push_back(static_cast<int>(i));
    }
    if (!depends(path.ownOutput))
        throw ModelError(graph.describe(targetLayer) + " does not depend on the picture; choose another target");
    std::reverse(path.backward.begin(), path.backward.end());
    return path;
}

} // namespace cnnvis
