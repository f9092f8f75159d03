// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/terms/total_variation.h"

#include "picture/real_image.h"
#include "util/processor_clones.h"
#include "util/row_power.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace cnnvis {
namespace {

/// One pixel that takes part in a difference.
struct Tap {
    int row = 0, column = 0;
    double weight = 0.0;
};

constexpr std::size_t kMostTaps = 6;

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

constexpr double kFloor = 1e-3;

/// Rows that are added up with weights: a difference, or what flows back through some.
struct WeightedRows {
    std::size_t count = 0;
    std::array<const double*, 2 * kMostTaps> values{};
    std::array<double, 2 * kMostTaps> weights{};

    void add(const double* row, double weight)
    {
        values[count] = row;
        weights[count++] = weight;
    }
};

template <std::size_t kCount>
CNNVIS_INLINED double sumAt(const WeightedRows& rows, double start, std::size_t i)
{
    double sum = start;
#pragma GCC unroll 6
    for (std::size_t row = 0; row < kCount; ++row)
        sum += rows.weights[row] * rows.values[row][i];
    return sum;
}

/// A square to the power of beta/2 - 1, where that is a number of quarters below one.
template <int kQuarters>
CNNVIS_INLINED double powerOf(double square)
{
    if (kQuarters == 0)
        return 1.0;
    const double root = std::sqrt(square);
    if (kQuarters == 2)
        return root;
    return kQuarters == 1 ? std::sqrt(root) : root * std::sqrt(root);
}

/// dx and dy become what flows back through them, all in one pass.
template <std::size_t kTaps, int kQuarters>
CNNVIS_INLINED void takeSlopesOf(const WeightedRows& x, const WeightedRows& y, double factor, double* __restrict dx,
    double* __restrict dy, std::size_t count)
{
    const WeightedRows rowsX = x;
    const WeightedRows rowsY = y;
    for (std::size_t i = 0; i < count; ++i) {
        const double differenceX = sumAt<kTaps>(rowsX, 0.0, i);
        const double differenceY = sumAt<kTaps>(rowsY, 0.0, i);
        const double square = std::max(differenceX * differenceX + differenceY * differenceY, kFloor);
        const double weight = powerOf<kQuarters>(square) * factor;
        dx[i] = differenceX * weight;
        dy[i] = differenceY * weight;
    }
}

template <std::size_t kTaps>
CNNVIS_INLINED void chooseQuarters(const WeightedRows& x, const WeightedRows& y, int quarters, double factor,
    double* dx, double* dy, std::size_t count)
{
    switch (quarters) {
    case 0:
        return takeSlopesOf<kTaps, 0>(x, y, factor, dx, dy, count);
    case 1:
        return takeSlopesOf<kTaps, 1>(x, y, factor, dx, dy, count);
    case 2:
        return takeSlopesOf<kTaps, 2>(x, y, factor, dx, dy, count);
    case 3:
        return takeSlopesOf<kTaps, 3>(x, y, factor, dx, dy, count);
    default: // others go another way
        assert(false);
    }
}

CNNVIS_PROCESSOR_CLONES void takeSlopesInQuarters(const WeightedRows& x, const WeightedRows& y, int quarters,
    double factor, double* dx, double* dy, std::size_t count)
{
    assert(x.count == y.count && (x.count == 2 || x.count == kMostTaps));
    if (x.count == 2)
        chooseQuarters<2>(x, y, quarters, factor, dx, dy, count);
    else
        chooseQuarters<kMostTaps>(x, y, quarters, factor, dx, dy, count);
}

template <std::size_t kCount>
CNNVIS_INLINED void addSome(const WeightedRows& rows, double* __restrict to, std::size_t count)
{
    const WeightedRows added = rows;
    for (std::size_t i = 0; i < count; ++i)
        to[i] = sumAt<kCount>(added, to[i], i);
}

/// Adds the rows to another, in their order.
CNNVIS_PROCESSOR_CLONES void addRows(const WeightedRows& rows, double* to, std::size_t count)
{
    switch (rows.count) {
    case 1:
        return addSome<1>(rows, to, count);
    case 2:
        return addSome<2>(rows, to, count);
    case 3:
        return addSome<3>(rows, to, count);
    case 5:
        return addSome<5>(rows, to, count);
    case 6:
        return addSome<6>(rows, to, count);
    default: // no stencil has others
        assert(false);
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

class TotalVariationRows final : public TermRows {
public:
    TotalVariationRows(const TotalVariation& variation, TileShape shape);

    void begin(const double* tile, int row) override;
    void addNext(const double* tile, const double* reference, double* gradient) override;
    TermFigures figures(const double* tile, const double* reference) override;

private:
    bool hasDifferences(int row) const;
    double* next(const double* tile);
    void takeSlopes(const double* tile, int row);
    void giveBack(int fromRow, int firstRow);
    double* ownRow(int row) { return m_own[static_cast<std::size_t>(row) % m_own.size()].data(); }

    TotalVariation m_variation;
    TileShape m_shape;
    int m_margin;
    std::size_t m_padding; ///< values that a row has more than its differences
    RowPower<double> m_slopePower;
    int m_row = 0; ///< the next
    /// Of one row of differences, between zeros on both sides; at last what flows back through them.
    std::vector<double> m_dx, m_dy;
    std::vector<double> m_weights;
    std::vector<double> m_squares; ///< of the differences, floored; for the figures alone, else empty
    std::array<std::vector<double>, 3> m_own; ///< gradients of the next rows, as far as they are known, else zero
};

TotalVariationRows::TotalVariationRows(const TotalVariation& variation, TileShape shape)
    : m_variation(variation)
    , m_shape(shape)
    , m_margin(stencilOf(variation.differences).margin)
    , m_padding(static_cast<std::size_t>(m_margin) * kChannels)
    , m_slopePower(variation.beta / 2.0 - 1.0)
{
    const std::size_t count = shape.rowLength - std::min(m_padding, shape.rowLength);
    m_weights.resize(count);
    for (std::vector<double>* const values : {&m_dx, &m_dy})
        values->resize(m_padding + count + m_padding);
    for (std::vector<double>& row : m_own)
        row.resize(shape.rowLength);
}

bool TotalVariationRows::hasDifferences(int row) const
{
    return row >= 0 && row + m_margin < m_shape.height && !m_weights.empty();
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

void TotalVariationRows::addNext(const double* tile, const double* /*reference*/, double* gradient)
{
    spend(m_variation.strength, next(tile), gradient, m_shape.rowLength);
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
    const auto differenceOf = [&](const std::vector<Tap>& taps) {
        WeightedRows rows;
        for (const Tap& tap : taps)
            rows.add(from + static_cast<std::size_t>(tap.row) * m_shape.rowLength
                    + static_cast<std::size_t>(tap.column) * kChannels,
                inverseScale * tap.weight);
        return rows;
    };
    const WeightedRows x = differenceOf(stencil.dx);
    const WeightedRows y = differenceOf(stencil.dy);
    const double factor = m_variation.beta * inverseScale;
    double* const dx = m_dx.data() + m_padding;
    double* const dy = m_dy.data() + m_padding;
    const std::size_t count = m_weights.size();
    const double quarters = 2.0 * m_variation.beta - 4.0;
    if (m_squares.empty() && (quarters == 0.0 || quarters == 1.0 || quarters == 2.0 || quarters == 3.0)) {
        takeSlopesInQuarters(x, y, static_cast<int>(quarters), factor, dx, dy, count);
        return;
    }
    std::fill_n(dx, count, 0.0);
    std::fill_n(dy, count, 0.0);
    addRows(x, dx, count);
    addRows(y, dy, count);
    takeSquares(dx, dy, m_weights.data(), count);
    if (!m_squares.empty())
        m_squares = m_weights;
    m_slopePower.apply(m_weights.data(), count);
    multiply(m_weights.data(), factor, dx, dy, count);
}

/// The adjoint of the differences, for rows from `firstRow` on.
void TotalVariationRows::giveBack(int fromRow, int firstRow)
{
    const Stencil& stencil = stencilOf(m_variation.differences);
    for (int row = std::max(0, firstRow - fromRow); row <= m_margin; ++row) {
        WeightedRows rows;
        const auto collect = [&](const std::vector<Tap>& taps, const std::vector<double>& values) {
            for (const Tap& tap : taps) {
                if (tap.row == row)
                    rows.add(values.data() + m_padding - static_cast<std::size_t>(tap.column) * kChannels, tap.weight);
            }
        };
        collect(stencil.dx, m_dx);
        collect(stencil.dy, m_dy);
        addRows(rows, ownRow(fromRow + row), m_shape.rowLength);
    }
}

TermFigures TotalVariationRows::figures(const double* tile, const double* /*reference*/)
{
    const RowPower<double> lossPower(m_variation.beta / 2.0);
    TermFigures figures{m_variation.info, 0.0, 0.0};
    double sum = 0.0;
    m_squares.resize(m_weights.size());
    begin(tile, 0);
    for (int row = 0; row < m_shape.height; ++row) {
        double* const gradient = next(tile);
        for (std::size_t i = 0; i < m_shape.rowLength; ++i)
            sum += std::abs(gradient[i]);
        std::fill_n(gradient, m_shape.rowLength, 0.0);
        if (!hasDifferences(row))
            continue;
        lossPower.apply(m_squares.data(), m_squares.size());
        figures.loss += std::accumulate(m_squares.begin(), m_squares.end(), 0.0);
    }
    m_squares.clear();
    figures.meanGradient = sum / static_cast<double>(m_shape.count());
    figures.meanGradient *= std::abs(m_variation.reportedStrength);
    return figures;
}

} // namespace

int TotalVariation::reach() const
{
    return stencilOf(differences).margin;
}

std::unique_ptr<TermRows> TotalVariation::rows(TileShape shape) const
{
    return std::make_unique<TotalVariationRows>(*this, shape);
}

} // namespace cnnvis
