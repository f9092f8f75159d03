// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cnnvis::caffe {

/// Whether the file is for readNetwork(). Text has no mark to know it by, so that this takes any file.
inline bool canRead(const std::string& /*path*/)
{
    return true;
}

/// Reads a `deploy.prototxt` of either generation (`layer`, V1 `layers`), with its input declared in any of three ways.
///
/// Layers for training only (`include { phase: TRAIN }`) are left out.
/// @throws ModelError  when the file cannot be read or is no such network; the message has file and line.
LayerGraph readNetwork(const std::string& path);

/// Reads the weights of the layers that `needed` marks from a `.caffemodel` (V1 or V2, new or legacy shapes, float or
/// double). Layers are matched by name; those that are not marked stay without weights.
/// @throws ModelError  when the file cannot be read, or a needed layer's weights are missing or do not fit.
GraphWeights readWeights(const std::string& path, const LayerGraph& graph, const std::vector<bool>& needed);

/// Draws the weights of the needed layers from their fillers; the same for the same seed, whichever layers are needed.
/// @throws ModelError  when they would take more than 2 GiB, which no weights file can hold.
GraphWeights drawWeights(const LayerGraph& graph, const std::vector<bool>& needed, std::uint64_t seed);

/// The mean image's mean over all values, in grey levels.
/// @param text  a `.npy` or `.binaryproto` file, told by its content, or one or three numbers separated by commas.
/// @throws ModelError  when it is neither, or the mean is not finite.
double readMean(const std::string& text);

} // namespace cnnvis::caffe
