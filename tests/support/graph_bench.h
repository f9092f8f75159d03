// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

#include <memory>
#include <string_view>
#include <vector>

namespace cnnvis::test {

/// Numbers with their shape, the batch in front.
struct Blob {
    BlobShape shape;
    std::vector<float> values;
};

/// The length of the difference, as a part of the first one's length; infinite where the shapes differ.
double distance(const Blob& expected, const Blob& actual);

/// Who runs a graph: a GraphRunner, as on the main processor and with the layouts and types that it has on graphics
/// processors; or a TileRunner for each image: on one thread, on all threads, in bfloat16, by
/// the definition of convolutions.
enum class Executor { LibTorch, ChannelsLast, HalfChannelsLast, Tiles, SharedTiles, HalfTiles, TilesByDefinition };
/// Tiles where the environment has CNNVIS_TEST_TILES, else LibTorch.
Executor usualExecutor();
/// Whether this build and this processor have it.
bool isThere(Executor executor);

/// Runs a graph, and takes and gives plain numbers, so that tests need no LibTorch.
class GraphBench {
public:
    /// @throws ModelError  as LayerGraph::findTarget() and the runners.
    GraphBench(const LayerGraph& graph, const GraphWeights& weights, std::string_view target,
        Executor executor = usualExecutor());
    ~GraphBench();

    Blob forward(const Blob& data);
    /// Of what the last forward() made.
    Blob backward(const Blob& gradient);

    class Impl;

private:
    std::unique_ptr<Impl> m_impl;
};

/// The gradient of Σ functional · target at the data, by central differences. Of a network that is smooth around there.
std::vector<double> gradientByDifferences(GraphBench& bench, const Blob& data, const std::vector<float>& functional);

/// Weights of the shapes that the graph's layers need, between `least` and `most`.
GraphWeights randomWeights(const LayerGraph& graph, double least, double most);

} // namespace cnnvis::test
