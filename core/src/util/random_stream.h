// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <random>

namespace cnnvis {

/// Random numbers that are the same with every standard library, whose own distributions may differ.
class RandomStream {
public:
    /// @param index  of the stream: one seed gives many unrelated ones.
    RandomStream(std::uint64_t seed, std::uint64_t index)
        : m_engine(mixed(mixed(seed) + index))
    { }
    /// In [0, 1).
    double uniform() { return static_cast<double>(m_engine() >> 11U) * 0x1p-53; }
    /// Mean 0, deviation 1, after Box and Muller.
    double normal()
    {
        constexpr double kPi = 3.14159265358979323846;
        if (m_hasSpare) {
            m_hasSpare = false;
            return m_spare;
        }
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        const double angle = 2.0 * kPi * uniform();
        m_spare = radius * std::sin(angle);
        m_hasSpare = true;
        return radius * std::cos(angle);
    }

private:
    /// Neighbouring seeds give unrelated streams (the finaliser of SplitMix64).
    static std::uint64_t mixed(std::uint64_t value)
    {
        value += 0x9e3779b97f4a7c15U;
        value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
        value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
        return value ^ (value >> 31U);
    }

    std::mt19937_64 m_engine;
    bool m_hasSpare = false;
    double m_spare = 0.0;
};

} // namespace cnnvis
