// SPDX-License-Identifier: GPL-3.0-or-later
#include "util/row_power.h"

#include <algorithm>
#include <cmath>

namespace cnnvis {

template <typename Real>
RowPower<Real>::RowPower(double exponent)
    : m_exponent(exponent)
{
    constexpr double kLargestWhole = 64.0;
    const double quarters = 4.0 * std::abs(exponent);
    m_isInQuarters = quarters == std::floor(quarters) && quarters <= 4.0 * kLargestWhole;
    if (m_isInQuarters) {
        m_whole = static_cast<unsigned>(quarters) / 4;
        m_quarters = static_cast<unsigned>(quarters) % 4;
    }
}

template <typename Real>
void RowPower<Real>::apply(Real* values, std::size_t count)
{
    if (m_exponent == 1.0)
        return;
    if (!m_isInQuarters) {
        const auto exponent = static_cast<Real>(m_exponent);
        std::transform(values, values + count, values, [=](Real value) { return std::pow(value, exponent); });
        return;
    }
    m_base.assign(values, values + count);
    m_result.assign(count, Real(1));
    Real* const base = m_base.data();
    Real* const result = m_result.data();
    for (unsigned bits = m_whole; bits != 0; bits >>= 1U) {
        if ((bits & 1U) != 0) {
            for (std::size_t i = 0; i < count; ++i)
                result[i] *= base[i];
        }
        if (bits > 1) {
            for (std::size_t i = 0; i < count; ++i)
                base[i] *= base[i];
        }
    }
    multiplyRoots(values, count);
    const bool isNegative = m_exponent < 0.0;
    for (std::size_t i = 0; i < count; ++i)
        values[i] = isNegative ? Real(1) / result[i] : result[i];
}

template <typename Real>
void RowPower<Real>::multiplyRoots(Real* values, std::size_t count)
{
    Real* const result = m_result.data();
    if (m_quarters == 0)
        return;
    for (std::size_t i = 0; i < count; ++i)
        values[i] = std::sqrt(values[i]);
    if (m_quarters >= 2) {
        for (std::size_t i = 0; i < count; ++i)
            result[i] *= values[i];
    }
    if (m_quarters != 2) {
        for (std::size_t i = 0; i < count; ++i)
            result[i] *= std::sqrt(values[i]);
    }
}

template class RowPower<float>;
template class RowPower<double>;

} // namespace cnnvis
