// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "picture_batch.h"
#include "sample_drawer.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cnnvis::training {

/// What a stream of batches is like.
struct StreamOptions {
    int side = 128; ///< of the pictures in a batch
    int batchSize = 64;
    int poolSize = 16384; ///< samples that are kept to be shown again
    double freshShare = 1.0 / 3.0; ///< of each batch, newly drawn
    std::uint64_t seed = 1;
    double mean = 0.0; ///< grey levels
    int threads = 1; ///< that draw
};

/// Batches to learn from. Drawing a sample costs about as much as learning from it, so each is shown a few times, every
/// time cut out, mirrored and lit in another way. Batch number n is always the same. One thread may use it.
class SampleStream {
public:
    /// @param first  number of the batch that comes first; what the pool then holds is drawn again.
    SampleStream(const StreamOptions& options, std::int64_t first);

    PictureBatch next();

private:
    /// The samples of a batch, as places in the pool; fresh ones have been put there.
    struct Plan {
        std::vector<std::size_t> reused;
        std::vector<std::size_t> fresh; ///< places for the next numbers, in order
    };
    Plan planNext();

    StreamOptions m_options;
    SampleSource m_source;
    std::vector<std::int64_t> m_numbers; ///< of the samples in the pool
    std::vector<Sample> m_samples; ///< beside m_numbers
    std::int64_t m_batch = 0;
    std::int64_t m_nextNumber = 0;
    std::optional<SampleDrawer> m_drawer;
};

} // namespace cnnvis::training
