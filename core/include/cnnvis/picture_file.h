// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <map>
#include <string>

namespace cnnvis {

/// The key under which a PNG made by the program holds the settings that made it, in the form of presetToJson().
inline constexpr const char* kSettingsTextKey = "cnn-vis";

/// Reads a picture's size from its header, without decoding it.
/// @throws PictureError  when the file is missing, empty, of no known format, or claims more pixels than it can hold.
PictureSize readPictureSize(const std::string& path);

/// Reads PNG, JPEG, BMP, TIFF or WebP as 8-bit RGB; the format is told from the content.
///
/// The orientation of a photo is honoured, transparency is dropped.
/// @throws PictureError  as readPictureSize(), and when the file is truncated or damaged.
Picture readPicture(const std::string& path);

/// Text stored in a PNG; empty for other formats and files without any.
/// @throws PictureError  when the file cannot be read.
std::map<std::string, std::string> readPictureText(const std::string& path);

/// Finds out before a run whether writePicture() can write there; leaves nothing behind.
/// @throws PictureError  when the folder is missing or cannot be written, the path is not a regular file, or the ending
/// is
///                       none of .png .jpg .jpeg .bmp .tif .tiff .webp.
void checkPictureWritable(const std::string& path);

/// The same for a picture of that size. @throws PictureError  also when the format cannot hold so long a side.
void checkPictureWritable(const std::string& path, PictureSize size);

/// Writes a picture, whole or not at all: beside the path first, then renamed over it. 16 bits go to PNG and TIFF only.
/// @param text  stored in the file where the format is PNG, left out elsewhere.
/// @throws PictureError  when it cannot be written; a file that was there before is then unchanged.
void writePicture(const std::string& path, const Picture& picture, const std::map<std::string, std::string>& text = {});

} // namespace cnnvis
