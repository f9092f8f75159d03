// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"

#include <string>

namespace cnnvis::render {

/// What `print` puts on standard output: the original program's figures under its names, one "name: value" in each
/// line.
/// @param sizes  how many sizes the run has.
std::string statisticsText(const StepReport& report, int sizes);

} // namespace cnnvis::render
