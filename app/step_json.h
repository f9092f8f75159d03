// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "progress_line.h"

#include <string>

namespace cnnvis::render {

/// A step as one JSON object in one line, for programs: all of the report, and how far the run is. What is no finite
/// number is null.
/// @param fractionDone  of the whole run's work, 0 to 1.
std::string stepJson(const StepReport& report, const Progress& progress, double fractionDone);

} // namespace cnnvis::render
