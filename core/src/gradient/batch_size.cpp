// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/batch_size.h"

#include <algorithm>

namespace cnnvis {
namespace {

int largestOnProcessor(int threads)
{
    constexpr int kTilesPerThread = 3;
    constexpr int kMost = 64; // unless there are more threads
    return threads * std::clamp(kMost / threads, 1, kTilesPerThread);
}

int largestOnGpu(double bytesPerTile)
{
    constexpr double kMemory = 4.0 * 1024.0 * 1024.0 * 1024.0;
    constexpr double kMost = 256.0;
    return static_cast<int>(std::clamp(kMemory / std::max(bytesPerTile, 1.0), 1.0, kMost));
}

int batchesOfStep(int tiles, int batch)
{
    const int even = (tiles + 1) / 2;
    const int odd = tiles / 2;
    return (even + batch - 1) / batch + (odd + batch - 1) / batch;
}

} // namespace

int automaticBatch(const BatchConditions& conditions, int tiles)
{
    const int largest =
        conditions.isOnGpu ? largestOnGpu(conditions.bytesPerTile) : largestOnProcessor(conditions.threads);
    const int half = (tiles + 1) / 2;
    if (half <= largest)
        return half;
    // No thread is without a tile but in the last batch.
    const int step = conditions.isOnGpu ? 1 : conditions.threads;
    int batch = largest;
    while (batch > step && batchesOfStep(tiles, batch - step) == batchesOfStep(tiles, largest))
        batch -= step;
    return batch;
}

} // namespace cnnvis
