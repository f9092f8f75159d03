// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/optimisers/rms_prop.h"

#include "util/processor_clones.h"

#include <cmath>
#include <cstdint>
#include <limits>

namespace cnnvis {
namespace {

constexpr double kEpsilon = 1e-8;
constexpr double kLargest = std::numeric_limits<float>::max();

template <bool kHasTails>
CNNVIS_INLINED void takeSteps(
    const RmsProp& optimiser, double* gradient, float* memories, float* tails, std::size_t count)
{
    const double decay = optimiser.decay;
    const double fresh = 1.0 - decay;
    const double rate = -optimiser.learningRate;
    for (std::size_t i = 0; i < count; ++i) {
        const double slope = gradient[i];
        double memory = memories[i];
        if (kHasTails)
            memory += tails[i];
        memory = decay * memory + fresh * slope * slope;
        const double kept = memory < kLargest ? memory : kLargest;
        memories[i] = static_cast<float>(kept);
        if (kHasTails)
            tails[i] = static_cast<float>(kept - memories[i]);
        gradient[i] = rate * slope / std::sqrt(memory + kEpsilon);
    }
}

CNNVIS_PROCESSOR_CLONES void takeStepsWithTails(
    const RmsProp& optimiser, double* gradient, float* memories, float* tails, std::size_t count)
{
    takeSteps<true>(optimiser, gradient, memories, tails, count);
}

CNNVIS_PROCESSOR_CLONES void takeStepsWithoutTails(
    const RmsProp& optimiser, double* gradient, float* memories, std::size_t count)
{
    takeSteps<false>(optimiser, gradient, memories, nullptr, count);
}

} // namespace

int RmsProp::planes(std::int64_t pixels)
{
    constexpr std::int64_t kMostPixels = 1 << 20;
    return pixels <= kMostPixels ? 2 : 1;
}

void RmsProp::step(double* gradient, MemoryPlanes memory, const double* rates, std::size_t count) const
{
    float* const tails = memory.planes[1];
    if (tails != nullptr)
        takeStepsWithTails(*this, gradient, memory.planes[0], tails, count);
    else
        takeStepsWithoutTails(*this, gradient, memory.planes[0], count);
    for (std::size_t i = 0; rates != nullptr && i < count; ++i)
        gradient[i] *= rates[i];
}

} // namespace cnnvis
