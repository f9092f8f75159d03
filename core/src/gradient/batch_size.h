// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cnnvis {

/// What batches suit a device best. Nothing of it changes from one run to the next on the same machine, as the memory
/// that happens to be free would: where a device's kernels differ with the batch, so do the picture's last bits.
struct BestBatch {
    int most = 1; ///< tiles
    int multiple = 1; ///< of so many tiles, all of the device has work
};

/// On the main processor each thread takes whole tiles: a few for each, so that all have work to the end while a run
/// can still be held soon.
BestBatch bestBatchOnProcessor(int threads);
/// On a graphics processor, as many as a part of its memory holds.
BestBatch bestBatchOnGpu(double bytesPerTile);

/// How many tiles to send through the network together: in as few batches as can be, and these as even as can be.
/// @param tiles  that cover the picture, > 0; a step takes one half, then the other.
int automaticBatch(BestBatch best, int tiles);

} // namespace cnnvis
