// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

#include <vector>

namespace cnnvis {

/// The way from the data to a target and back: all that a runner needs to know of a graph.
struct TargetPath {
    int data = -1; ///< the value that receives the picture
    int target = -1; ///< the value after the layers that work in place
    int ownOutput = -1; ///< the value that the target layer itself made, where the backward pass starts
    std::vector<int> forward; ///< layers in the order of the forward pass, only those that the target needs
    std::vector<int> backward; ///< layers that lead from `ownOutput` to the data, in the order of the backward pass
    std::vector<bool> dependsOnData; ///< by value
};

/// @throws ModelError  when the target needs an input other than the picture, or does not depend on the picture.
TargetPath targetPath(const LayerGraph& graph, TargetPoint target);

} // namespace cnnvis
