// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "folded_network.h"
#include "network_spec.h"

#include <string>
#include <vector>

namespace cnnvis::training {

/// A deploy.prototxt, for people to read, too.
/// @param side  of the input, pixels.
std::string prototxtOf(const NetworkSpec& spec, const std::string& name, int side);

/// A .caffemodel of the newer generation, with the layers that have weights.
std::string caffemodelOf(const NetworkSpec& spec, const std::vector<FoldedLayer>& layers);

/// A mean.binaryproto of one value for each channel, all the same.
std::string meanFileOf(double mean);

} // namespace cnnvis::training
