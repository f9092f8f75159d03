// SPDX-License-Identifier: GPL-3.0-or-later
#include "output_paths.h"

#include <cstddef>
#include <filesystem>
#include <regex>
#include <system_error>

namespace cnnvis::render {

namespace {

/// Where the ending starts, dot included; the length of the path when there is none.
std::size_t endingStart(const std::string& path)
{
    const std::size_t dot = path.find_last_of("./");
    return dot == std::string::npos || path[dot] == '/' ? path.size() : dot;
}

} // namespace

std::string snapshotPath(const std::string& outputFile, int size, int step)
{
    const std::size_t start = endingStart(outputFile);
    return outputFile.substr(0, start) + "_" + std::to_string(size) + "_" + std::to_string(step)
        + outputFile.substr(start);
}

bool isSnapshotPath(const std::string& path, const std::string& outputFile)
{
    const auto folderOf = [](const std::filesystem::path& file) {
        std::error_code error;
        return std::filesystem::weakly_canonical(file.has_parent_path() ? file.parent_path() : ".", error);
    };
    if (folderOf(path) != folderOf(outputFile))
        return false;
    const std::string name = std::filesystem::path(path).filename().string();
    const std::string output = std::filesystem::path(outputFile).filename().string();
    const std::string stem = output.substr(0, endingStart(output)) + "_";
    const std::string ending = output.substr(endingStart(output));
    if (name.size() <= stem.size() + ending.size() || name.compare(0, stem.size(), stem) != 0
        || name.compare(name.size() - ending.size(), ending.size(), ending) != 0)
        return false;
    const std::string numbers = name.substr(stem.size(), name.size() - stem.size() - ending.size());
    return std::regex_match(numbers, std::regex("[0-9]+_[0-9]+"));
}

std::string pixelTracePath(const std::string& outputFile)
{
    return outputFile.substr(0, endingStart(outputFile)) + "_pixels.csv";
}

} // namespace cnnvis::render
