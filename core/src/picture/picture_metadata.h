// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace cnnvis {

/// Puts texts, as XMP, and the profile of sRGB into a JPEG, TIFF or WebP file.
/// @param text  UTF-8 by keyword: letters, digits and '-'.
/// @throws std::exception  when it cannot.
std::string withMetadata(const std::string& bytes, const std::map<std::string, std::string>& text);

/// The texts that withMetadata() put into a file. Files from anywhere: what cannot be read is left out.
std::map<std::string, std::string> readXmpText(std::string_view bytes);

} // namespace cnnvis
