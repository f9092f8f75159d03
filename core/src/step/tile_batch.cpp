// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/tile_batch.h"

#include "step/magnitudes.h"
#include "step/tile_rows.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

namespace cnnvis {
namespace {

template <typename Work>
double secondsOf(const Work& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

void computeTiles(TargetGradient& network, const RealImage& image, PictureSize tileSize,
    const std::vector<TileOrigin>& tiles, std::size_t first, std::size_t count, const StepRecipe& recipe,
    float* gradients, StepReport& report)
{
    const TileShape shape{tileSize.height, static_cast<std::size_t>(tileSize.width) * kChannels};
    std::vector<double> gatherSeconds(static_cast<std::size_t>(at::get_num_threads())); // by thread
    const auto gather = [&](int tile, float* pixels) {
        const TileOrigin origin = tiles[first + static_cast<std::size_t>(tile)];
        gatherSeconds[static_cast<std::size_t>(at::get_thread_num())] +=
            secondsOf([&] { gatherRows(image, origin, shape, 0, shape.height, pixels); });
    };
    BatchReport batch;
    const double seconds = secondsOf(
        [&] { batch = network.compute(gather, static_cast<int>(count), recipe.objective, recipe.sums, gradients); });
    report.networkSeconds += seconds - *std::max_element(gatherSeconds.begin(), gatherSeconds.end());
    report.objective = batch.objective.value;
    report.neuronMean = batch.objective.neuronMean;
    report.fittingTiles = batch.fittingTiles;
}

void addMagnitudesOfTiles(const float* gradients, std::size_t tiles, std::size_t tileValues, double& sum)
{
    std::vector<double> sums(tiles);
    at::parallel_for(0, static_cast<std::int64_t>(tiles), 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto tile = static_cast<std::size_t>(begin); tile < static_cast<std::size_t>(end); ++tile)
            sums[tile] = sumOfMagnitudes(gradients + tile * tileValues, tileValues);
    });
    for (const double ofTile : sums)
        sum += ofTile;
}

} // namespace cnnvis
