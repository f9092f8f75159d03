// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"
#include "cnnvis/transparency.h"

namespace cnnvis {

/// The ground that the settings choose. @param mean  the network's mean grey.
Colour groundOf(const RunSettings& settings, double mean);

} // namespace cnnvis
