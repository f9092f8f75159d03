// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/magnitudes.h"

#include "util/processor_clones.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace cnnvis {
namespace {

template <typename Value>
CNNVIS_INLINED double sumSideBySide(const Value* values, std::size_t count)
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

/// The upper bits of a magnitude, which are in the order of the magnitudes.
std::size_t upperBits(double value)
{
    constexpr unsigned kLowerBits = 48;
    std::uint64_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    return static_cast<std::size_t>(bits << 1U >> (kLowerBits + 1U));
}

} // namespace

CNNVIS_PROCESSOR_CLONES double sumOfMagnitudes(const double* values, std::size_t count)
{
    return sumSideBySide(values, count);
}

CNNVIS_PROCESSOR_CLONES double sumOfMagnitudes(const float* values, std::size_t count)
{
    return sumSideBySide(values, count);
}

/// Only the values are sorted that share the upper bits of the middle ones.
double medianMagnitude(const double* values, std::size_t count)
{
    constexpr std::size_t kUpperValues = 1U << 15U;
    std::vector<std::uint32_t> counts(kUpperValues);
    for (std::size_t i = 0; i < count; ++i)
        ++counts[upperBits(values[i])];
    const std::size_t lower = (count - 1) / 2;
    const std::size_t upper = count / 2;
    std::size_t before = 0; // values with smaller upper bits
    std::size_t first = 0; // upper bits of the lower middle one
    for (; before + counts[first] <= lower; ++first)
        before += counts[first];
    std::size_t last = first; // of the upper one
    for (std::size_t end = before + counts[first]; end <= upper;)
        end += counts[++last];
    std::vector<double> near;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t bits = upperBits(values[i]);
        if (bits >= first && bits <= last)
            near.push_back(std::abs(values[i]));
    }
    std::sort(near.begin(), near.end());
    return (near[lower - before] + near[upper - before]) / 2.0;
}

} // namespace cnnvis
