// SPDX-License-Identifier: GPL-3.0-or-later
#include "util/row_power.h"

#include "util/processor_clones.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cnnvis {
namespace {

constexpr std::size_t kLanes = 32; ///< values that are worked on together, in registers

/// An exponent that is a multiple of a quarter.
struct QuarterExponent {
    unsigned whole;
    unsigned quarters;
    bool isNegative;
};

template <typename Real>
using Lanes = std::array<Real, kLanes>;

template <typename Real>
[[gnu::always_inline]] inline void multiply(Lanes<Real>& values, const Lanes<Real>& factors)
{
    for (std::size_t i = 0; i < kLanes; ++i)
        values[i] *= factors[i];
}

template <typename Real>
[[gnu::always_inline]] inline void multiplyWhole(Lanes<Real>& result, const Real* values, unsigned whole)
{
    Lanes<Real> base;
    std::copy_n(values, kLanes, base.begin());
    for (unsigned bits = whole; bits != 0; bits >>= 1U) {
        if ((bits & 1U) != 0)
            multiply(result, base);
        // The last square is not needed, and could be infinite.
        if (bits > 1)
            multiply(base, base);
    }
}

template <typename Real>
[[gnu::always_inline]] inline void multiplyRoots(Lanes<Real>& result, const Real* values, unsigned quarters)
{
    if (quarters == 0)
        return;
    Lanes<Real> roots;
    for (std::size_t i = 0; i < kLanes; ++i)
        roots[i] = std::sqrt(values[i]);
    if (quarters >= 2)
        multiply(result, roots);
    if (quarters == 2)
        return;
    for (Real& value : roots)
        value = std::sqrt(value);
    multiply(result, roots);
}

template <typename Real>
[[gnu::always_inline]] inline void raiseLanes(Real* values, QuarterExponent exponent)
{
    Lanes<Real> result;
    result.fill(Real(1));
    multiplyWhole(result, values, exponent.whole);
    multiplyRoots(result, values, exponent.quarters);
    if (exponent.isNegative) {
        for (Real& value : result)
            value = Real(1) / value;
    }
    std::copy(result.begin(), result.end(), values);
}

template <typename Real>
[[gnu::always_inline]] inline void raiseAll(Real* values, std::size_t count, QuarterExponent exponent)
{
    const std::size_t whole = count / kLanes * kLanes;
    for (std::size_t i = 0; i < whole; i += kLanes)
        raiseLanes(values + i, exponent);
    if (whole == count)
        return;
    Lanes<Real> rest = {};
    std::copy(values + whole, values + count, rest.begin());
    raiseLanes(rest.data(), exponent);
    std::copy_n(rest.begin(), count - whole, values + whole);
}

CNNVIS_PROCESSOR_CLONES void raise(double* values, std::size_t count, QuarterExponent exponent)
{
    raiseAll(values, count, exponent);
}

CNNVIS_PROCESSOR_CLONES void raise(float* values, std::size_t count, QuarterExponent exponent)
{
    raiseAll(values, count, exponent);
}

} // namespace

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
void RowPower<Real>::apply(Real* values, std::size_t count) const
{
    if (m_exponent == 1.0)
        return;
    if (m_isInQuarters) {
        raise(values, count, {m_whole, m_quarters, m_exponent < 0.0});
        return;
    }
    const auto exponent = static_cast<Real>(m_exponent);
    std::transform(values, values + count, values, [=](Real value) { return std::pow(value, exponent); });
}

template class RowPower<float>;
template class RowPower<double>;

} // namespace cnnvis
