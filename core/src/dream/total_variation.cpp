// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/magnitudes.h"
#include "dream/regularisers.h"
#include "picture/real_image.h"
#include "util/row_power.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace cnnvis {
namespace {

/// One pixel that takes part in a difference.
struct Tap {
    int row = 0, column = 0;
    double weight = 0.0;
};

/// A pair of differences: dx and dy of the pixel at their top left, for all but the last `margin` rows and columns.
struct Stencil {
    int margin = 1;
    std::vector<Tap> dx, dy;
};

const Stencil& stencilOf(TvGradOperator differences)
{
    static const Stencil naive{1, {{0, 0, 1}, {0, 1, -1}}, {{0, 0, 1}, {1, 0, -1}}};
    static const Stencil sobel{2, {{0, 0, -1}, {0, 2, 1}, {1, 0, -2}, {1, 2, 2}, {2, 0, -1}, {2, 2, 1}},
        {{0, 0, -1}, {0, 1, -2}, {0, 2, -1}, {2, 0, 1}, {2, 1, 2}, {2, 2, 1}}};
    static const Stencil squish{2, {{0, 1, 1}, {1, 1, 2}, {2, 1, 1}, {0, 0, -1}, {1, 0, -2}, {2, 0, -1}},
        {{1, 0, 1}, {1, 1, 2}, {1, 2, 1}, {0, 0, -1}, {0, 1, -2}, {0, 2, -1}}};
    switch (differences) {
    case TvGradOperator::Sobel:
        return sobel;
    case TvGradOperator::SobelSquish:
        return squish;
    case TvGradOperator::Naive:
        break;
    }
    return naive;
}

/// out = Σ weight · tile at the tap, for `out.size()` values from a row's start on.
void takeDifference(
    const std::vector<Tap>& taps, const double* row, std::size_t rowLength, double factor, std::vector<double>& out)
{
    std::fill(out.begin(), out.end(), 0.0);
    for (const Tap& tap : taps) {
        const double* const from =
            row + static_cast<std::size_t>(tap.row) * rowLength + static_cast<std::size_t>(tap.column) * kChannels;
        const double weight = factor * tap.weight;
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] += weight * from[i];
    }
}

/// The adjoint of takeDifference().
void giveBack(const std::vector<Tap>& taps, const std::vector<double>& values, double* row, std::size_t rowLength)
{
    for (const Tap& tap : taps) {
        double* const to =
            row + static_cast<std::size_t>(tap.row) * rowLength + static_cast<std::size_t>(tap.column) * kChannels;
        for (std::size_t i = 0; i < values.size(); ++i)
            to[i] += tap.weight * values[i];
    }
}

/// dx and dy become what flows back through them: 2 · (beta/2) · q^(beta/2 - 1) times each. Leaves the floored q in
/// `q`.
void takeSlopes(double beta, RowPower<double>& power, double factor, std::vector<double>& dx, std::vector<double>& dy,
    std::vector<double>& q)
{
    constexpr double kFloor = 1e-3;
    const std::size_t count = q.size();
    for (std::size_t i = 0; i < count; ++i)
        q[i] = std::max(dx[i] * dx[i] + dy[i] * dy[i], kFloor);
    std::vector<double> weight = q;
    power.apply(weight.data(), count);
    const double scale = beta * factor;
    for (std::size_t i = 0; i < count; ++i)
        weight[i] *= scale;
    for (std::size_t i = 0; i < count; ++i)
        dx[i] *= weight[i];
    for (std::size_t i = 0; i < count; ++i)
        dy[i] *= weight[i];
}

double lossOf(std::vector<double> q, RowPower<double>& power)
{
    power.apply(q.data(), q.size());
    double loss = 0.0;
    for (const double value : q)
        loss += value;
    return loss;
}

} // namespace

void addTotalVariationGradient(const double* tile, TileShape shape, const TotalVariation& variation, double strength,
    double* gradient, RegulariserReport* report)
{
    const Stencil& stencil = stencilOf(variation.differences);
    const std::size_t margin = static_cast<std::size_t>(stencil.margin) * kChannels;
    if (shape.height <= stencil.margin || shape.rowLength <= margin)
        return;
    RowPower<double> slopePower(variation.beta / 2.0 - 1.0);
    RowPower<double> lossPower(variation.beta / 2.0);
    const double inverseScale = 1.0 / variation.scale;
    std::vector<double> dx(shape.rowLength - margin);
    std::vector<double> dy(dx.size());
    std::vector<double> q(dx.size());
    std::vector<double> own(shape.count());
    for (int row = 0; row + stencil.margin < shape.height; ++row) {
        const std::size_t first = static_cast<std::size_t>(row) * shape.rowLength;
        takeDifference(stencil.dx, tile + first, shape.rowLength, inverseScale, dx);
        takeDifference(stencil.dy, tile + first, shape.rowLength, inverseScale, dy);
        takeSlopes(variation.beta, slopePower, inverseScale, dx, dy, q);
        giveBack(stencil.dx, dx, own.data() + first, shape.rowLength);
        giveBack(stencil.dy, dy, own.data() + first, shape.rowLength);
        if (report != nullptr)
            report->loss += lossOf(q, lossPower);
    }
    // A strength of zero takes no part, however steep the slope is.
    for (std::size_t i = 0; strength != 0.0 && i < own.size(); ++i)
        gradient[i] += strength * own[i];
    if (report != nullptr)
        report->meanGradient = meanMagnitude(own.data(), own.size());
}

} // namespace cnnvis
