// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "cnnvis/journal.h"
#include "cnnvis/network.h"
#include "cnnvis/picture.h"
#include "cnnvis/run_script.h"
#include "cnnvis/run_settings.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cnnvis {

/// Where a session goes on that began before.
struct SessionResume {
    DreamState state;
    Journal journal; ///< up to there
};

/// What a session starts from.
struct SessionRequest {
    RunSettings settings;
    /// Taken in place of the file that `initial_image` names, e.g. a snapshot, unless it is empty.
    Picture startPicture;
    /// The network that the settings name, where it is loaded already; else it is loaded.
    std::optional<Network> network;
    RunScript script = {}; ///< what is to happen on the way
    /// Where it goes on; nullptr: at its beginning. Settings that differ from the state's are a change at that point,
    /// those too that take effect in a new run only.
    std::shared_ptr<const SessionResume> resume = {};
    bool wantsDeepPicture = true; ///< SessionOutcome::picture16 is wanted
};

/// Loads the network that settings name, or knows it already. @throws ModelError
using NetworkLoader = std::function<Network(const RunSettings&)>;

/// The request's network, or the one that its settings name. @throws ModelError
Network networkOf(const SessionRequest& request, const NetworkLoader& load);

/// The request's start picture, or the one that its settings name; empty for a start from noise.
/// @param notes  as readPicture().
/// @throws PictureError
Picture startPictureOf(const SessionRequest& request, std::vector<std::string>* notes = nullptr);

/// The size of that picture, which is not decoded; empty for a start from noise. @throws PictureError
PictureSize startSizeOf(const SessionRequest& request);

} // namespace cnnvis
