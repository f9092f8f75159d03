// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/tile_team.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace cnnvis::onednn {

TileTeam::TileTeam(LayerGraph graph, std::shared_ptr<const GraphWeights> weights, TargetPoint target,
    CompileOptions options, int threads)
    : m_graph(std::move(graph))
    , m_weights(std::move(weights))
    , m_target(target)
    , m_options(options)
    , m_threads(threads)
    , m_tileValues(static_cast<std::size_t>(
          elementCount(*m_graph.values()[static_cast<std::size_t>(m_graph.dataValue())].shape)))
{ }

void TileTeam::prepare(int count)
{
    if (count >= m_threads)
        prepare(m_single, m_threads, 1);
    if (count % m_threads != 0)
        prepare(m_shared, 1, m_threads);
}

void TileTeam::prepare(Group& group, int runners, int threadsInside) const
{
    if (group.program)
        return;
    CompileOptions options = m_options;
    options.threads = threadsInside;
    group.program = std::make_shared<const TileProgram>(compileNetwork(m_graph, *m_weights, m_target, options));
    for (int i = 0; i < runners; ++i)
        group.runners.push_back(std::make_unique<TileRunner>(group.program));
}

void TileTeam::run(const float* tiles, int count, const Objective& objective, float* gradients)
{
    prepare(count);
    const int together = count / m_threads * m_threads;
    // Each thread takes the next tile when it is done with one, as other programs may slow one of them down.
    std::atomic<int> next{0};
    at::parallel_for(0, together > 0 ? m_threads : 0, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t worker = begin; worker < end; ++worker) {
            for (int tile = next++; tile < together; tile = next++)
                runOne(*m_single.runners[static_cast<std::size_t>(worker)], tiles, tile, objective, gradients);
        }
    });
    for (int tile = together; tile < count; ++tile)
        runOne(*m_shared.runners[0], tiles, tile, objective, gradients);
}

void TileTeam::runOne(
    TileRunner& runner, const float* tiles, int tile, const Objective& objective, float* gradients) const
{
    const std::size_t first = static_cast<std::size_t>(tile) * m_tileValues;
    const at::Tensor gradient = objective(tile, runner.forward(tiles + first));
    std::copy_n(runner.backward(gradient), m_tileValues, gradients + first);
}

} // namespace cnnvis::onednn
