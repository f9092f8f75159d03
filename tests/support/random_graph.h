// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

#include <cstdint>
#include <string>

namespace cnnvis::test {

/// A small network of layers of all kinds in an order that makes some sense, with branches that come together again.
struct RandomGraph {
    LayerGraph graph{"random.prototxt"};
    GraphWeights weights;
    std::string target;

    const BlobShape& dataShape() const { return *graph.values()[0].shape; }
    /// Of the gradient at the target.
    const BlobShape& gradientShape() const;
    /// Its data's size and layers with what they read and make, for messages.
    std::string text() const;
};

/// The same network for the same seed.
RandomGraph randomGraph(std::uint64_t seed);

} // namespace cnnvis::test
