// SPDX-License-Identifier: GPL-3.0-or-later
#include "benches.h"

#include "cnnvis/dream.h"
#include "cnnvis/machine.h"
#include "cnnvis/picture_file.h"
#include "convolution_peak.h"
#include "dream/target_gradient.h"
#include "flops.h"
#include "network/network_files.h"
#include "util/random_stream.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include <sys/resource.h>

namespace cnnvis {
namespace {

using nlohmann::json;

double secondsOf(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Spread {
    double minimum = 0.0, median = 0.0, maximum = 0.0;
};

Spread spreadOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return {values.front(), values[values.size() / 2], values.back()};
}

Spread repeat(int repeats, const std::function<void()>& work)
{
    work();
    std::vector<double> seconds;
    for (int i = 0; i < repeats; ++i)
        seconds.push_back(secondsOf(work));
    return spreadOf(std::move(seconds));
}

json spreadJson(const Spread& spread, double unitsPerSecond)
{
    return {{"min", spread.minimum * unitsPerSecond}, {"median", spread.median * unitsPerSecond},
        {"max", spread.maximum * unitsPerSecond}};
}

double peakMemoryMiB()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

Picture startPicture(const RunSettings& settings)
{
    return settings.initialImage.empty() ? Picture() : readPicture(settings.initialImage);
}

} // namespace

json benchTile(const BenchOptions& options)
{
    const RunSettings& settings = options.settings;
    const int threads = setThreadCount(settings.threads);
    const Network network = Network::load(settings);
    TargetGradient gradient(settings, network);
    const PictureSize size = network.inputSize();
    std::vector<float> tiles(
        static_cast<std::size_t>(settings.batchSize) * static_cast<std::size_t>(size.height * size.width) * 3);
    RandomStream random(1, 0);
    for (float& value : tiles)
        value = static_cast<float>(40.0 * random.normal());
    std::vector<float> gradients(tiles.size());
    const Spread batch = repeat(
        options.repeats, [&] { gradient.compute(tiles.data(), settings.batchSize, settings, gradients.data()); });
    const PeakConvolution peak = makePeakConvolution();
    const double peakFlops = peak.flops / repeat(options.repeats, peak.run).median;

    const double tileFlops = flopsPerTile(network.files().graph, network.files().target(settings));
    const double flops = tileFlops * settings.batchSize / batch.median;
    return {{"bench", "tile"}, {"target_layer", settings.targetLayer}, {"threads", threads},
        {"batch_size", settings.batchSize}, {"ms_per_tile", 1e3 * batch.median / settings.batchSize},
        {"ms_per_batch", spreadJson(batch, 1e3)}, {"gflop_per_tile", tileFlops / 1e9}, {"gflops", flops / 1e9},
        {"peak_gflops", peakFlops / 1e9}, {"share_of_peak", flops / peakFlops}};
}

json benchStep(const BenchOptions& options)
{
    const int threads = setThreadCount(options.settings.threads);
    RunSettings settings = options.settings;
    settings.numSteps = options.repeats + 1;
    Dream dream(settings, Network::load(settings), startPicture(settings));
    dream.step();
    std::vector<double> seconds;
    std::vector<double> shares;
    for (int i = 0; i < options.repeats; ++i) {
        StepReport report;
        seconds.push_back(secondsOf([&] { report = *dream.step(); }));
        shares.push_back(1.0 - report.networkSeconds / seconds.back());
    }
    const int tiles = dream.plan().sizes.front().tiles;
    const Spread step = spreadOf(seconds);
    return {{"bench", "step"}, {"target_layer", settings.targetLayer}, {"threads", threads},
        {"batch_size", settings.batchSize}, {"height", dream.plan().sizes.front().size.height},
        {"width", dream.plan().sizes.front().size.width}, {"tiles", tiles}, {"seconds", spreadJson(step, 1.0)},
        {"ms_per_tile", 1e3 * step.median / tiles}, {"share_outside_network", spreadOf(shares).median},
        {"peak_memory_mib", peakMemoryMiB()}};
}

json benchRender(const BenchOptions& options)
{
    const int threads = setThreadCount(options.settings.threads);
    int steps = 0;
    double start = 0.0;
    const double seconds = secondsOf([&] {
        std::optional<Dream> dream;
        start = secondsOf(
            [&] { dream.emplace(options.settings, Network::load(options.settings), startPicture(options.settings)); });
        while (dream->step())
            ++steps;
    });
    return {{"bench", "render"}, {"target_layer", options.settings.targetLayer}, {"threads", threads},
        {"batch_size", options.settings.batchSize}, {"steps", steps}, {"seconds", seconds}, {"seconds_to_start", start},
        {"steps_per_second", steps / (seconds - start)}, {"peak_memory_mib", peakMemoryMiB()}};
}

} // namespace cnnvis
