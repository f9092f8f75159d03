// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/run_settings.h"

#include <QString>

#include <optional>

namespace cnnvis::ui {

/// What a report of trouble needs to say: versions, machine, network, settings. Line by line.
QString diagnosticsText(const RunSettings& settings, const std::optional<Network>& network);

/// What computes the dream: "Processor · 2 threads · float32".
QString machineText(const RunSettings& settings);

} // namespace cnnvis::ui
