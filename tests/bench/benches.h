// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <nlohmann/json_fwd.hpp>

namespace cnnvis {

/// What is measured, and how often.
struct BenchOptions {
    RunSettings settings;
    int repeats = 5; ///< after one run that does not count
    double largestMegapixels = 100.0; ///< of benchScale()
    int busyProcesses = 0; ///< beside which benchLoad() measures; 0: one for each core
};

/// Each throws Error as Network::load() and planRun() do. Where one measures several things, it does so in turn.
/// @{

/// The device's own convolution peak in float32, and in bfloat16 where it has that, for each number of threads.
nlohmann::json benchPeak(const BenchOptions& options);
/// The network's part of a batch of tiles, beside the device's own convolution peak: ms_per_tile, gflop_per_tile,
/// gflops, share_of_peak; and the share by the time that the processor spent, for machines that do other things too.
/// Operations are those of the definition: where convolutions are filtered with fewer, the share can be above 1.
nlohmann::json benchTile(const BenchOptions& options);
/// The same tiles beside the same network as people write it in PyTorch: times_as_fast, and how far the gradients are
/// apart.
nlohmann::json benchPlain(const BenchOptions& options);

/// One step at the first size: seconds, tiles, ms_per_tile, and the share of the time that is not the network's.
nlohmann::json benchStep(const BenchOptions& options);
/// A step with one thread, two, and so on up to that of the settings: speedup.
nlohmann::json benchThreads(const BenchOptions& options);
/// A step alone and beside processes that do nothing but compute: slowdown, and what a fair share would make it.
nlohmann::json benchLoad(const BenchOptions& options);
/// What bfloat16 makes of a whole run: the picture's PSNR beside that of float32, and beside it the PSNR of the same
/// run in float32 with the network's sums in another order.
nlohmann::json benchPrecision(const BenchOptions& options);
/// How much of the tiles' borders is seen, with either tiling: the mean jump of what was dreamt between neighbours at
/// the original's borders, as a multiple of that a few pixels away (1: nothing is seen); and what evening them out
/// costs.
nlohmann::json benchSeams(const BenchOptions& options);
/// A whole run: seconds, steps, steps_per_second, and the peak of the resident memory.
nlohmann::json benchRender(const BenchOptions& options);
/// @}

} // namespace cnnvis
