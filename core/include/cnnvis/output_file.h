// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cnnvis {

/// Writes a file whole or not at all: to a temporary file in the same folder, flushed to the disk, then renamed over
/// `path`.
/// @return  empty when it worked, else the reason in words; a file that was there before is then unchanged.
std::string replaceFile(const std::string& path, std::string_view bytes);

/// Puts a file that is whole in the place of another, in the same folder: flushed to the disk, then renamed.
/// @return  as replaceFile(); the file is where it was then.
std::string replaceFileBy(const std::string& path, const std::string& whole);

/// Finds out whether replaceFile() can work there; leaves nothing behind.
/// @return  empty when it can, else the reason: the folder is missing or not writable, or the path is not a regular
/// file.
std::string whyNotWritable(const std::string& path);

} // namespace cnnvis
