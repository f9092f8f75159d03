// SPDX-License-Identifier: GPL-3.0-or-later
#include "util/row_power.h"

#include "util/processor_clones.h"

#include <algorithm>
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
[[gnu::always_inline]] inline void multiplyWhole(Real* result, const Real* values, unsigned whole)
{
    Real base[kLanes];
    std::copy_n(values, kLanes, base);
    for (unsigned bits = whole; bits != 0; bits >>= 1U) {
        if ((bits & 1U) != 0) {
            for (std::size_t i = 0; i < kLanes; ++i)
                result[i] *= base[i];
        }
        // The last square is not needed, and could be infinite.
        if (bits > 1) {
            for (std::size_t i = 0; i < kLanes; ++i)
                base[i] *= base[i];
        }
    }
}

template <typename Real>
[[gnu::always_inline]] inline void multiplyRoots(Real* result, const Real* values, unsigned quarters)
{
    if (quarters == 0)
        return;
    Real roots[kLanes];
    for (std::size_t i = 0; i < kLanes; ++i)
        roots[i] = std::sqrt(values[i]);
    if (quarters >= 2) {
        for (std::size_t i = 0; i < kLanes; ++i)
            result[i] *= roots[i];
    }
    if (quarters != 2) {
        for (std::size_t i = 0; i < kLanes; ++i)
            result[i] *= std::sqrt(roots[i]);
    }
}

template <typename Real>
[[gnu::always_inline]] inline void raiseLanes(Real* values, QuarterExponent exponent)
{
    Real result[kLanes];
    std::fill_n(result, kLanes, Real(1));
    multiplyWhole(result, values, exponent.whole);
    multiplyRoots(result, values, exponent.quarters);
    if (exponent.isNegative) {
        for (std::size_t i = 0; i < kLanes; ++i)
            result[i] = Real(1) / result[i];
    }
    std::copy_n(result, kLanes, values);
}

template <typename Real>
[[gnu::always_inline]] inline void raiseAll(Real* values, std::size_t count, QuarterExponent exponent)
{
    const std::size_t whole = count / kLanes * kLanes;
    for (std::size_t i = 0; i < whole; i += kLanes)
        raiseLanes(values + i, exponent);
    if (whole == count)
        return;
    Real rest[kLanes] = {};
    std::copy(values + whole, values + count, rest);
    raiseLanes(rest, exponent);
    std::copy_n(rest, count - whole, values + whole);
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
