// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/image_moments.h"

#include "util/processor_clones.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace cnnvis {
namespace {

struct Sums {
    double values = 0.0;
    double squares = 0.0;
};

/// In a fixed number of sums side by side, as one alone would wait for itself.
CNNVIS_PROCESSOR_CLONES Sums sumsOf(const double* values, std::size_t count)
{
    constexpr std::size_t kLanes = 16;
    std::array<double, kLanes> sums = {};
    std::array<double, kLanes> squares = {};
    const std::size_t whole = count / kLanes * kLanes;
    for (std::size_t i = 0; i < whole; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            sums[lane] += values[i + lane];
            squares[lane] += values[i + lane] * values[i + lane];
        }
    }
    for (std::size_t i = whole; i < count; ++i) {
        sums[i - whole] += values[i];
        squares[i - whole] += values[i] * values[i];
    }
    Sums total;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        total.values += sums[lane];
        total.squares += squares[lane];
    }
    return total;
}

} // namespace

ImageMoments momentsOf(const RealImage& image)
{
    constexpr std::int64_t kRowsAtOnce = 16;
    std::vector<Sums> rows(static_cast<std::size_t>(image.size.height));
    at::parallel_for(0, image.size.height, kRowsAtOnce, [&](std::int64_t begin, std::int64_t end) {
        for (auto row = static_cast<int>(begin); row < static_cast<int>(end); ++row)
            rows[static_cast<std::size_t>(row)] = sumsOf(image.row(row), image.rowLength());
    });
    Sums total;
    for (const Sums& row : rows) {
        total.values += row.values;
        total.squares += row.squares;
    }
    const auto count = static_cast<double>(image.values.size());
    const double mean = total.values / count;
    return {mean, std::sqrt(std::max(0.0, total.squares / count - mean * mean))};
}

} // namespace cnnvis
