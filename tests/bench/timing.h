// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <vector>

namespace cnnvis {

using Work = std::function<void()>;

double secondsOf(const Work& work);
/// Of all threads of this process, so far.
double processorSeconds();

/// What some runs of the same work took.
struct Timing {
    std::vector<double> seconds;
    std::vector<double> processorSeconds; ///< of all threads; what other programs do hardly shows in it
    std::vector<double> pageFaults; ///< of memory that was touched for the first time

    double minimum() const;
    double median() const;
    double medianOfProcessor() const;
    double pageFaultsPerRun() const; ///< median
};

/// Runs each work once without counting it, then all in turn, so that whatever else the machine does meets them alike:
/// only the ratios of what was measured in one call are to be trusted.
std::vector<Timing> measureInTurn(int repeats, const std::vector<Work>& works);
Timing measure(int repeats, const Work& work);

/// min, median and max. @param unitsPerSecond  1000 for milliseconds.
nlohmann::json spreadOf(const Timing& timing, double unitsPerSecond);

/// The largest resident memory that the process has had.
double peakMemoryMiB();

} // namespace cnnvis
