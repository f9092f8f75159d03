// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cnnvis {

/// @{ Σ|x|, in a fixed number of sums side by side, as one alone would wait for itself.
double sumOfMagnitudes(const double* values, std::size_t count);
double sumOfMagnitudes(const float* values, std::size_t count);
/// @}

/// Mean of |x|; count > 0.
inline double meanMagnitude(const double* values, std::size_t count)
{
    return sumOfMagnitudes(values, count) / static_cast<double>(count);
}

/// Median of |x|, between the two middle ones for an even count; count > 0.
double medianMagnitude(const double* values, std::size_t count);

} // namespace cnnvis
