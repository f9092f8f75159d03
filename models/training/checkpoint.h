// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trainable_network.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cnnvis::training {

/// All that a training needs to go on, beside its options.
struct Checkpoint {
    std::vector<std::string> classes;
    std::string identity; ///< TrainingOptions::identity()
    std::int64_t step = 0; ///< steps that are done
    double mean = 0.0; ///< of the training pictures, grey levels
    std::vector<double> accuracy; ///< running, of each classifier
    double loss = 0.0; ///< running
    std::vector<NamedTensor> tensors; ///< parameters, statistics and what the optimiser keeps
};

/// Writes it whole or not at all. @throws cnnvis::Error  when that does not work.
void writeCheckpoint(const std::string& path, const Checkpoint& checkpoint);

/// @throws cnnvis::Error  when the file cannot be read or is none of ours.
Checkpoint readCheckpoint(const std::string& path);

/// Copies tensors to those of the same names.
/// @throws cnnvis::Error  when one is missing or of another shape.
void restore(const std::vector<NamedTensor>& from, const std::vector<NamedTensor>& to);

} // namespace cnnvis::training
