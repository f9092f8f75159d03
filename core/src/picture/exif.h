// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "picture/decoded_picture.h"

#include <string_view>

namespace cnnvis {

/// What cameras say about a picture beside its pixels.
struct ExifFacts {
    int orientation = 1; ///< 1 to 8
    bool isAdobeRgb = false;
};

/// Keeps Exiv2 from writing to standard error. Its level belongs to all threads, so that it is set but once.
void muteExiv2();

/// What JPEG has before a block of EXIF, and some programs put before it elsewhere.
inline constexpr std::string_view kExifPrefix("Exif\0\0", 6);

/// Reads a block of EXIF, from its TIFF header on, or from the prefix on. Damaged ones do a picture no harm: they say
/// nothing.
ExifFacts readExif(std::string_view block);

} // namespace cnnvis
