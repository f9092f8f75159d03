// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cnnvis {

/// What the automatic batch depends on. Nothing of it changes from one run to the next on the same machine, as the
/// memory that happens to be free would: where a device's kernels differ with the batch, so do the picture's last bits.
struct BatchConditions {
    bool isOnGpu = false;
    int threads = 1; ///< of the main processor
    double bytesPerTile = 0.0; ///< of the network's memory
};

/// How many tiles to send through the network together. On the main processor each thread takes whole tiles: a few for
/// each, so that all have work to the end while a run can still be held soon. On a graphics processor, as many as a
/// part of its memory holds. In any case in as few batches as can be, and these as even as can be.
/// @param tiles  that cover the picture, > 0; a step takes one half, then the other.
int automaticBatch(const BatchConditions& conditions, int tiles);

} // namespace cnnvis
