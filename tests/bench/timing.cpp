// SPDX-License-Identifier: GPL-3.0-or-later
#include "timing.h"

#include "figures.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>

#include <sys/resource.h>

namespace cnnvis {
namespace {

rusage resourceUsage()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage;
}

} // namespace

double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double secondsOf(const Work& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double Timing::minimum() const
{
    return *std::min_element(seconds.begin(), seconds.end());
}

double Timing::median() const
{
    return medianOf(seconds);
}

double Timing::medianOfProcessor() const
{
    return medianOf(processorSeconds);
}

double Timing::pageFaultsPerRun() const
{
    return medianOf(pageFaults);
}

std::vector<Timing> measureInTurn(int repeats, const std::vector<Work>& works)
{
    for (const Work& work : works)
        work();
    std::vector<Timing> timings(works.size());
    for (int i = 0; i < repeats; ++i) {
        for (std::size_t which = 0; which < works.size(); ++which) {
            const long faultsBefore = resourceUsage().ru_minflt;
            const double processorBefore = cnnvis::processorSeconds();
            timings[which].seconds.push_back(secondsOf(works[which]));
            timings[which].processorSeconds.push_back(cnnvis::processorSeconds() - processorBefore);
            timings[which].pageFaults.push_back(static_cast<double>(resourceUsage().ru_minflt - faultsBefore));
        }
    }
    return timings;
}

Timing measure(int repeats, const Work& work)
{
    return measureInTurn(repeats, {work}).front();
}

nlohmann::json spreadOf(const Timing& timing, double unitsPerSecond)
{
    const double maximum = *std::max_element(timing.seconds.begin(), timing.seconds.end());
    return {{"min", timing.minimum() * unitsPerSecond}, {"median", timing.median() * unitsPerSecond},
        {"max", maximum * unitsPerSecond}};
}

double peakMemoryMiB()
{
    constexpr double kKibibytes = 1024.0;
    return static_cast<double>(resourceUsage().ru_maxrss) / kKibibytes;
}

} // namespace cnnvis
