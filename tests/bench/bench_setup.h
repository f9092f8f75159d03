// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "benches.h"
#include "convolution_peak.h"

#include "cnnvis/network.h"

#include <string>
#include <vector>

namespace cnnvis {

/// What every result says of how it was measured.
nlohmann::json describe(const std::string& bench, const BenchOptions& options, int threads);

/// How many tiles go through the network together at the first size; that of a 1080p picture where none is given.
int batchOf(const RunSettings& settings, const Network& network);

/// Tiles of noise, one after the other, as TargetGradient takes them.
std::vector<float> noiseTiles(const Network& network, int count);

/// The start of a run: from noise, as this program reads no pictures.
/// @throws SettingsError  where the settings name a picture.
void requireNoise(const RunSettings& settings);

} // namespace cnnvis
