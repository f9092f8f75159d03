// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <string>

namespace cnnvis {

/// The files of a network. Weights and mean may be empty.
struct ModelPaths {
    std::string description, weights, mean;
};

/// The files that the settings name: those named one by one, else those of the folder that `model` names, else BVLC's
/// GoogLeNet under $CAFFE_ROOT, at the places where Caffe has it, else the bestiary's. Environment variables are filled
/// in.
/// @throws ModelError  when the folder has no network, or several; when weights come without a description.
ModelPaths modelPaths(const RunSettings& settings);

} // namespace cnnvis
