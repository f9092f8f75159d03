// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"
#include "network/onednn/network_compiler.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <vector>

namespace cnnvis::onednn {

/// Runs a network for several tiles, each on one thread; where there are fewer tiles than threads, the threads share
/// one tile after the other.
///
/// A tile's gradient is the same, bit for bit, whatever the other tiles and the number of threads.
class TileTeam {
public:
    /// @param threads  ≥ 1.
    TileTeam(LayerGraph graph, std::shared_ptr<const GraphWeights> weights, TargetPoint target, CompileOptions options,
        int threads);

    /// Makes ready for batches of so many tiles. @throws ModelError  as compileNetwork().
    void prepare(int count);

    /// @param tile        its index in the batch.
    /// @param activation  at the target, (1, …) float32.
    /// @return            the gradient at the target layer's own output, of that shape. Called on several threads.
    using Objective = std::function<at::Tensor(int tile, const at::Tensor& activation)>;

    /// @param tiles      `count` tiles of (height, width, 3), BGR less the mean, one after the other.
    /// @param gradients  receives the gradient at each tile.
    void run(const float* tiles, int count, const Objective& objective, float* gradients);

private:
    /// Runners of one program.
    struct Group {
        std::shared_ptr<const TileProgram> program;
        std::vector<std::unique_ptr<TileRunner>> runners;
    };
    void prepare(Group& group, int runners, int threadsInside) const;
    void runOne(TileRunner& runner, const float* tiles, int tile, const Objective& objective, float* gradients) const;

    LayerGraph m_graph;
    std::shared_ptr<const GraphWeights> m_weights;
    TargetPoint m_target;
    CompileOptions m_options;
    int m_threads;
    std::size_t m_tileValues;
    Group m_single; ///< a thread a tile
    Group m_shared; ///< all threads on one tile
};

} // namespace cnnvis::onednn
