// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "picture/decoded_picture.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cnnvis {

/// A picture's colours as sRGB with 8 bits, and how opaque they are.
struct SrgbPixels {
    std::vector<std::uint8_t> colours; ///< RGB side by side
    std::vector<std::uint8_t> alpha; ///< one a pixel; empty: opaque
    std::string note; ///< what was wrong with what the file says about its colours; empty: nothing
};

/// Converts what was decoded to what its numbers mean. Without a word about colours, and with one that comes to sRGB,
/// samples stay as they are, and those of 16 bits lose the lower eight. A profile that is damaged, or of another kind
/// than the picture, counts as none. Intent: perceptual, as viewers have it.
/// @param picture  gives its samples away.
SrgbPixels toSrgb(DecodedPicture picture);

/// The profile that saved pictures carry; always the same bytes.
const std::string& srgbProfile();

} // namespace cnnvis
