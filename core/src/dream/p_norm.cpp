// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/magnitudes.h"
#include "dream/regularisers.h"
#include "util/processor_clones.h"

#include <algorithm>
#include <cmath>

namespace cnnvis {
namespace {

CNNVIS_PROCESSOR_CLONES void scaleRow(
    const double* row, double factor, double* scaled, double* magnitudes, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        scaled[i] = row[i] * factor;
        magnitudes[i] = std::abs(scaled[i]);
    }
}

CNNVIS_PROCESSOR_CLONES void scaleDistance(
    const double* row, const double* reference, double factor, double* scaled, double* magnitudes, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        scaled[i] = (row[i] - reference[i]) * factor;
        magnitudes[i] = std::abs(scaled[i]);
    }
}

/// A zero has no sign: with power 1 the slope there is 0, as in the original.
CNNVIS_PROCESSOR_CLONES void signSlopes(const double* scaled, double factor, double* slopes, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        slopes[i] = scaled[i] == 0.0 ? 0.0 : std::copysign(slopes[i], scaled[i]) * factor;
}

CNNVIS_PROCESSOR_CLONES void addSlopes(const double* slopes, double strength, double* gradient, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        gradient[i] += strength * slopes[i];
}

} // namespace

PNormRows::PNormRows(PNorm norm, std::size_t rowLength)
    : m_norm(norm)
    , m_slopePower(norm.power - 1.0)
    , m_scaled(rowLength)
    , m_slopes(rowLength)
{ }

void PNormRows::add(const double* row, const double* reference, double strength, double* gradient)
{
    takeSlopes(row, reference);
    addSlopes(m_slopes.data(), strength, gradient, m_slopes.size());
}

void PNormRows::takeSlopes(const double* row, const double* reference)
{
    const double inverseScale = 1.0 / m_norm.scale;
    const std::size_t count = m_slopes.size();
    if (reference != nullptr)
        scaleDistance(row, reference, inverseScale, m_scaled.data(), m_slopes.data(), count);
    else
        scaleRow(row, inverseScale, m_scaled.data(), m_slopes.data(), count);
    m_slopePower.apply(m_slopes.data(), count);
    signSlopes(m_scaled.data(), m_norm.power / m_norm.scale, m_slopes.data(), count);
}

RegulariserReport PNormRows::report(const double* tile, const double* reference, int height)
{
    const RowPower<double> lossPower(m_norm.power);
    const std::size_t count = m_slopes.size();
    RegulariserReport report;
    for (int row = 0; row < height; ++row) {
        const std::size_t first = static_cast<std::size_t>(row) * count;
        takeSlopes(tile + first, reference != nullptr ? reference + first : nullptr);
        for (double& value : m_scaled)
            value = std::abs(value);
        lossPower.apply(m_scaled.data(), count);
        report.loss += sumOfMagnitudes(m_scaled.data(), count);
        report.meanGradient +=
            sumOfMagnitudes(m_slopes.data(), count) / static_cast<double>(static_cast<std::size_t>(height) * count);
    }
    return report;
}

} // namespace cnnvis
