// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/state_thinning.h"

#include <algorithm>
#include <map>

namespace cnnvis {
namespace {

/// Steps from the run's beginning, as far as the states tell how many each size had.
std::vector<double> stepsUpTo(const std::vector<RunPosition>& positions)
{
    constexpr double kOpenStep = 0.5;
    std::map<int, double> stepsOfSize;
    for (const RunPosition& position : positions)
        stepsOfSize[position.sizeIndex] = std::max(stepsOfSize[position.sizeIndex], 1.0 + position.steps);
    std::vector<double> steps;
    for (const RunPosition& position : positions) {
        double sum = position.steps + (position.batches > 0 ? kOpenStep : 0.0);
        for (auto size = stepsOfSize.begin(); size != stepsOfSize.end() && size->first < position.sizeIndex; ++size)
            sum += size->second;
        steps.push_back(sum);
    }
    return steps;
}

} // namespace

std::vector<std::size_t> statesToLeaveOut(const std::vector<RunPosition>& positions, double widest)
{
    const std::vector<double> steps = stepsUpTo(positions);
    std::vector<std::size_t> leftOut;
    std::size_t kept = 0; // the last one before
    for (std::size_t i = 1; i + 1 < steps.size(); ++i) {
        // The last one of a size tells how many steps it had.
        const bool isLastOfSize = positions[i + 1].sizeIndex != positions[i].sizeIndex;
        if (!isLastOfSize && steps[i + 1] - steps[kept] <= widest * (steps.back() - steps[i + 1]))
            leftOut.push_back(i);
        else
            kept = i;
    }
    return leftOut;
}

} // namespace cnnvis
