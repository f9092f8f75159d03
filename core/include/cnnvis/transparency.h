// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <cstdint>

namespace cnnvis {

/// A colour in sRGB.
struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    friend bool operator==(Colour a, Colour b) { return a.red == b.red && a.green == b.green && a.blue == b.blue; }
};

/// Where transparent pixels lie as long as nobody chose a ground: the mean grey of the photos that networks learn from.
inline constexpr Colour kNeutralGround{117, 117, 117};

/// The picture, opaque, on that ground in place of the neutral one that it was read on.
Picture onGround(const Picture& picture, Colour ground);

/// What is opaque in the start picture, in the size of a picture that was dreamt from it.
/// @param start  may be empty or opaque; then so is the result.
Picture withTransparencyOf(const Picture& picture, const Picture& start);

} // namespace cnnvis
