// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "random_stream.h"

#include <opencv2/core.hpp>

#include <array>
#include <cstdint>
#include <initializer_list>

namespace cnnvis::drawing {

/// Blue, green, red: 0 is black, 1 is full.
using Colour = cv::Vec3f;

/// From 0xRRGGBB.
Colour rgb(std::uint32_t code);
/// @param hue  in turns, any number; saturation and value in 0..1.
Colour hsv(float hue, float saturation, float value);
Colour mix(const Colour& from, const Colour& to, float amount);
/// Towards white (amount > 0) or black (amount < 0); ±1 gets there.
Colour toned(const Colour& colour, float amount);
float luminance(const Colour& colour);

/// The colours of one picture: those that the subject has in nature, or a wild scheme of a few related hues.
class Palette {
public:
    explicit Palette(RandomStream random);

    bool isWild() const { return m_isWild; }
    void setWild(bool wild) { m_isWild = wild; }

    /// One of the natural colours, slightly changed; or the next of the wild scheme.
    Colour pick(std::initializer_list<std::uint32_t> naturals);
    /// The natural colour even in a wild picture, slightly changed: for teeth, pupils, snow, water...
    Colour natural(std::initializer_list<std::uint32_t> naturals);

private:
    Colour varied(std::uint32_t code);
    Colour nextWild();

    RandomStream m_random;
    bool m_isWild = false;
    std::array<float, 4> m_hues{};
    int m_next = 0;
};

} // namespace cnnvis::drawing
