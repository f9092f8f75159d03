// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/rms_step.h"

#include "util/processor_clones.h"

#include <cmath>
#include <limits>

namespace cnnvis {
namespace {

constexpr double kEpsilon = 1e-8;
constexpr double kLargest = std::numeric_limits<float>::max();

} // namespace

CNNVIS_PROCESSOR_CLONES void takeRmsStep(
    const RmsProp& optimiser, double* gradient, float* cache, const double* rates, std::size_t count)
{
    const double decay = optimiser.decay;
    const double fresh = 1.0 - decay;
    const double rate = -optimiser.learningRate;
    for (std::size_t i = 0; i < count; ++i) {
        const double slope = gradient[i];
        const double memory = decay * static_cast<double>(cache[i]) + fresh * slope * slope;
        cache[i] = static_cast<float>(memory < kLargest ? memory : kLargest);
        gradient[i] = rate * slope / std::sqrt(memory + kEpsilon);
    }
    for (std::size_t i = 0; rates != nullptr && i < count; ++i)
        gradient[i] *= rates[i];
}

} // namespace cnnvis
