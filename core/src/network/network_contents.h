// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "network/layer_graph.h"
#include "network/network_format.h"

#include <cstdint>

namespace cnnvis {

/// What a Network holds, for the engine.
struct NetworkContents {
    /// Lives as long as the network or a copy of it.
    static const NetworkContents& of(const Network& network) { return *network.m_contents; }

    const NetworkFormat* format = nullptr; ///< that it is kept in
    LayerGraph graph;
    std::string path;
    std::string weightsPath; ///< empty: drawn from the fillers
    std::uint64_t seed = 0; ///< of the fillers
    double mean = 0.0;
    std::vector<LayerInfo> layers;
    std::vector<std::string> labels; ///< of the last layer's channels, or none

    PictureSize inputSize() const;
    /// The weights of the layers that the target needs, read from the file or drawn. @throws ModelError  when they
    /// don't fit.
    GraphWeights weights(TargetPoint target) const;
    /// @throws SettingsError  when the layer is not there, or an unsupported one comes before it.
    TargetPoint target(const RunSettings& settings) const;
};

} // namespace cnnvis
