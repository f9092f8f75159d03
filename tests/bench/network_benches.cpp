// SPDX-License-Identifier: GPL-3.0-or-later
#include "benches.h"

#include "bench_setup.h"
#include "cnnvis/machine.h"
#include "convolution_peak.h"
#include "flops.h"
#include "gradient/target_gradient.h"
#include "network/network_contents.h"
#include "plain_network.h"
#include "recipe/recipe.h"
#include "timing.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace cnnvis {
namespace {

using nlohmann::json;

constexpr double kMilliseconds = 1e3;
constexpr double kGiga = 1e-9;

/// The engine's own work on a batch of noise.
class TileBatch {
public:
    TileBatch(const RunSettings& settings, const Network& network)
        : m_settings(settings)
        , m_count(batchOf(settings, network))
        , m_network(gradientRequestOf(settings, network), network)
        , m_tiles(noiseTiles(network, m_count))
        , m_gradients(m_tiles.size())
    { }

    void compute()
    {
        const auto source = [this](int tile, float* pixels) {
            std::copy_n(m_tiles.data() + static_cast<std::size_t>(tile) * valuesPerTile(), valuesPerTile(), pixels);
        };
        m_network.compute(
            source, m_count, objectiveOf(m_settings), sumsOf(m_settings, m_settings.batchSize), m_gradients.data());
        waitForDevice(m_settings.gpu);
    }

    int count() const { return m_count; }
    Precision precision() const { return m_network.attributes().precision; }
    std::size_t valuesPerTile() const { return m_tiles.size() / static_cast<std::size_t>(m_count); }
    const std::vector<float>& tiles() const { return m_tiles; }
    const std::vector<float>& gradients() const { return m_gradients; }

private:
    RunSettings m_settings;
    int m_count;
    TargetGradient m_network;
    std::vector<float> m_tiles, m_gradients;
};

/// Length of the difference as a share of the length of the second.
double relativeDifference(const float* left, const float* right, std::size_t count)
{
    double squares = 0.0;
    double all = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        const double difference = static_cast<double>(left[i]) - right[i];
        squares += difference * difference;
        all += static_cast<double>(right[i]) * right[i];
    }
    return all > 0.0 ? std::sqrt(squares / all) : std::sqrt(squares);
}

json peakJson(const std::vector<MeasuredPeak>& peaks)
{
    json all;
    for (const MeasuredPeak& peak : peaks)
        all[peak.convolution.name] = peak.gflops();
    return {{"gflops", peaks.front().gflops()}, {"fastest", peaks.front().convolution.name}, {"all", all}};
}

} // namespace

json benchPeak(const BenchOptions& options)
{
    const int gpu = options.settings.gpu;
    const int most = gpu < 0 ? threadCount(options.settings.threads) : 1;
    json result = describe("peak", options, most);
    result.erase("precision"); // both
    result.erase("target_layer");
    for (const Precision precision : {Precision::Fp32, Precision::Bf16}) {
        if (precision == Precision::Bf16 && !hasBfloat16(gpu))
            continue;
        for (int threads = 1; threads <= most; ++threads) {
            setThreadCount(threads);
            const std::vector<MeasuredPeak> peaks = measurePeak(precision, gpu, threads, options.repeats);
            result[precisionName(precision)]["threads_" + std::to_string(threads)] = peakJson(peaks);
        }
    }
    return result;
}

json benchTile(const BenchOptions& options)
{
    constexpr int kScanRepeats = 2; // only to find out which is the fastest
    const RunSettings& settings = options.settings;
    const int threads = setThreadCount(settings.threads);
    const Network network = Network::load(settings);
    const double tileFlops =
        flopsPerTile(NetworkContents::of(network).graph, NetworkContents::of(network).target(settings));
    TileBatch batch(settings, network);
    const MeasuredPeak peak = measurePeak(batch.precision(), settings.gpu, threads, kScanRepeats).front();
    batch.compute();
    // Both last about as long, so that whatever else the machine does meets them alike.
    const double rounds = std::max(1.0, std::round(secondsOf([&] { batch.compute(); }) / peak.seconds));
    const auto runPeak = [&] {
        for (int i = 0; i < static_cast<int>(rounds); ++i)
            peak.convolution.run();
    };
    const std::vector<Timing> timings = measureInTurn(options.repeats, {[&] { batch.compute(); }, runPeak});

    const double flops = tileFlops * batch.count() / timings[0].median();
    const double peakFlops = rounds * peak.convolution.flops / timings[1].median();
    const double processorShare = tileFlops * batch.count() / timings[0].medianOfProcessor()
        / (rounds * peak.convolution.flops / timings[1].medianOfProcessor());
    json result = describe("tile", options, threads);
    result.update(
        {{"network", network.path()}, {"batch_size", batch.count()}, {"precision", precisionName(batch.precision())},
            {"ms_per_tile", kMilliseconds * timings[0].median() / batch.count()},
            {"ms_per_batch", spreadOf(timings[0], kMilliseconds)}, {"gflop_per_tile", kGiga * tileFlops},
            {"gflops", kGiga * flops}, {"peak_gflops", kGiga * peakFlops}, {"peak_convolution", peak.convolution.name},
            {"share_of_peak", flops / peakFlops}, {"share_of_peak_by_processor_time", processorShare},
            {"page_faults_per_batch", timings[0].pageFaultsPerRun()}, {"peak_memory_mib", peakMemoryMiB()}});
    return result;
}

json benchPlain(const BenchOptions& options)
{
    const RunSettings& settings = options.settings;
    const int threads = setThreadCount(settings.threads);
    const Network network = Network::load(settings);
    TileBatch batch(settings, network);
    PlainNetwork plain(settings, network, PlainNetwork::Arithmetic::Float32);
    std::vector<float> gradient(batch.valuesPerTile());
    const std::vector<Timing> timings = measureInTurn(options.repeats,
        {[&] { batch.compute(); }, [&] { plain.compute(batch.tiles().data(), settings, gradient.data()); }});

    std::vector<float> exact(batch.valuesPerTile());
    PlainNetwork(settings, network, PlainNetwork::Arithmetic::Float64)
        .compute(batch.tiles().data(), settings, exact.data());

    const double ours = timings[0].median() / batch.count();
    const double theirs = timings[1].median();
    json result = describe("plain", options, threads);
    result.update({{"network", network.path()}, {"batch_size", batch.count()},
        {"precision", precisionName(batch.precision())}, {"ms_per_tile", kMilliseconds * ours},
        {"plain_ms_per_tile", kMilliseconds * theirs}, {"times_as_fast", theirs / ours},
        {"times_as_fast_by_processor_time",
            timings[1].medianOfProcessor() * batch.count() / timings[0].medianOfProcessor()},
        {"gradient_error", relativeDifference(batch.gradients().data(), exact.data(), exact.size())},
        {"plain_gradient_error", relativeDifference(gradient.data(), exact.data(), exact.size())},
        {"page_faults_per_batch", timings[0].pageFaultsPerRun()},
        {"plain_page_faults_per_tile", timings[1].pageFaultsPerRun()}});
    return result;
}

} // namespace cnnvis
