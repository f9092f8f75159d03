// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace cnnvis::training {

/// What a layer of the network does. The output has the layer's own name.
enum class LayerType {
    Convolution, ///< followed by a ReLU in place; normalised by its batch while it is trained
    MaximumPool, ///< rounds its output size up, as Caffe does
    Concatenation,
    GlobalPool, ///< the mean over height and width
    Classifier, ///< linear, of a global pool
};

/// A layer: the one place that its name, its inputs and its sizes come from, for the training and for the Caffe files.
struct LayerSpec {
    LayerType type = LayerType::Convolution;
    std::string name;
    std::vector<int> inputs; ///< places in the list; -1: the picture
    int inputChannels = 3;
    int outputChannels = 0;
    int kernel = 1, stride = 1, padding = 0;
    std::string reluName; ///< of a convolution
    double lossWeight = 0.0; ///< of a classifier
};

/// All layers in order; a layer stands behind its inputs.
using NetworkSpec = std::vector<LayerSpec>;

/// GoogLeNet's layers under their own names, with half the channels, and classifiers after inception 3b, 4c, 4e and 5b.
NetworkSpec bestiarySpec(int classCount);

/// Places of the classifiers in the list, in order; the last one is the network's answer.
std::vector<int> classifiersOf(const NetworkSpec& spec);

} // namespace cnnvis::training
