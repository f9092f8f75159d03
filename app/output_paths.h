// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// Names of the files that a run writes beside its picture.
namespace cnnvis::render {

/// "out_1_50.png" for "out.png" after step 50 of the first size, as the original names it.
/// @param size  from 1.
std::string snapshotPath(const std::string& outputFile, int size, int step);
/// Whether a file is one that a run could write as a snapshot: in the same folder, "out_NUMBER_NUMBER.png" for
/// "out.png".
bool isSnapshotPath(const std::string& path, const std::string& outputFile);
/// "out_pixels.csv" for "out.png".
std::string pixelTracePath(const std::string& outputFile);

} // namespace cnnvis::render
