// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "util/processor_clones.h"

#include <array>
#include <cstddef>

/// The basis in which Winograd's filtering multiplies: to it and back.
namespace cnnvis::onednn::winograd_basis {

inline constexpr int kSeen = 6; ///< values of the input that a patch sees, each way
inline constexpr int kPoints = kSeen * kSeen; ///< values of a patch in the other basis
inline constexpr int kMostKernel = 5;

/// The other basis are the values of polynomials at 0, ±a, ±b and infinity. With these points the largest factors are
/// small: they lose half as many digits as the usual 1 and 2 do, and they and their powers are exact.
inline constexpr float kA = 0.625F;
inline constexpr float kB = 1.5F;
inline constexpr float kA2 = kA * kA;
inline constexpr float kB2 = kB * kB;

/// One line of what a patch sees to the other basis: Bᵀ of Lavin and Gray.
template <typename Floats>
CNNVIS_INLINED void transformSeen(const Floats (&d)[kSeen], Floats (&v)[kSeen])
{
    const Floats evenA = d[4] - kB2 * d[2];
    const Floats oddA = kA * (d[3] - kB2 * d[1]);
    const Floats evenB = d[4] - kA2 * d[2];
    const Floats oddB = kB * (d[3] - kA2 * d[1]);
    v[0] = kA2 * kB2 * d[0] - (kA2 + kB2) * d[2] + d[4];
    v[1] = evenA + oddA;
    v[2] = evenA - oddA;
    v[3] = evenB + oddB;
    v[4] = evenB - oddB;
    v[5] = kA2 * kB2 * d[1] - (kA2 + kB2) * d[3] + d[5];
}

/// And back, to a line of the output: Aᵀ.
template <int kSide, typename Floats>
CNNVIS_INLINED void transformProduct(const Floats (&m)[kSeen], Floats (&y)[kSide])
{
    const Floats evenA = m[1] + m[2];
    const Floats oddA = kA * (m[1] - m[2]);
    const Floats evenB = m[3] + m[4];
    const Floats oddB = kB * (m[3] - m[4]);
    y[0] = m[0] + evenA + evenB;
    y[1] = oddA + oddB;
    if constexpr (kSide > 2)
        y[2] = kA2 * evenA + kB2 * evenB;
    if constexpr (kSide > 3)
        y[3] = kA2 * oddA + kB2 * oddB;
    if constexpr (kSide > 4)
        y[4] = kA2 * kA2 * evenA + kB2 * kB2 * evenB;
    y[kSide - 1] += m[5];
}

/// A kernel of side · side in the other basis: G g Gᵀ, point after point.
inline std::array<float, kPoints> transformKernel(const float* kernel, int side)
{
    constexpr double a = kA;
    constexpr double b = kB;
    constexpr double points[kSeen - 1] = {0.0, a, -a, b, -b};
    constexpr double atA = 2 * a * a * (a * a - b * b);
    constexpr double atB = 2 * b * b * (b * b - a * a);
    constexpr double divisors[kSeen - 1] = {a * a * b * b, atA, atA, atB, atB};
    double g[kSeen][kMostKernel] = {};
    for (int i = 0; i < kSeen - 1; ++i) {
        double power = 1.0;
        for (int tap = 0; tap < side; ++tap, power *= points[i])
            g[i][tap] = power / divisors[i];
    }
    g[kSeen - 1][side - 1] = 1.0;
    double rows[kMostKernel][kSeen] = {}; // of the kernel, each in the other basis
    for (int y = 0; y < side; ++y) {
        for (int j = 0; j < kSeen; ++j) {
            for (int x = 0; x < side; ++x)
                rows[y][j] += g[j][x] * static_cast<double>(kernel[y * side + x]);
        }
    }
    std::array<float, kPoints> result{};
    for (int i = 0; i < kSeen; ++i) {
        for (int j = 0; j < kSeen; ++j) {
            double sum = 0.0;
            for (int y = 0; y < side; ++y)
                sum += g[i][y] * rows[y][j];
            result[static_cast<std::size_t>(i * kSeen + j)] = static_cast<float>(sum);
        }
    }
    return result;
}

} // namespace cnnvis::onednn::winograd_basis
