// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_text.h"

#include <QString>

#include <string>

namespace cnnvis::ui {

/// The network that a preset is made for, as people call it: the folder of the one it names, else the one its
/// description is about, else the one whose layers are called like its target; empty when nothing tells.
QString networkOf(const Preset& preset);

/// Whether a preset names a network, and it is there. Layers' names alone don't tell: the bestiary has those of
/// GoogLeNet.
bool isNetworkThere(const Preset& preset);

/// What a preset needs that does not come with the program, to be read behind "needs": the network that it is made for,
/// and a photo where the one that it names is not there. Empty when nothing is missing.
QString needsOf(const Preset& preset);

/// What a preset runs with in place of what it needs, in a sentence; empty when nothing is missing.
QString insteadOf(const Preset& preset);

/// The picture to start from under a preset. The user's own stays, unless the preset brings one that is there and is
/// none of the program's samples.
/// @param present  the picture to start from before; empty: noise.
std::string startPictureOf(const Preset& preset, const std::string& present);

/// Whether a start picture can be read there, or none is named.
bool isStartPictureThere(const std::string& path);

/// A size in the proportions of whatever picture is started from: one in pixels becomes that of its shorter side
/// ("270x480": "short270"); others are so already.
std::string proportionalSize(const std::string& size);

/// The layer that a preset amplifies, the default's if it sets none.
QString targetLayerOf(const Preset& preset);

} // namespace cnnvis::ui
