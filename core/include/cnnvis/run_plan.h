// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/picture.h"
#include "cnnvis/run_settings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cnnvis {

struct PlannedSize {
    PictureSize size;
    int tiles = 0; ///< that cover the picture; the cost of a step is in proportion to them
    int automaticBatch = 1; ///< tiles that go through the network together where the settings leave it open
};

/// How many tiles of that size go through the network together: the number given, or the automatic one.
int tilesPerBatch(const RunSettings& settings, const PlannedSize& planned);

/// A size that settings ask for as a part of the start picture, and that was too small for the network.
struct RaisedSize {
    std::string key; ///< of the setting
    PictureSize asked;
    PictureSize size; ///< that is taken instead: as small as the network allows, of the picture's proportions
};

/// What a run will do, known before it starts.
struct RunPlan {
    std::vector<PlannedSize> sizes; ///< in the order of the run
    std::int64_t memoryBytes = 0; ///< estimate of the resident memory at its peak
    std::vector<RaisedSize> raised = {}; ///< of the first and the last size

    /// How much of the whole run's work is done, 0 to 1, after `steps` of `stepsPerSize` at the size of that index.
    double fractionDone(int sizeIndex, int steps, int stepsPerSize) const;
};

/// Works out sizes, tiles and memory, and checks all that needs the network or the start picture.
/// @param startSize  size of the start picture; empty (0 × 0) for a start from noise.
/// @throws SettingsError  when a setting is out of range, the target is not in the network, or a size is too small for
/// it.
/// @throws ModelError     when the target's layer cannot be computed.
/// @throws DeviceError    when the run needs more memory than the machine has free, with both figures.
RunPlan planRun(const RunSettings& settings, const Network& network, PictureSize startSize);

} // namespace cnnvis
