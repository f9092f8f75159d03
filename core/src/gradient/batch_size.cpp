// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/batch_size.h"

#include <algorithm>

namespace cnnvis {
namespace {

int batchesOfStep(int tiles, int batch)
{
    const int even = (tiles + 1) / 2;
    const int odd = tiles / 2;
    return (even + batch - 1) / batch + (odd + batch - 1) / batch;
}

} // namespace

BestBatch bestBatchOnProcessor(int threads)
{
    constexpr int kTilesPerThread = 3;
    constexpr int kMost = 64; // unless there are more threads
    return {threads * std::clamp(kMost / threads, 1, kTilesPerThread), threads};
}

BestBatch bestBatchOnGpu(double bytesPerTile)
{
    constexpr double kMemory = 4.0 * 1024.0 * 1024.0 * 1024.0;
    constexpr double kMost = 256.0;
    return {static_cast<int>(std::clamp(kMemory / std::max(bytesPerTile, 1.0), 1.0, kMost)), 1};
}

int automaticBatch(BestBatch best, int tiles)
{
    const int half = (tiles + 1) / 2;
    if (half <= best.most)
        return half;
    // No thread is without a tile but in the last batch.
    int batch = best.most;
    while (batch > best.multiple && batchesOfStep(tiles, batch - best.multiple) == batchesOfStep(tiles, best.most))
        batch -= best.multiple;
    return batch;
}

} // namespace cnnvis
