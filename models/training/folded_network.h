// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trainable_network.h"

#include <vector>

namespace cnnvis::training {

/// A convolution or a classifier as Caffe has it, its normalisation multiplied into the weights.
struct FoldedLayer {
    at::Tensor weight; ///< float32 on the processor, contiguous
    at::Tensor bias;
};

/// The layers beside those of the spec, empty ones for those without weights. They take pictures less the mean, in grey
/// levels: the division by kPixelScale is folded into the first ones.
std::vector<FoldedLayer> foldNormalisation(const TrainableNetwork& network);

/// Scales the outputs of all convolutions so that their mean over some pictures becomes kUsualActivation, and takes it
/// back in the layers that read them: the answers stay as they are. The settings that people know for dreams on
/// GoogLeNet, whose activations are about as large, then fit this network too.
/// @param means  of each layer's output after the ReLU; used of convolutions only.
void evenActivations(const NetworkSpec& spec, const std::vector<double>& means, std::vector<FoldedLayer>& layers);

constexpr double kUsualActivation = 2.0;

} // namespace cnnvis::training
