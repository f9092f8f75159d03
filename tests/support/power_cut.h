// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace cnnvis::test {

/// What a program did to the files of a folder, one thing after the other.
struct DiskEvent {
    char kind = 0; ///< see power_cut_record.h
    std::uint32_t file = 0;
    std::int64_t offset = 0;
    double seconds = 0.0;
    std::string name, other, bytes;
};
std::vector<DiskEvent> readRecord(const std::string& path);

using Files = std::map<std::string, std::string>; ///< by name

/// Which of the things that the program did not wait for are on the disk all the same.
enum class Unflushed {
    None,
    Some, ///< of writes any, sector by sector; of names the first few, as journals of file systems have them
    All, ///< as after a kill
};

/// A disk as a power cut leaves it. What was flushed is there; a name is when its folder was flushed. A model that is
/// harsher than most file systems, which have the name of a flushed file, too; but what a disk says is flushed, is.
class RecordedDisk {
public:
    /// @param before  what was in the folder, all of it on the disk.
    explicit RecordedDisk(const Files& before);
    void apply(const DiskEvent& event);
    Files afterCut(Unflushed unflushed, std::mt19937& random) const;
    /// That were written to that file and not flushed yet.
    std::size_t bytesAtRisk(const std::string& name) const;

private:
    struct File {
        std::string flushed;
        std::vector<DiskEvent> since;
    };
    using Names = std::map<std::string, std::uint32_t>;
    static void applyTo(std::string& content, const DiskEvent& event);
    static void applyTo(Names& names, const DiskEvent& event);

    std::map<std::uint32_t, File> m_files;
    Names m_names; ///< as the program sees them
    Names m_flushedNames;
    std::vector<DiskEvent> m_namesSince;
};

} // namespace cnnvis::test
