// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace cnnvis {

/// The same file without symbolic links in its folder's path; SQLite follows none.
/// @throws SessionError  when its folder is not there.
std::string resolvedSession(const std::string& path);

/// The device and the number of the file there; empty: there is none.
std::string placeOf(const std::string& path);

/// A link to nothing, too.
bool isAnythingThere(const std::string& path);

/// For a file that is to take its place, in the same folder.
std::string temporaryBeside(const std::string& file);

/// An empty session there. @param path  as it was given. @throws SessionError  when it cannot be written.
void writeNewSession(const std::string& file, const std::string& path);

/// By its first bytes, before anything is written there. @param path  as it was given.
/// @throws SessionError  when it is no session, or a newer version's.
void requireSession(const std::string& file, const std::string& path);

/// @throws SessionError  that it is a version's which this program does not know.
[[noreturn]] void refuseVersion(const std::string& path, std::int64_t version);

} // namespace cnnvis
