// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cnnvis {

/// x → x^exponent over rows of non-negative numbers. Exponents that are multiples of a quarter, which all usual
/// settings are, take products and square roots alone; std::pow takes ten times as long. Real: float or double.
template <typename Real>
class RowPower {
public:
    explicit RowPower(double exponent);
    /// Replaces each value by its power. 0^0 is 1, and 0 to a negative power infinite.
    void apply(Real* values, std::size_t count) const;

private:
    double m_exponent;
    bool m_isInQuarters = false;
    unsigned m_whole = 0; ///< the whole part of |exponent|
    unsigned m_quarters = 0; ///< the rest, in quarters
};

} // namespace cnnvis
