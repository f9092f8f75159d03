// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/rms_step.h"

#include <cmath>

namespace cnnvis {

void takeRmsStep(const RmsProp& optimiser, double* gradient, double* cache, const double* rates, std::size_t count)
{
    constexpr double kEpsilon = 1e-8;
    const double fresh = 1.0 - optimiser.decay;
    for (std::size_t i = 0; i < count; ++i) {
        const double slope = gradient[i];
        cache[i] = optimiser.decay * cache[i] + fresh * slope * slope;
        gradient[i] = -optimiser.learningRate * slope / std::sqrt(cache[i] + kEpsilon);
    }
    for (std::size_t i = 0; rates != nullptr && i < count; ++i)
        gradient[i] *= rates[i];
}

} // namespace cnnvis
