// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <nlohmann/json_fwd.hpp>

namespace cnnvis {

/// What is measured, and how often.
struct BenchOptions {
    RunSettings settings;
    int repeats = 5; ///< after one run that does not count
};

/// The network's part of a batch of tiles, beside the processor's own convolution peak: ms_per_tile, gflop_per_tile,
/// gflops, share_of_peak. @throws Error  as Network::load() and planRun().
nlohmann::json benchTile(const BenchOptions& options);
/// One step at the first size: seconds, tiles, ms_per_tile, and the share of the time that is not the network's.
nlohmann::json benchStep(const BenchOptions& options);
/// A whole run: seconds, steps, steps_per_second, and the peak of the resident memory.
nlohmann::json benchRender(const BenchOptions& options);

} // namespace cnnvis
