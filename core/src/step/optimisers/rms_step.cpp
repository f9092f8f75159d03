// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/optimisers/rms_step.h"

#include "util/processor_clones.h"

#include <cmath>
#include <cstdint>
#include <limits>

namespace cnnvis {
namespace {

constexpr double kEpsilon = 1e-8;
constexpr double kLargest = std::numeric_limits<float>::max();

template <bool kHasTails>
CNNVIS_INLINED void step(const RmsProp& optimiser, double* gradient, RmsCache cache, std::size_t count)
{
    const double decay = optimiser.decay;
    const double fresh = 1.0 - decay;
    const double rate = -optimiser.learningRate;
    for (std::size_t i = 0; i < count; ++i) {
        const double slope = gradient[i];
        double memory = cache.values[i];
        if (kHasTails)
            memory += cache.tails[i];
        memory = decay * memory + fresh * slope * slope;
        const double kept = memory < kLargest ? memory : kLargest;
        cache.values[i] = static_cast<float>(kept);
        if (kHasTails)
            cache.tails[i] = static_cast<float>(kept - cache.values[i]);
        gradient[i] = rate * slope / std::sqrt(memory + kEpsilon);
    }
}

CNNVIS_PROCESSOR_CLONES void stepWithTails(
    const RmsProp& optimiser, double* gradient, RmsCache cache, std::size_t count)
{
    step<true>(optimiser, gradient, cache, count);
}

CNNVIS_PROCESSOR_CLONES void stepWithoutTails(
    const RmsProp& optimiser, double* gradient, RmsCache cache, std::size_t count)
{
    step<false>(optimiser, gradient, cache, count);
}

} // namespace

bool hasTails(PictureSize size)
{
    constexpr std::int64_t kMostPixels = 1 << 20;
    return static_cast<std::int64_t>(size.height) * size.width <= kMostPixels;
}

void takeRmsStep(const RmsProp& optimiser, double* gradient, RmsCache cache, const double* rates, std::size_t count)
{
    if (cache.tails != nullptr)
        stepWithTails(optimiser, gradient, cache, count);
    else
        stepWithoutTails(optimiser, gradient, cache, count);
    for (std::size_t i = 0; rates != nullptr && i < count; ++i)
        gradient[i] *= rates[i];
}

} // namespace cnnvis
