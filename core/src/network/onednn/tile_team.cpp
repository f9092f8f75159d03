// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/tile_team.h"

#include <ATen/Parallel.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <new>
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

double TileTeam::bytesOfPrograms(const LayerGraph& graph, TargetPoint target, Sums sums, int threads)
{
    return (threads > 1 ? 2.0 : 1.0) * bytesOfLaidOutWeights(graph, target, sums);
}

void TileTeam::prepare(int count)
{
    prepare(m_apart, std::min(m_threads, count), 1);
}

void TileTeam::prepare(Group& group, int runners, int threadsInside) const
{
    if (!group.program) {
        CompileOptions options = m_options;
        options.threads = threadsInside;
        group.program = std::make_shared<const TileProgram>(compileNetwork(m_graph, *m_weights, m_target, options));
    }
    while (group.runners.size() < static_cast<std::size_t>(runners))
        group.runners.push_back(std::make_unique<TileRunner>(group.program));
}

void TileTeam::run(const Source& source, int count, const Objective& objective, float* gradients)
{
    prepare(count);
    const Work work{source, objective, gradients};
    const int together = count / m_threads * m_threads;
    runApart(work, 0, together);
    if (together < count)
        runRest(work, together, count);
}

void TileTeam::runApart(const Work& work, int first, int end)
{
    // Each thread takes the next tile when it is done with one, as other programs may slow one of them down.
    std::atomic<int> next{first};
    at::parallel_for(0, std::min(m_threads, end - first), 1, [&](std::int64_t firstWorker, std::int64_t endWorker) {
        for (std::int64_t worker = firstWorker; worker < endWorker; ++worker) {
            for (int tile = next++; tile < end; tile = next++)
                runOne(*m_apart.runners[static_cast<std::size_t>(worker)], work, tile);
        }
    });
}

void TileTeam::runShared(const Work& work, int first, int end)
{
    for (int tile = first; tile < end; ++tile)
        runOne(*m_shared.runners[0], work, tile);
}

void TileTeam::runRest(const Work& work, int first, int end)
{
    const bool isSharing = isSharingNext(end - first) && prepareShared();
    const auto start = std::chrono::steady_clock::now();
    if (isSharing)
        runShared(work, first, end);
    else
        runApart(work, first, end);
    const std::chrono::duration<double> duration = std::chrono::steady_clock::now() - start;
    if (isSharing)
        m_sharedTrial.add(duration.count() / (end - first));
    else
        m_apartTrial.add(duration.count());
}

/// @return  false: there is no memory for it.
bool TileTeam::prepareShared()
{
    try {
        prepare(m_shared, 1, m_threads);
        return true;
    } catch (const std::bad_alloc&) {
        m_isSharingLost = true;
    } catch (const c10::Error&) { // LibTorch has no other for memory
        m_isSharingLost = true;
    } catch (const dnnl::error& error) {
        if (error.status != dnnl_out_of_memory)
            throw;
        m_isSharingLost = true;
    }
    m_shared = {};
    return false;
}

void TileTeam::Trial::add(double newSeconds)
{
    constexpr double kLeastShare = 0.25;
    if (runs > 0)
        seconds += std::max(kLeastShare, 1.0 / runs) * (newSeconds - seconds);
    ++runs;
}

/// In turn at first, then the faster way. What sharing needs is given back once it has lost even for a single tile.
bool TileTeam::isSharingNext(int count)
{
    constexpr int kTrials = 4;
    if (m_isSharingLost || m_threads == 1)
        return false;
    if (m_apartTrial.runs < kTrials || m_sharedTrial.runs < kTrials)
        return m_sharedTrial.runs < m_apartTrial.runs;
    m_isSharingLost = m_sharedTrial.seconds >= m_apartTrial.seconds;
    if (m_isSharingLost)
        m_shared = {};
    return m_sharedTrial.seconds * count < m_apartTrial.seconds;
}

void TileTeam::runOne(TileRunner& runner, const Work& work, int tile) const
{
    work.source(tile, runner.pixels());
    const at::Tensor gradient = work.objective(tile, runner.forward());
    std::copy_n(
        runner.backward(gradient), m_tileValues, work.gradients + static_cast<std::size_t>(tile) * m_tileValues);
}

} // namespace cnnvis::onednn
