// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_kinds.h"

#include <string_view>

namespace cnnvis::caffe {

class LayerMessage;

/// What a layer is, with its parameters; UnsupportedKind for types that we do not have.
///
/// Kernels, strides, dilations, groups and outputs are positive in what comes back, paddings not negative, fractions
/// finite. Where a convolution or an inner product has no filler for its weights, it gets Xavier's instead of Caffe's
/// zeros, which would make a network that is dead until it is trained.
/// @throws ModelError  when a parameter makes no sense; the message is the reason alone.
LayerKind importLayer(const LayerMessage& layer);

/// Does a layer of this type read training data from somewhere? Files for running a network have none.
bool readsTrainingData(std::string_view type);

} // namespace cnnvis::caffe
