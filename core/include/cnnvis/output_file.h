// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cnnvis {

/// Writes a file whole or not at all: to one without a name where the file system has such, else to a temporary one in
/// the same folder, flushed to the disk, then renamed over `path`.
/// @return  empty when it worked, else the reason in words; a file that was there before is then unchanged.
std::string replaceFile(const std::string& path, std::string_view bytes);

/// Puts a file that is whole in the place of another, in the same folder: flushed to the disk, then renamed.
/// @return  as replaceFile(); the file is where it was then.
std::string replaceFileBy(const std::string& path, const std::string& whole);

/// A new hidden path in a folder, for what is written there before it takes its place: removeLeftovers() knows it.
std::string temporaryPath(const std::string& folder, const std::string& ending = ".tmp");

/// Takes away what was left under such paths by processes of this machine that are no more.
void removeLeftovers(const std::string& folder) noexcept;

/// Finds out whether replaceFile() can work there; leaves nothing behind, and takes away what others left.
/// @return  empty when it can, else the reason: the folder is missing or not writable, or the path is not a regular
/// file.
std::string whyNotWritable(const std::string& path);

} // namespace cnnvis
