// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "random_stream.h"
#include "sample_drawer.h"

#include <cstdint>
#include <vector>

namespace cnnvis::training {

/// The network learns on (grey level - mean) / kPixelScale.
constexpr double kPixelScale = 58.0;

/// Samples are drawn larger than the network sees them, by this, so that it sees another part each time.
constexpr int drawnSide(int side)
{
    return side * 9 / 8;
}

/// Pictures as the network takes them.
struct PictureBatch {
    int side = 0;
    std::vector<float> pixels; ///< (N, side, side, 3) BGR, normalised
    std::vector<std::int64_t> classes; ///< (N)
};

/// Where a picture is cut out, whether it is mirrored, how sharp it is, and what happens to its levels.
struct Jitter {
    int row = 0, column = 0;
    bool isMirrored = false;
    float gains[3] = {1.0F, 1.0F, 1.0F}; ///< contrast included
    float brightness = 0.0F; ///< grey levels
    float blur = 0.0F; ///< standard deviation in pixels; 0: none
    float noise = 0.0F; ///< standard deviation in grey levels; 0: none
    std::uint64_t noiseSeed = 0;
};

/// @param room  how many pixels the picture is larger than what is cut out.
Jitter randomJitter(drawing::RandomStream& random, int room);
/// The middle, unchanged.
Jitter noJitter(int room);

/// Appends a sample to a batch. The picture may be larger than the batch's side.
void append(PictureBatch& batch, const Sample& sample, const Jitter& jitter, double mean);

} // namespace cnnvis::training
