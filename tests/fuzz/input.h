// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a fuzz target is: whatever bytes come, it returns 0. Anything that is thrown, or that a sanitizer complains of,
/// is a finding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace cnnvis::fuzz {

inline std::string_view textOf(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

/// The parts of an input that has several, apart by zeros: as many as wanted, the last one with all that is left.
std::vector<std::string> partsOf(std::string_view input, std::size_t count);

/// Ends the program, as a finding, where something that must hold does not.
void require(bool holds, const char* what);

/// A folder in memory, for parsers that read files. It goes with the process.
class ScratchFolder {
public:
    ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();

    std::string path(const std::string& name) const { return m_path + "/" + name; }
    /// @return  its path.
    std::string write(const std::string& name, std::string_view bytes) const;
    /// Takes everything in it away.
    void clear() const;

private:
    std::string m_path;
};

} // namespace cnnvis::fuzz
