// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"
#include "network/onednn/network_compiler.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <vector>

namespace cnnvis::onednn {

/// Runs a network for several tiles, each on one thread. The last of them, when they are fewer than the threads, go the
/// faster way of two: still each on its own thread, or one after the other with all threads sharing it. Waking threads
/// up for every layer often costs more than sharing saves; which it is here is found by trying.
///
/// A tile's gradient is the same, bit for bit, whatever the other tiles and the number of threads.
class TileTeam {
public:
    /// @param threads  ≥ 1.
    TileTeam(LayerGraph graph, std::shared_ptr<const GraphWeights> weights, TargetPoint target, CompileOptions options,
        int threads);

    /// Bytes of all that a team keeps whatever the tiles: its programs, the one for a thread a tile, and while it is
    /// tried whether threads had better share tiles, another.
    static double bytesOfPrograms(const LayerGraph& graph, TargetPoint target, Sums sums, int threads);

    /// Makes ready for batches of so many tiles. @throws ModelError  as compileNetwork().
    void prepare(int count);

    /// @param tile        its index in the batch.
    /// @param activation  at the target, (1, …) float32.
    /// @return            the gradient at the target layer's own output, of that shape. Called on several threads.
    using Objective = std::function<at::Tensor(int tile, const at::Tensor& activation)>;

    /// Writes a tile's pixels. @param tile  as above. @param pixels  (height, width, 3), BGR less the mean.
    using Source = std::function<void(int tile, float* pixels)>;

    /// @param gradients  receives the gradient at each of the `count` tiles, one after the other.
    void run(const Source& source, int count, const Objective& objective, float* gradients);

private:
    /// Runners of one program.
    struct Group {
        std::shared_ptr<const TileProgram> program;
        std::vector<std::unique_ptr<TileRunner>> runners;
    };
    void prepare(Group& group, int runners, int threadsInside) const;
    bool prepareShared();
    /// What is to be done with tiles.
    struct Work {
        const Source& source;
        const Objective& objective;
        float* gradients;
    };
    void runApart(const Work& work, int first, int end);
    void runShared(const Work& work, int first, int end);
    void runRest(const Work& work, int first, int end);
    bool isSharingNext(int count);
    void runOne(TileRunner& runner, const Work& work, int tile) const;

    /// How long tiles took to be computed in one of the ways.
    struct Trial {
        int runs = 0;
        double seconds = 0.0; ///< the mean, of the last few runs above all, and without the first

        void add(double newSeconds);
    };

    LayerGraph m_graph;
    std::shared_ptr<const GraphWeights> m_weights;
    TargetPoint m_target;
    CompileOptions m_options;
    int m_threads;
    std::size_t m_tileValues;
    Group m_apart; ///< a thread a tile
    Group m_shared; ///< all threads on one tile
    Trial m_apartTrial; ///< of tiles that are fewer than the threads
    Trial m_sharedTrial; ///< of one tile
    bool m_isSharingLost = false; ///< it was slower, or there is no memory for it
};

} // namespace cnnvis::onednn
