// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/terms/p_norm.h"

#include "step/magnitudes.h"
#include "util/processor_clones.h"
#include "util/row_power.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace cnnvis {
namespace {

/// |row/scale|
CNNVIS_PROCESSOR_CLONES void magnitudesOf(const double* row, double factor, double* magnitudes, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        magnitudes[i] = std::abs(row[i] * factor);
}

CNNVIS_PROCESSOR_CLONES void magnitudesOf(
    const double* row, const double* reference, double factor, double* magnitudes, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        magnitudes[i] = std::abs((row[i] - reference[i]) * factor);
}

struct Strengths {
    double slope; ///< power / scale
    double norm;
};

/// A zero has no sign: with power 1 the slope there is 0, as in the original.
CNNVIS_INLINED double signedSlope(double scaled, double power, double strength)
{
    return scaled == 0.0 ? 0.0 : std::copysign(power, scaled) * strength;
}

CNNVIS_PROCESSOR_CLONES void addSlopes(const double* row, double factor, const double* powers, Strengths strengths,
    double* __restrict gradient, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        gradient[i] += strengths.norm * signedSlope(row[i] * factor, powers[i], strengths.slope);
}

CNNVIS_PROCESSOR_CLONES void addSlopes(const double* row, const double* reference, double factor, const double* powers,
    Strengths strengths, double* __restrict gradient, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        gradient[i] += strengths.norm * signedSlope((row[i] - reference[i]) * factor, powers[i], strengths.slope);
}

class PNormRows final : public TermRows {
public:
    PNormRows(const PNorm& norm, TileShape shape)
        : m_norm(norm)
        , m_shape(shape)
        , m_slopePower(norm.power - 1.0)
        , m_magnitudes(shape.rowLength)
    { }

    void begin(const double* /*tile*/, int row) override { m_row = row; }

    void addNext(const double* tile, const double* reference, double* gradient) override
    {
        addSlopesOf(tile + static_cast<std::size_t>(m_row++) * m_shape.rowLength, reference, m_norm.strength, gradient);
    }

    TermFigures figures(const double* tile, const double* reference) override
    {
        TermFigures figures{m_norm.info, 0.0, 0.0};
        if (!m_norm.acts() && !m_norm.isAlwaysReported)
            return figures;
        const RowPower<double> lossPower(m_norm.power);
        const std::size_t count = m_shape.rowLength;
        std::vector<double> slopes(count);
        for (int row = 0; row < m_shape.height; ++row) {
            const std::size_t first = static_cast<std::size_t>(row) * count;
            const double* const referenceRow = reference != nullptr ? reference + first : nullptr;
            std::fill(slopes.begin(), slopes.end(), 0.0);
            addSlopesOf(tile + first, referenceRow, 1.0, slopes.data());
            figures.meanGradient += sumOfMagnitudes(slopes.data(), count) / static_cast<double>(m_shape.count());
            takeMagnitudes(tile + first, referenceRow);
            lossPower.apply(m_magnitudes.data(), count);
            figures.loss += sumOfMagnitudes(m_magnitudes.data(), count);
        }
        figures.meanGradient *= m_norm.strength;
        return figures;
    }

private:
    /// |x/scale| of a row
    void takeMagnitudes(const double* row, const double* reference)
    {
        const double inverseScale = 1.0 / m_norm.scale;
        if (reference != nullptr)
            magnitudesOf(row, reference, inverseScale, m_magnitudes.data(), m_magnitudes.size());
        else
            magnitudesOf(row, inverseScale, m_magnitudes.data(), m_magnitudes.size());
    }

    void addSlopesOf(const double* row, const double* reference, double strength, double* gradient)
    {
        takeMagnitudes(row, reference);
        m_slopePower.apply(m_magnitudes.data(), m_magnitudes.size());
        const double inverseScale = 1.0 / m_norm.scale;
        const Strengths strengths{m_norm.power / m_norm.scale, strength};
        if (reference != nullptr)
            addSlopes(row, reference, inverseScale, m_magnitudes.data(), strengths, gradient, m_magnitudes.size());
        else
            addSlopes(row, inverseScale, m_magnitudes.data(), strengths, gradient, m_magnitudes.size());
    }

    PNorm m_norm;
    TileShape m_shape;
    RowPower<double> m_slopePower;
    std::vector<double> m_magnitudes; ///< |x/scale| of a row, and their powers
    int m_row = 0; ///< the next
};

} // namespace

std::unique_ptr<TermRows> PNorm::rows(TileShape shape) const
{
    return std::make_unique<PNormRows>(*this, shape);
}

} // namespace cnnvis
