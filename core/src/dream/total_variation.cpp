// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/regularisers.h"
#include "picture/real_image.h"
#include "util/processor_clones.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

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

/// Plus zero, so that no zero is negative.
CNNVIS_PROCESSOR_CLONES void takeWeighted(double weight, const double* from, double* to, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        to[i] = 0.0 + weight * from[i];
}

CNNVIS_PROCESSOR_CLONES void addWeighted(double weight, const double* from, double* to, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        to[i] += weight * from[i];
}

/// out = Σ weight · tile at the tap, for `out.size()` values from a row's start on.
void takeDifference(
    const std::vector<Tap>& taps, const double* row, std::size_t rowLength, double factor, std::vector<double>& out)
{
    bool isFirst = true;
    for (const Tap& tap : taps) {
        const double* const from =
            row + static_cast<std::size_t>(tap.row) * rowLength + static_cast<std::size_t>(tap.column) * kChannels;
        if (std::exchange(isFirst, false))
            takeWeighted(factor * tap.weight, from, out.data(), out.size());
        else
            addWeighted(factor * tap.weight, from, out.data(), out.size());
    }
}

/// Adds the row to the gradient, and leaves zeros in it.
CNNVIS_PROCESSOR_CLONES void spend(double strength, double* row, double* gradient, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        gradient[i] += strength * row[i];
        row[i] = 0.0;
    }
}

CNNVIS_PROCESSOR_CLONES void takeSquares(const double* dx, const double* dy, double* squares, std::size_t count)
{
    constexpr double kFloor = 1e-3;
    for (std::size_t i = 0; i < count; ++i)
        squares[i] = std::max(dx[i] * dx[i] + dy[i] * dy[i], kFloor);
}

CNNVIS_PROCESSOR_CLONES void multiply(const double* weights, double factor, double* dx, double* dy, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const double weight = weights[i] * factor;
        dx[i] *= weight;
        dy[i] *= weight;
    }
}

} // namespace

TotalVariationRows::TotalVariationRows(const TotalVariation& variation, TileShape shape)
    : m_variation(variation)
    , m_shape(shape)
    , m_margin(stencilOf(variation.differences).margin)
    , m_slopePower(variation.beta / 2.0 - 1.0)
{
    const std::size_t margin = static_cast<std::size_t>(m_margin) * kChannels;
    const std::size_t count = shape.rowLength - std::min(margin, shape.rowLength);
    for (std::vector<double>* const values : {&m_dx, &m_dy, &m_weights, &m_squares})
        values->resize(count);
    for (std::vector<double>& row : m_own)
        row.resize(shape.rowLength);
}

int TotalVariationRows::reach(TvGradOperator differences)
{
    return stencilOf(differences).margin;
}

bool TotalVariationRows::hasDifferences(int row) const
{
    return row >= 0 && row + m_margin < m_shape.height && !m_dx.empty();
}

void TotalVariationRows::begin(const double* tile, int row)
{
    m_row = row;
    for (std::vector<double>& own : m_own)
        std::fill(own.begin(), own.end(), 0.0);
    for (int above = row - m_margin; above < row; ++above) {
        if (!hasDifferences(above))
            continue;
        takeSlopes(tile, above);
        giveBack(above, row);
    }
}

void TotalVariationRows::addNext(const double* tile, double strength, double* gradient)
{
    spend(strength, next(tile), gradient, m_shape.rowLength);
}

/// The gradient of the next row, which is to be left filled with zeros.
double* TotalVariationRows::next(const double* tile)
{
    if (hasDifferences(m_row)) {
        takeSlopes(tile, m_row);
        giveBack(m_row, m_row);
    }
    return ownRow(m_row++);
}

/// dx and dy of the row become what flows back through them: 2 · (beta/2) · q^(beta/2 - 1) / scale times each.
void TotalVariationRows::takeSlopes(const double* tile, int row)
{
    const Stencil& stencil = stencilOf(m_variation.differences);
    const double* const from = tile + static_cast<std::size_t>(row) * m_shape.rowLength;
    const double inverseScale = 1.0 / m_variation.scale;
    const std::size_t count = m_dx.size();
    takeDifference(stencil.dx, from, m_shape.rowLength, inverseScale, m_dx);
    takeDifference(stencil.dy, from, m_shape.rowLength, inverseScale, m_dy);
    takeSquares(m_dx.data(), m_dy.data(), m_squares.data(), count);
    m_weights = m_squares;
    m_slopePower.apply(m_weights.data(), count);
    multiply(m_weights.data(), m_variation.beta * inverseScale, m_dx.data(), m_dy.data(), count);
}

/// The adjoint of the differences, for rows from `firstRow` on.
void TotalVariationRows::giveBack(int fromRow, int firstRow)
{
    const Stencil& stencil = stencilOf(m_variation.differences);
    const auto add = [&](const std::vector<Tap>& taps, const std::vector<double>& values) {
        for (const Tap& tap : taps) {
            double* const to = ownRow(fromRow + tap.row) + static_cast<std::size_t>(tap.column) * kChannels;
            if (fromRow + tap.row >= firstRow)
                addWeighted(tap.weight, values.data(), to, values.size());
        }
    };
    add(stencil.dx, m_dx);
    add(stencil.dy, m_dy);
}

RegulariserReport TotalVariationRows::report(const double* tile)
{
    const RowPower<double> lossPower(m_variation.beta / 2.0);
    RegulariserReport report;
    double sum = 0.0;
    begin(tile, 0);
    for (int row = 0; row < m_shape.height; ++row) {
        double* const gradient = next(tile);
        for (std::size_t i = 0; i < m_shape.rowLength; ++i)
            sum += std::abs(gradient[i]);
        std::fill_n(gradient, m_shape.rowLength, 0.0);
        if (!hasDifferences(row))
            continue;
        lossPower.apply(m_squares.data(), m_squares.size());
        report.loss += std::accumulate(m_squares.begin(), m_squares.end(), 0.0);
    }
    report.meanGradient = sum / static_cast<double>(m_shape.count());
    return report;
}

} // namespace cnnvis
