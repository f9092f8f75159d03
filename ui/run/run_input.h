// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/network_cache.h"
#include "run/run_types.h"

namespace cnnvis::ui {

/// The request's network, or the one that its settings name. @throws ModelError
Network networkOf(const RunRequest& request, NetworkCache& networks);

/// The request's start picture, or the one that its settings name; empty for a start from noise. @throws PictureError
Picture startPictureOf(const RunRequest& request);

/// What planRun() says to the request. Throws nothing.
PlanOutcome planOf(int planId, const RunRequest& request, NetworkCache& networks) noexcept;

} // namespace cnnvis::ui
