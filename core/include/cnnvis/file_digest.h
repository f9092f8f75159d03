// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace cnnvis {

/// What a file is known by, wherever it lies.
struct FileDigest {
    std::string name; ///< without its folder
    std::int64_t bytes = 0;
    std::string sha256; ///< 64 hexadecimal digits, lower case
};

/// Reads the file, unless it has not changed since it was asked for last. Nothing: it is no regular file, or cannot be
/// read. Thread-safe.
std::optional<FileDigest> digestOfFile(const std::string& path);

/// The same content, whatever the name.
inline bool isSameContent(const FileDigest& a, const FileDigest& b)
{
    return a.bytes == b.bytes && a.sha256 == b.sha256;
}

} // namespace cnnvis
