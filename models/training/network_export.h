// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trainable_network.h"

#include <string>
#include <vector>

namespace cnnvis::training {

/// What a network is written with.
struct ExportOptions {
    std::string folder;
    std::vector<std::string> labels;
    double mean = 0.0; ///< of the training pictures, grey levels
    int side = 224; ///< of the input, pixels
    std::uint64_t seed = 1; ///< of the pictures that activations are measured on
    int threads = 1; ///< that draw them
};

/// Writes deploy.prototxt, bestiary.caffemodel, mean.binaryproto and labels.txt. They appear only after the engine has
/// read them and computed the same answers from them.
/// @throws cnnvis::Error  when a file cannot be written, or the answers differ.
void exportNetwork(TrainableNetwork& network, const ExportOptions& options);

/// The largest difference between the answers of the files in a folder, as the engine computes them, and those of the
/// network, as a share of the largest answer; over all classifiers.
/// @param pictures  (N, 3, height, width) float32 BGR less the mean, in grey levels, contiguous; of the input's size.
double deviationOfFiles(TrainableNetwork& network, const std::string& folder, const at::Tensor& pictures);

} // namespace cnnvis::training
