// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/magnitudes.h"
#include "step/terms/regularisers.h"
#include "util/processor_clones.h"

#include <algorithm>
#include <cmath>

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

} // namespace

PNormRows::PNormRows(PNorm norm, std::size_t rowLength)
    : m_norm(norm)
    , m_slopePower(norm.power - 1.0)
    , m_magnitudes(rowLength)
{ }

void PNormRows::takeMagnitudes(const double* row, const double* reference)
{
    const double inverseScale = 1.0 / m_norm.scale;
    if (reference != nullptr)
        magnitudesOf(row, reference, inverseScale, m_magnitudes.data(), m_magnitudes.size());
    else
        magnitudesOf(row, inverseScale, m_magnitudes.data(), m_magnitudes.size());
}

void PNormRows::add(const double* row, const double* reference, double strength, double* gradient)
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

RegulariserReport PNormRows::report(const double* tile, const double* reference, int height)
{
    const RowPower<double> lossPower(m_norm.power);
    const std::size_t count = m_magnitudes.size();
    std::vector<double> slopes(count);
    RegulariserReport report;
    for (int row = 0; row < height; ++row) {
        const std::size_t first = static_cast<std::size_t>(row) * count;
        const double* const referenceRow = reference != nullptr ? reference + first : nullptr;
        std::fill(slopes.begin(), slopes.end(), 0.0);
        add(tile + first, referenceRow, 1.0, slopes.data());
        report.meanGradient +=
            sumOfMagnitudes(slopes.data(), count) / static_cast<double>(static_cast<std::size_t>(height) * count);
        takeMagnitudes(tile + first, referenceRow);
        lossPower.apply(m_magnitudes.data(), count);
        report.loss += sumOfMagnitudes(m_magnitudes.data(), count);
    }
    return report;
}

} // namespace cnnvis
