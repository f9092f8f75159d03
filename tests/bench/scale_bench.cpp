// SPDX-License-Identifier: GPL-3.0-or-later
#include "scale_bench.h"

#include "bench_setup.h"
#include "cnnvis/dream.h"
#include "cnnvis/machine.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/resource.h>

namespace cnnvis {
namespace {

using nlohmann::json;

double pixelsOf(PictureSize size)
{
    return static_cast<double>(size.height) * size.width;
}

/// Of a photo's proportions.
PictureSize sizeOf(double megapixels)
{
    const double height = std::sqrt(megapixels * 1e6 / 1.5);
    return {static_cast<int>(height), static_cast<int>(1.5 * height)};
}

/// The smallest picture that has a whole batch in each half of its tiles: two rows of as many tiles as a batch has.
PictureSize leastSize(PictureSize tile, int batchSize)
{
    return {tile.height + 1, tile.width * std::max(batchSize - 1, 1) + 1};
}

/// The most that was resident so far. The sizes grow, so that it is the last one's.
double peakBytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

Picture photoOf(PictureSize size)
{
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(pixelsOf(size)) * 3);
    std::uint32_t state = 1;
    for (std::uint8_t& value : pixels) {
        state = 1664525U * state + 1013904223U;
        value = static_cast<std::uint8_t>(state >> 24U);
    }
    return {size, std::move(pixels)};
}

struct Measured {
    int tiles;
    double seconds;
    double peak;
};

/// Of the second step: the first one touches the memory for the first time.
Measured measure(RunSettings settings, const Network& network, PictureSize size, bool isPhoto)
{
    settings.numSteps = 2;
    settings.initialSize = std::to_string(size.height) + "x" + std::to_string(size.width);
    Dream dream(settings, network, isPhoto ? photoOf(size) : Picture());
    dream.step();
    const auto start = std::chrono::steady_clock::now();
    dream.step();
    const std::chrono::duration<double> duration = std::chrono::steady_clock::now() - start;
    return {dream.plan().sizes.front().tiles, duration.count(), peakBytes()};
}

} // namespace

json benchScale(const BenchOptions& options)
{
    const RunSettings& settings = options.settings;
    const int threads = setThreadCount(settings.threads);
    const Network network = Network::load(settings);
    const int batch = batchOf(settings, network);
    const PictureSize least = leastSize(network.inputSize(), batch);
    const double base = measure(settings, network, least, false).peak;
    json rows = json::array();
    for (const double megapixels : {0.3, 1.0, 3.0, 10.0, 30.0, 100.0}) {
        if (megapixels > options.largestMegapixels)
            break;
        for (const bool isPhoto : {false, true}) {
            const PictureSize size = sizeOf(megapixels);
            const Measured measured = measure(settings, network, size, isPhoto);
            rows.push_back({{"start", isPhoto ? "photo" : "noise"}, {"megapixels", megapixels}, {"height", size.height},
                {"width", size.width}, {"tiles", measured.tiles}, {"seconds", measured.seconds},
                {"ns_per_pixel", 1e9 * measured.seconds / pixelsOf(size)}, {"resident_mib", measured.peak / (1 << 20)},
                {"bytes_per_pixel", (measured.peak - base) / (pixelsOf(size) - pixelsOf(least))}});
        }
    }
    return {{"bench", "scale"}, {"target_layer", settings.targetLayer}, {"threads", threads}, {"batch_size", batch},
        {"network_mib", base / (1 << 20)}, {"rows", std::move(rows)}};
}

} // namespace cnnvis
