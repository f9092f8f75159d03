// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <map>
#include <string>
#include <string_view>

namespace cnnvis {

/// A picture as the bytes of a PNG file, 8 or 16 bits a channel, with transparency where it has any; tagged as sRGB;
/// the same bytes for the same picture and text.
/// @param text  UTF-8 by keyword: 1 to 79 printable ASCII characters, without spaces at the ends or twice in a row.
/// @param path  for messages.
/// @throws PictureError  when the picture is empty, or a keyword or text cannot be stored.
std::string encodePng(const Picture& picture, const std::map<std::string, std::string>& text, const std::string& path);

/// The texts (tEXt, zTXt, iTXt) of a PNG file as UTF-8; of texts with the same keyword, the first one.
///
/// A damaged text is left out, and so is one of more than 4 MiB or beyond the 64th: the file may come from anywhere.
/// @param path  for messages.
/// @throws PictureError  when the file as a whole cannot be read.
std::map<std::string, std::string> readPngText(std::string_view bytes, const std::string& path);

} // namespace cnnvis
