// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace cnnvis {

/// Σ|x|
inline double sumOfMagnitudes(const double* values, std::size_t count)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < count; ++i)
        sum += std::abs(values[i]);
    return sum;
}

/// The same, in a fixed number of sums side by side, as one alone would wait for itself.
double sumOfMagnitudes(const float* values, std::size_t count);

/// Mean of |x|; count > 0.
inline double meanMagnitude(const double* values, std::size_t count)
{
    return sumOfMagnitudes(values, count) / static_cast<double>(count);
}

/// Median of |x|, between the two middle ones for an even count; count > 0.
inline double medianMagnitude(const double* values, std::size_t count)
{
    std::vector<double> magnitudes(count);
    std::transform(values, values + count, magnitudes.begin(), [](double value) { return std::abs(value); });
    const auto middle = magnitudes.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(magnitudes.begin(), middle, magnitudes.end());
    const double upper = *middle;
    return count % 2 == 1 ? upper : (upper + *std::max_element(magnitudes.begin(), middle)) / 2.0;
}

} // namespace cnnvis
