// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/magnitudes.h"

#include "util/processor_clones.h"

namespace cnnvis {

CNNVIS_PROCESSOR_CLONES double sumOfMagnitudes(const float* values, std::size_t count)
{
    constexpr std::size_t kLanes = 16;
    double sums[kLanes] = {};
    const std::size_t whole = count / kLanes * kLanes;
    for (std::size_t i = 0; i < whole; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += std::abs(values[i + lane]);
    }
    for (std::size_t i = whole; i < count; ++i)
        sums[i - whole] += std::abs(values[i]);
    double total = 0.0;
    for (const double sum : sums)
        total += sum;
    return total;
}

} // namespace cnnvis
