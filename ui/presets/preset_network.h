// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_text.h"

#include <QString>

namespace cnnvis::ui {

/// The network that a preset is made for, as people call it: the folder of the one it names, else the one its
/// description is about, else the one whose layers are called like its target; empty when nothing tells.
QString networkOf(const Preset& preset);

/// The layer that a preset amplifies, the default's if it sets none.
QString targetLayerOf(const Preset& preset);

} // namespace cnnvis::ui
