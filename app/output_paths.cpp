// SPDX-License-Identifier: GPL-3.0-or-later
#include "output_paths.h"

#include <cstddef>

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

std::string pixelTracePath(const std::string& outputFile)
{
    return outputFile.substr(0, endingStart(outputFile)) + "_pixels.csv";
}

} // namespace cnnvis::render
