// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/magnitudes.h"
#include "dream/regularisers.h"
#include "util/row_power.h"

#include <cmath>

namespace cnnvis {

void addPNormGradient(const double* tile, const double* reference, TileShape shape, PNorm norm, double strength,
    double* gradient, RegulariserReport* report)
{
    RowPower<double> slopePower(norm.power - 1.0);
    RowPower<double> lossPower(norm.power);
    const double inverseScale = 1.0 / norm.scale;
    const double slopeFactor = norm.power / norm.scale;
    const std::size_t count = shape.rowLength;
    std::vector<double> scaled(count);
    std::vector<double> slope(count);
    for (int row = 0; row < shape.height; ++row) {
        const std::size_t first = static_cast<std::size_t>(row) * count;
        for (std::size_t i = 0; i < count; ++i)
            scaled[i] = (tile[first + i] - (reference != nullptr ? reference[first + i] : 0.0)) * inverseScale;
        for (std::size_t i = 0; i < count; ++i)
            slope[i] = std::abs(scaled[i]);
        slopePower.apply(slope.data(), count);
        // A zero has no sign: with power 1 the slope there is 0, as in the original.
        for (std::size_t i = 0; i < count; ++i)
            slope[i] = scaled[i] == 0.0 ? 0.0 : std::copysign(slope[i], scaled[i]) * slopeFactor;
        // A strength of zero takes no part, however steep the slope is.
        for (std::size_t i = 0; strength != 0.0 && i < count; ++i)
            gradient[first + i] += strength * slope[i];
        if (report == nullptr)
            continue;
        for (double& value : scaled)
            value = std::abs(value);
        lossPower.apply(scaled.data(), count);
        report->loss += sumOfMagnitudes(scaled.data(), count);
        report->meanGradient += sumOfMagnitudes(slope.data(), count) / static_cast<double>(shape.count());
    }
}

} // namespace cnnvis
