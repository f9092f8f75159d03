// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace cnnvis {

/// The bytes of a file, or why there are none.
struct InputFile {
    std::string bytes;
    std::string problem; ///< empty when it worked, else one line that names the path, the reason and what would do
};

/// Reads a whole regular file into memory; for files from anywhere.
///
/// Folders, devices and pipes are refused, and so is what is empty, larger than `maximumBytes`, a Git LFS pointer ("…
/// is a Git LFS pointer, not the file itself: fetch it with 'git lfs pull'") or an HTML page in the file's place.
/// @param what  what the file should be, for messages: "prototxt", "picture".
InputFile readInputFile(const std::string& path, const std::string& what, std::size_t maximumBytes);

} // namespace cnnvis
