// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/run_plan.h"
#include "cnnvis/run_settings.h"

#include <QString>

#include <atomic>
#include <optional>

namespace cnnvis::ui {

/// What the time of a tile depends on: runs for which this is the same take as long for each.
QString speedKey(const RunSettings& settings);

/// How long this machine takes for a tile in a step, in seconds: it dreams for a moment, half a second at most beside
/// the reading of the weights. On the thread that runs are dreamt on.
/// @param planned   the size at which it is tried; of a very large one, a part is.
/// @param isWanted  when it becomes false, the trial ends with the batch of tiles that is being computed.
/// @return  nothing where it cannot be told. Throws nothing.
std::optional<double> secondsPerTile(const RunSettings& settings, const Network& network, const PlannedSize& planned,
    const std::atomic<bool>& isWanted) noexcept;

/// How long a run will take, in seconds.
double secondsOfRun(const RunPlan& plan, int stepsPerSize, double secondsPerTile);

} // namespace cnnvis::ui
