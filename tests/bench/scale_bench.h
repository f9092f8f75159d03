// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "benches.h"

#include <nlohmann/json_fwd.hpp>

namespace cnnvis {

/// A step at sizes from 0.3 to the largest megapixels, from noise and from a photo of the same size: seconds,
/// nanoseconds a pixel, and bytes of resident memory a pixel, those of the photo among them. What the smallest picture
/// takes that fills a batch is the network's part, and left out. A target near the input is measured sooner, and shows
/// the rest as well.
/// @throws Error  as Network::load() and planRun().
nlohmann::json benchScale(const BenchOptions& options);

} // namespace cnnvis
