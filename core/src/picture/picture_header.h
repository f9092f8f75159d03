// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace cnnvis {

enum class PictureFormat { Png, Jpeg, Bmp, Tiff, Webp };

/// The formats as a list for messages.
inline constexpr const char* kPictureFormatsText = "PNG, JPEG, BMP, TIFF and WebP";

/// What a picture file says about itself.
struct PictureHeader {
    PictureFormat format = PictureFormat::Png;
    PictureSize storedSize; ///< as the pixels lie in the file
    int orientation = 1; ///< of EXIF, 1 to 8; 1: as stored
    /// Of TIFF with an orientation: the low byte of its value. OpenCV's versions differ in what they do with a TIFF's
    /// orientation, so the reader sets the byte to 1 and turns the picture itself. 0: there is none.
    std::size_t orientationByte = 0;

    /// The size after the orientation.
    PictureSize size() const
    {
        return orientation >= 5 ? PictureSize{storedSize.width, storedSize.height} : storedSize;
    }
};

/// Tells format, size and orientation from a whole file's bytes, without decoding it; for files from anywhere.
///
/// This is what stands between a file and the decoders, which trust headers and fill up what is missing without a word:
/// it refuses other formats, sizes that the file cannot hold or that nobody can use, and files without their end.
/// @param path  for messages.
/// @throws PictureError  as said.
PictureHeader readPictureHeader(std::string_view bytes, const std::string& path);

} // namespace cnnvis
