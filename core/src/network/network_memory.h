// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

/// What a network takes of memory, in bytes: arithmetic on shapes, so that it can be asked of one that does not fit.
namespace cnnvis {

/// LibTorch itself, and its scratch memory.
constexpr double kBytesOfLibTorch = 300.0 * 1024.0 * 1024.0;

/// A layer's weights as they are read.
double bytesOfWeights(const LayerGraph& graph, const LayerNode& layer);

/// Those of all layers that a target needs.
double bytesOfWeights(const LayerGraph& graph, TargetPoint target);

/// The blobs of a tile up to a target, with what the layers keep for the way back.
double bytesOfBlobs(const LayerGraph& graph, TargetPoint target);

} // namespace cnnvis
