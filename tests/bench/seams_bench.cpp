// SPDX-License-Identifier: GPL-3.0-or-later
#include "benches.h"

#include "bench_setup.h"
#include "cnnvis/dream.h"
#include "cnnvis/machine.h"
#include "figures.h"
#include "step/tiles.h"
#include "timing.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cnnvis {
namespace {

using nlohmann::json;

/// Between which rows (or columns) the original's tiles begin or end: before each of these.
std::set<int> bordersAlong(const std::vector<int>& starts, int tileLength, int length)
{
    std::set<int> borders;
    for (const int start : starts) {
        if (start > 0)
            borders.insert(start);
        if (start + tileLength < length)
            borders.insert(start + tileLength);
    }
    return borders;
}

/// What was dreamt: the image less what it began with.
struct Dreamt {
    PictureSize size;
    std::vector<double> values;

    double at(int row, int column, int channel) const
    {
        return values[(static_cast<std::size_t>(row) * static_cast<std::size_t>(size.width)
                          + static_cast<std::size_t>(column))
                * 3
            + static_cast<std::size_t>(channel)];
    }
};

/// Mean jumps from one row (or column) to the next, before each of them.
std::vector<double> jumpsAlong(const Dreamt& dreamt, bool isAlongRows)
{
    const int length = isAlongRows ? dreamt.size.height : dreamt.size.width;
    const int across = isAlongRows ? dreamt.size.width : dreamt.size.height;
    std::vector<double> jumps(static_cast<std::size_t>(length));
    for (int i = 1; i < length; ++i) {
        double sum = 0.0;
        for (int j = 0; j < across; ++j) {
            for (int channel = 0; channel < 3; ++channel)
                sum += isAlongRows ? std::abs(dreamt.at(i, j, channel) - dreamt.at(i - 1, j, channel))
                                   : std::abs(dreamt.at(j, i, channel) - dreamt.at(j, i - 1, channel));
        }
        jumps[static_cast<std::size_t>(i)] = sum / (3.0 * across);
    }
    return jumps;
}

/// The mean jump at the original's borders as a multiple of that elsewhere.
double jumpAtBorders(const Dreamt& dreamt, const TileCover& cover)
{
    double sums[2] = {};
    double counts[2] = {};
    for (const bool isAlongRows : {true, false}) {
        const std::set<int> borders = isAlongRows
            ? bordersAlong(cover.rowStarts, cover.tileSize.height, dreamt.size.height)
            : bordersAlong(cover.columnStarts, cover.tileSize.width, dreamt.size.width);
        const std::vector<double> jumps = jumpsAlong(dreamt, isAlongRows);
        for (std::size_t i = 1; i < jumps.size(); ++i) {
            const std::size_t kind = borders.count(static_cast<int>(i));
            sums[kind] += jumps[i];
            counts[kind] += 1.0;
        }
    }
    return sums[1] / counts[1] / (sums[0] / counts[0]);
}

struct Outcome {
    double jump = 0.0;
    double processorSeconds = 0.0;
};

Outcome dreamOf(RunSettings settings, const Network& network, PictureSize size, Tiling tiling)
{
    settings.initialSize = std::to_string(size.height) + "x" + std::to_string(size.width);
    settings.numSizes = 1;
    settings.tiling = tiling;
    Dream dream(settings, network, Picture());
    const std::vector<double> start = dream.state().image;
    const double before = processorSeconds();
    while (dream.step({}, Figures::Free)) { }
    Outcome outcome;
    outcome.processorSeconds = processorSeconds() - before;
    Dreamt dreamt{size, dream.state().image};
    for (std::size_t i = 0; i < start.size(); ++i)
        dreamt.values[i] -= start[i];
    outcome.jump = jumpAtBorders(dreamt, coverWithTiles(size, network.inputSize()).value());
    return outcome;
}

} // namespace

json benchSeams(const BenchOptions& options)
{
    const int threads = setThreadCount(options.settings.threads);
    const Network network = Network::load(options.settings);
    json result = describe("seams", options, threads);
    const PictureSize tile = network.inputSize();
    // As far above a tile as these are above 224 pixels.
    const std::pair<const char*, PictureSize> pictures[] = {
        {"small", {tile.height * 265 / 224, tile.width * 472 / 224}},
        {"large", {tile.height * 800 / 224, tile.width * 1280 / 224}}};
    for (const auto& [name, size] : pictures) {
        const Outcome original = dreamOf(options.settings, network, size, Tiling::Original);
        const Outcome even = dreamOf(options.settings, network, size, Tiling::Even);
        result[name] = {{"height", size.height}, {"width", size.width}, {"original_jump_at_borders", original.jump},
            {"even_jump_at_borders", even.jump},
            {"even_times_as_long", even.processorSeconds / original.processorSeconds}};
    }
    result["steps"] = options.settings.numSteps;
    return result;
}

} // namespace cnnvis
