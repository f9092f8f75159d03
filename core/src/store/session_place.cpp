// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_place.h"

#include "cnnvis/output_file.h"
#include "store/session_refusal.h"
#include "store/session_schema.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

std::uint32_t bigEndian(const std::array<unsigned char, 100>& header, std::size_t from)
{
    std::uint32_t number = 0;
    for (std::size_t i = from; i < from + 4; ++i)
        number = number << 8U | header.at(i);
    return number;
}

} // namespace

std::string resolvedSession(const std::string& path)
{
    const fs::path given(path);
    std::error_code error;
    const fs::path folder = fs::canonical(given.has_parent_path() ? given.parent_path() : ".", error);
    if (error)
        refuseSession(path, "cannot be opened: its folder is not there; make it, or take another");
    return (folder / given.filename()).string();
}

std::string placeOf(const std::string& path)
{
    struct statx status { };
    if (::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_TYPE | STATX_INO | STATX_BTIME, &status) != 0
        || !S_ISREG(status.stx_mode))
        return {};
    std::string place = std::to_string(status.stx_dev_major) + "." + std::to_string(status.stx_dev_minor) + ":"
        + std::to_string(status.stx_ino);
    // A new file may have the number of one that is gone.
    if ((status.stx_mask & STATX_BTIME) != 0)
        place += ":" + std::to_string(status.stx_btime.tv_sec) + "." + std::to_string(status.stx_btime.tv_nsec);
    return place;
}

bool isAnythingThere(const std::string& path)
{
    std::error_code error;
    return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

void requireSession(const std::string& file, const std::string& path)
{
    constexpr std::string_view kFormat("SQLite format 3\0", 16);
    constexpr std::size_t kVersionPlace = 60;
    constexpr std::size_t kApplicationPlace = 68;
    std::array<unsigned char, 100> header{};
    if (placeOf(file).empty())
        refuseSession(path, "is not a regular file; take another");
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        refuseSession(path, "cannot be read; allow that with chmod, or take another");
    stream.read(reinterpret_cast<char*>(header.data()), header.size());
    const bool isSession = stream.gcount() == static_cast<std::streamsize>(header.size())
        && std::equal(kFormat.begin(), kFormat.end(), reinterpret_cast<const char*>(header.data()))
        && bigEndian(header, kApplicationPlace) == std::uint32_t{kSessionApplication};
    if (!isSession)
        throw SessionError("'" + path + "' is there and is no session of cnn-vis; take another name");
    const std::uint32_t version = bigEndian(header, kVersionPlace);
    if (version < 1 || version > std::uint32_t{kSessionVersion})
        refuseVersion(path, version);
}

void refuseVersion(const std::string& path, std::int64_t version)
{
    refuseSession(path,
        "is of version " + std::to_string(version) + ", and this cnn-vis knows versions up to "
            + std::to_string(kSessionVersion) + "; take a newer cnn-vis");
}

std::string temporaryBeside(const std::string& file)
{
    return temporaryPath(fs::path(file).parent_path().string());
}

void writeNewSession(const std::string& file, const std::string& path)
{
    const std::string problem = replaceFile(file, newSessionBytes());
    if (!problem.empty())
        refuseSession(path, "cannot be written: " + problem);
}

} // namespace cnnvis
