// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace cnnvis {

/// The key under which a picture made by the program holds the settings that made it, in the form of presetToJson().
inline constexpr const char* kSettingsTextKey = "cnn-vis";

/// Reads a picture's size from its header, without decoding it.
/// @throws PictureError  when the file is missing, empty, of no known format, or has more pixels than anybody can use.
PictureSize readPictureSize(const std::string& path);

/// The endings of the files that readPicture() reads, without a dot: "png", "jpg", …
std::vector<std::string> readablePictureEndings();

/// Reads PNG, JPEG, BMP, TIFF, WebP, HEIC, AVIF, GIF or EXR as 8-bit sRGB; the format is told from the content.
///
/// Embedded profiles, gammas and primaries are converted to sRGB; what is untagged is taken as it is. Light beyond
/// white is cut off. The orientation of a photo is honoured. Of animations, the first picture is read. Transparency
/// lies on the neutral ground, and is kept beside the colours, see transparency.h.
/// @param notes  what the user should know of how it was read, one sentence each, without the path; may be null.
/// @throws PictureError  as readPictureSize(), and when the file is truncated or damaged, so that rows are missing.
Picture readPicture(const std::string& path, std::vector<std::string>* notes = nullptr);

/// Texts by keyword.
using PictureText = std::map<std::string, std::string>;

/// Text stored in a PNG, or as XMP in JPEG, TIFF and WebP by this program; empty for others and files without any.
/// @throws PictureError  when the file cannot be read.
PictureText readPictureText(const std::string& path);

/// Bytes of text that a picture of that name can hold, by its ending; about: 0 for BMP, 32 000 for JPEG, else millions.
std::size_t mostTextBytes(const std::string& path);

/// Finds out before a run whether writePicture() can write there; leaves nothing behind.
/// @throws PictureError  when the folder is missing or cannot be written, the path is not a regular file, or the ending
/// is
///                       none of .png .jpg .jpeg .bmp .tif .tiff .webp.
void checkPictureWritable(const std::string& path);

/// The same for a picture of that size. @throws PictureError  also when the format cannot hold so long a side.
void checkPictureWritable(const std::string& path, PictureSize size);

/// Writes a picture, whole or not at all: beside the path first, then renamed over it. Tagged as sRGB, but for BMP. 16
/// bits go to PNG and TIFF only, transparency to PNG only.
/// @param text     stored in the file: in PNG, and as XMP in JPEG, TIFF and WebP; left out in BMP.
/// @param quality  of JPEG and WebP, 1 to 100; 0: the usual one, 95 for JPEG and lossless for WebP.
/// @throws PictureError  when it cannot be written; a file that was there before is then unchanged.
void writePicture(const std::string& path, const Picture& picture, const PictureText& text = {}, int quality = 0);

} // namespace cnnvis
