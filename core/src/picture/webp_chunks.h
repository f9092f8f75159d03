// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

namespace cnnvis {

/// A WebP file with chunks put into it. @param chunks  data by name, four characters.
/// @throws std::runtime_error  when the file is none.
std::string withWebpChunks(const std::string& bytes, const std::map<std::string, std::string>& chunks);

} // namespace cnnvis
