// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/file_digest.h"

#include "util/sha256.h"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <system_error>
#include <tuple>
#include <vector>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

/// Files that were read already.
class DigestCache {
public:
    using Stamp = std::tuple<std::uintmax_t, fs::file_time_type>; ///< bytes and time of a file

    std::optional<FileDigest> find(const std::string& path, const Stamp& stamp)
    {
        const std::lock_guard<std::mutex> lock(m_mutex);
        const auto found = m_digests.find(path);
        const bool isThere = found != m_digests.end() && found->second.first == stamp;
        return isThere ? std::optional<FileDigest>(found->second.second) : std::nullopt;
    }

    void add(const std::string& path, const Stamp& stamp, const FileDigest& digest)
    {
        constexpr std::size_t kMost = 256;
        const std::lock_guard<std::mutex> lock(m_mutex);
        if (m_digests.size() >= kMost)
            m_digests.clear();
        m_digests[path] = {stamp, digest};
    }

private:
    std::mutex m_mutex;
    std::map<std::string, std::pair<Stamp, FileDigest>> m_digests;
};

std::optional<FileDigest> readDigest(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::vector<char> buffer(std::size_t{1} << 20U);
    Sha256 hash;
    FileDigest digest{fs::path(path).filename().string(), 0, {}};
    while (file) {
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        hash.add(buffer.data(), static_cast<std::size_t>(file.gcount()));
        digest.bytes += file.gcount();
    }
    if (!file.eof())
        return std::nullopt;
    digest.sha256 = hash.digits();
    return digest;
}

} // namespace

std::optional<FileDigest> digestOfFile(const std::string& path)
{
    static DigestCache cache;
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        return std::nullopt;
    const std::uintmax_t bytes = fs::file_size(path, error);
    const DigestCache::Stamp stamp{bytes, error ? fs::file_time_type() : fs::last_write_time(path, error)};
    if (error)
        return std::nullopt;
    std::optional<FileDigest> digest = cache.find(path, stamp);
    if (digest)
        return digest;
    digest = readDigest(path);
    if (digest)
        cache.add(path, stamp, *digest);
    return digest;
}

} // namespace cnnvis
