// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in for libFuzzer where the compiler has none: gives a target each file that is named, and all in the
// folders that are, then as many changed ones as -runs=N says. The same seed changes them in the same way.
#include "input.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string bytesOf(const fs::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void addFiles(const fs::path& path, std::vector<fs::path>& files)
{
    if (!fs::is_directory(path)) {
        files.push_back(path);
        return;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
        if (entry.is_regular_file())
            files.push_back(entry.path());
    }
}

/// One to eight changes: bits, extreme bytes, lost, repeated and borrowed stretches, the end cut off.
std::string changed(std::string bytes, const std::string& other, std::mt19937& random)
{
    const auto below = [&random](std::size_t limit) { return random() % std::max<std::size_t>(limit, 1); };
    for (std::size_t change = 0, changes = 1 + below(8); change < changes && !bytes.empty(); ++change) {
        const std::size_t at = below(bytes.size());
        const std::size_t length = 1 + below(32);
        switch (below(8)) {
        case 0:
            bytes.resize(at);
            break;
        case 1:
            bytes.erase(at, length);
            break;
        case 2:
            bytes.insert(at, other, below(other.size()), length);
            break;
        case 3:
            bytes.insert(at, bytes.substr(at, length));
            break;
        case 4:
            bytes[at] = static_cast<char>(below(2) == 0 ? 0xff : 0);
            break;
        default:
            bytes[at] = static_cast<char>(static_cast<std::uint8_t>(bytes[at]) ^ 1U << below(8));
        }
    }
    return bytes;
}

/// @param name  of the file that the case is left in where it is the last one.
void give(const std::string& bytes, const char* name)
{
    if (name != nullptr) {
        std::ofstream stream(name, std::ios::binary);
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

} // namespace

int main(int argc, char** argv)
{
    long runs = 0;
    unsigned seed = 1;
    std::vector<fs::path> files;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument.rfind("-runs=", 0) == 0)
            runs = std::atol(argument.c_str() + 6);
        else if (argument.rfind("-seed=", 0) == 0)
            seed = static_cast<unsigned>(std::atol(argument.c_str() + 6));
        else if (argument[0] != '-')
            addFiles(argument, files);
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> seeds;
    for (const fs::path& file : files) {
        seeds.push_back(bytesOf(file));
        std::fprintf(stderr, "%s\n", file.c_str()); // the last one is the one that it ended at
        give(seeds.back(), nullptr);
    }
    std::mt19937 random(seed);
    for (long run = 0; run < runs && !seeds.empty(); ++run) {
        const std::string& other = seeds[random() % seeds.size()];
        give(changed(seeds[random() % seeds.size()], other, random), "last-case");
    }
    std::fprintf(stderr, "%zu files and %ld changes of them: nothing found\n", seeds.size(), runs);
    return seeds.empty() ? 1 : 0;
}
