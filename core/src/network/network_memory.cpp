// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/network_memory.h"

#include <cstddef>
#include <vector>

namespace cnnvis {

double bytesOfWeights(const LayerGraph& graph, const LayerNode& layer)
{
    double values = 0.0;
    for (const BlobShape& shape : graph.weightShapes(layer))
        values += static_cast<double>(elementCount(shape));
    return sizeof(float) * values;
}

double bytesOfWeights(const LayerGraph& graph, TargetPoint target)
{
    double bytes = 0.0;
    const std::vector<bool> isNeeded = graph.layersNeededFor(target);
    for (std::size_t i = 0; i < isNeeded.size(); ++i)
        bytes += isNeeded[i] ? bytesOfWeights(graph, graph.layers()[i]) : 0.0;
    return bytes;
}

double bytesOfBlobs(const LayerGraph& graph, TargetPoint target)
{
    constexpr double kCopies = 2.0; // of a blob, in the layers and their kernels
    double values = 0.0;
    const std::vector<bool> isNeeded = graph.layersNeededFor(target);
    for (std::size_t i = 0; i < isNeeded.size(); ++i) {
        if (!isNeeded[i])
            continue;
        for (const int output : graph.layers()[i].outputs)
            values += static_cast<double>(elementCount(*graph.values()[static_cast<std::size_t>(output)].shape));
    }
    return sizeof(float) * kCopies * values;
}

} // namespace cnnvis
