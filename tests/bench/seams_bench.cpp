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
#include <cstdint>
#include <cstdlib>
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

/// The mean jump at the original's borders as a multiple of that of their neighbours, a few pixels away.
double jumpAtBorders(const Dreamt& dreamt, const TileCover& cover)
{
    constexpr int kNearest = 2;
    constexpr int kFarthest = 8;
    double atBorders = 0.0;
    double beside = 0.0;
    for (const bool isAlongRows : {true, false}) {
        const std::set<int> borders = isAlongRows
            ? bordersAlong(cover.rowStarts, cover.tileSize.height, dreamt.size.height)
            : bordersAlong(cover.columnStarts, cover.tileSize.width, dreamt.size.width);
        const std::vector<double> jumps = jumpsAlong(dreamt, isAlongRows);
        for (const int border : borders) {
            atBorders += jumps[static_cast<std::size_t>(border)];
            double sum = 0.0;
            int count = 0;
            for (int i = std::max(border - kFarthest, 1);
                 i <= std::min(border + kFarthest, static_cast<int>(jumps.size()) - 1); ++i) {
                if (std::abs(i - border) >= kNearest && borders.count(i) == 0) {
                    sum += jumps[static_cast<std::size_t>(i)];
                    ++count;
                }
            }
            beside += sum / std::max(count, 1);
        }
    }
    return atBorders / beside;
}

/// Soft hills of light, in which nothing jumps: noise would hide what the borders add to it.
Picture softPicture(PictureSize size)
{
    constexpr double kTurn = 6.283185307179586;
    std::vector<std::uint8_t> pixels;
    for (int row = 0; row < size.height; ++row) {
        for (int column = 0; column < size.width; ++column) {
            const double down = static_cast<double>(row) / size.height;
            const double across = static_cast<double>(column) / size.width;
            for (const double phase : {0.0, 0.2, 0.45}) // red, green, blue
                pixels.push_back(static_cast<std::uint8_t>(
                    128.0 + 50.0 * std::cos(kTurn * (down + phase)) * std::sin(kTurn * (1.5 * across + phase))));
        }
    }
    return {size, std::move(pixels)};
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
    Dream dream(settings, network, softPicture(size));
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
