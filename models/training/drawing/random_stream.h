// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>

namespace cnnvis::drawing {

/// A small stream of random numbers (SplitMix64), the same on every machine: unlike the distributions of the standard
/// library. A value; each picture and each part that must not disturb the others has a stream of its own.
class RandomStream {
public:
    explicit RandomStream(std::uint64_t seed)
        : m_state(seed)
    { }

    std::uint64_t bits()
    {
        m_state += 0x9e3779b97f4a7c15ULL;
        std::uint64_t value = m_state;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31);
    }

    /// In [0, 1).
    float unit() { return static_cast<float>(bits() >> 40) * (1.0F / 16777216.0F); }
    float uniform(float low, float high) { return low + (high - low) * unit(); }
    /// In [low, high], both included.
    int integer(int low, int high)
    {
        return low + static_cast<int>(bits() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(float probability) { return unit() < probability; }
    float sign() { return chance(0.5F) ? 1.0F : -1.0F; }
    /// About normal with mean 0 and deviation 1; never beyond ±3.5.
    float normal() { return (unit() + unit() + unit() + unit() - 2.0F) * 1.7320508F; }

    template <typename Value>
    Value pick(std::initializer_list<Value> values)
    {
        return values.begin()[integer(0, static_cast<int>(values.size()) - 1)];
    }

    RandomStream fork() { return RandomStream(bits()); }

private:
    std::uint64_t m_state;
};

} // namespace cnnvis::drawing
