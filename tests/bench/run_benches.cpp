// SPDX-License-Identifier: GPL-3.0-or-later
#include "benches.h"

#include "bench_setup.h"
#include "busy_processes.h"
#include "cnnvis/dream.h"
#include "cnnvis/machine.h"
#include "figures.h"
#include "timing.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cnnvis {
namespace {

using nlohmann::json;

/// A dream that makes one step after the other at its first size.
class Steps {
public:
    Steps(const RunSettings& settings, int steps)
        : m_threads(settings.threads)
        , m_dream(withSteps(settings, steps), Network::load(settings), Picture())
    { }

    /// As most steps of a run without a window are, of which every 50th is reported.
    void step() { step(Figures::Free, m_sharesOutside); }
    void reportedStep() { step(Figures::All, m_sharesOutsideReported); }

    const PlannedSize& planned() const { return m_dream.plan().sizes.front(); }
    int batch() const { return tilesPerBatch(m_dream.settings(), planned()); }
    double shareOutsideNetwork() const { return medianOf(m_sharesOutside); }
    double shareOutsideNetworkReported() const { return medianOf(m_sharesOutsideReported); }

private:
    void step(Figures figures, std::vector<double>& sharesOutside)
    {
        setThreadCount(m_threads);
        StepReport report;
        const double seconds = secondsOf([&] { report = *m_dream.step({}, figures); });
        sharesOutside.push_back(1.0 - report.networkSeconds / seconds);
    }

    static RunSettings withSteps(RunSettings settings, int steps)
    {
        requireNoise(settings);
        settings.numSteps = steps;
        return settings;
    }

    int m_threads;
    Dream m_dream;
    std::vector<double> m_sharesOutside, m_sharesOutsideReported;
};

Picture dreamtPicture(const RunSettings& settings, const Network& network)
{
    Dream dream(settings, network, Picture());
    while (dream.step()) { }
    return dream.picture();
}

/// In decibels; of the same size.
double psnr(const Picture& left, const Picture& right)
{
    const std::size_t count = static_cast<std::size_t>(left.height()) * static_cast<std::size_t>(left.width()) * 3;
    double squares = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        const double difference = static_cast<double>(left.pixels8()[i]) - right.pixels8()[i];
        squares += difference * difference;
    }
    return 10.0 * std::log10(255.0 * 255.0 * static_cast<double>(count) / squares);
}

} // namespace

json benchStep(const BenchOptions& options)
{
    const int threads = setThreadCount(options.settings.threads);
    Steps steps(options.settings, 2 * (options.repeats + 1));
    const Timing timing = measure(options.repeats, [&] { steps.step(); });
    const Timing reported = measure(options.repeats, [&] { steps.reportedStep(); });
    json result = describe("step", options, threads);
    result.update({{"batch_size", steps.batch()}, {"height", steps.planned().size.height},
        {"width", steps.planned().size.width}, {"tiles", steps.planned().tiles}, {"seconds", spreadOf(timing, 1.0)},
        {"ms_per_tile", 1e3 * timing.median() / steps.planned().tiles},
        {"share_outside_network", steps.shareOutsideNetwork()}, {"seconds_reported", spreadOf(reported, 1.0)},
        {"share_outside_network_reported", steps.shareOutsideNetworkReported()},
        {"page_faults_per_step", timing.pageFaultsPerRun()}, {"peak_memory_mib", peakMemoryMiB()}});
    return result;
}

json benchThreads(const BenchOptions& options)
{
    const int most = setThreadCount(options.settings.threads);
    std::vector<std::unique_ptr<Steps>> steps;
    std::vector<Work> works;
    for (int threads = 1; threads <= most; ++threads) {
        RunSettings settings = options.settings;
        settings.threads = threads;
        setThreadCount(threads);
        steps.push_back(std::make_unique<Steps>(settings, options.repeats + 1));
        works.emplace_back([one = steps.back().get()] { one->step(); });
    }
    const std::vector<Timing> timings = measureInTurn(options.repeats, works);
    json result = describe("threads", options, most);
    for (std::size_t i = 0; i < timings.size(); ++i) {
        const std::string name = "threads_" + std::to_string(i + 1);
        result["seconds"][name] = spreadOf(timings[i], 1.0);
        result["speedup"][name] = timings.front().median() / timings[i].median();
        result["batch_size"][name] = steps[i]->batch();
    }
    return result;
}

json benchLoad(const BenchOptions& options)
{
    const int cores = threadCount(0);
    const int threads = setThreadCount(options.settings.threads);
    Steps steps(options.settings, 2 * (options.repeats + 1));
    const Timing alone = measure(options.repeats, [&] { steps.step(); });
    const BusyProcesses others(options.busyProcesses > 0 ? options.busyProcesses : cores);
    const Timing beside = measure(options.repeats, [&] { steps.step(); });
    const double slowdown = beside.median() / alone.median();
    const double fairSlowdown = std::max(1.0, static_cast<double>(threads + others.count()) / cores);
    json result = describe("load", options, threads);
    result.update({{"busy_processes", others.count()}, {"seconds_alone", spreadOf(alone, 1.0)},
        {"seconds_beside", spreadOf(beside, 1.0)}, {"slowdown", slowdown}, {"fair_slowdown", fairSlowdown},
        {"share_of_fair_speed", fairSlowdown / slowdown}});
    return result;
}

json benchPrecision(const BenchOptions& options)
{
    requireNoise(options.settings);
    const int threads = setThreadCount(options.settings.threads);
    const Network network = Network::load(options.settings);
    const auto dreamt = [&](Precision precision, Arithmetic arithmetic) {
        RunSettings settings = options.settings;
        settings.precision = precision;
        settings.arithmetic = arithmetic;
        return dreamtPicture(settings, network);
    };
    const Picture picture = dreamt(Precision::Fp32, Arithmetic::Fast);
    json result = describe("precision", options, threads);
    result.update({{"steps", options.settings.numSteps},
        // What rounding alone makes of a dream.
        {"psnr_of_another_order", psnr(dreamt(Precision::Fp32, Arithmetic::Original), picture)},
        {"psnr_of_bf16", psnr(dreamt(Precision::Bf16, Arithmetic::Fast), picture)}});
    return result;
}

json benchRender(const BenchOptions& options)
{
    requireNoise(options.settings);
    const int threads = setThreadCount(options.settings.threads);
    int steps = 0;
    double start = 0.0;
    const double seconds = secondsOf([&] {
        std::optional<Dream> dream;
        start = secondsOf([&] { dream.emplace(options.settings, Network::load(options.settings), Picture()); });
        while (dream->step())
            ++steps;
    });
    json result = describe("render", options, threads);
    result.update({{"steps", steps}, {"seconds", seconds}, {"seconds_to_start", start},
        {"steps_per_second", steps / (seconds - start)}, {"peak_memory_mib", peakMemoryMiB()}});
    return result;
}

} // namespace cnnvis
