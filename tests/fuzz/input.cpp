// SPDX-License-Identifier: GPL-3.0-or-later
#include "input.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace cnnvis::fuzz {

namespace fs = std::filesystem;

std::vector<std::string> partsOf(std::string_view input, std::size_t count)
{
    std::vector<std::string> parts;
    while (parts.size() + 1 < count) {
        const std::size_t end = input.find('\0');
        parts.emplace_back(input.substr(0, end));
        input = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
    }
    parts.emplace_back(input);
    return parts;
}

void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

ScratchFolder::ScratchFolder()
{
    std::error_code error;
    const bool hasMemoryDisk = fs::is_directory("/dev/shm", error);
    std::string name = (hasMemoryDisk ? "/dev/shm" : fs::temp_directory_path().string()) + "/cnn-vis-fuzz-XXXXXX";
    require(::mkdtemp(name.data()) != nullptr, "there is a folder for temporary files");
    m_path = name;
}

ScratchFolder::~ScratchFolder()
{
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

std::string ScratchFolder::write(const std::string& name, std::string_view bytes) const
{
    const std::string file = path(name);
    std::ofstream stream(file, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    require(!stream.fail(), "a temporary file can be written");
    return file;
}

void ScratchFolder::clear() const
{
    for (const fs::directory_entry& entry : fs::directory_iterator(m_path))
        fs::remove_all(entry.path());
}

} // namespace cnnvis::fuzz
