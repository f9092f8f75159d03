// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trainable_network.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace cnnvis::training {

/// What is done to the pictures of a test.
enum class Hardship { None, Turned, Blurred, Noisy };
constexpr std::array<Hardship, 4> kHardships{Hardship::None, Hardship::Turned, Hardship::Blurred, Hardship::Noisy};

/// With what a network is tested.
struct EvaluationOptions {
    std::int64_t samples = 10000;
    int side = 224; ///< pixels
    std::uint64_t seed = 1; ///< of the training; the test has other pictures
    double mean = 0.0; ///< of the training pictures, grey levels
    int threads = 1; ///< each draws and computes
};

/// How a network did with fresh pictures.
struct Evaluation {
    std::int64_t samples = 0;
    int side = 0;
    std::vector<std::string> classifiers; ///< names
    std::vector<std::array<std::int64_t, kHardships.size()>> right; ///< answers of each classifier
    std::vector<std::vector<std::int64_t>>
        answers; ///< of the last classifier without hardship: class shown, class seen
};

/// Tests a network in float32, as the engine computes it.
Evaluation evaluate(TrainableNetwork& network, const EvaluationOptions& options);

/// The result for people: right answers, the classes with the worst first, the commonest confusions.
std::string reportText(const Evaluation& evaluation, const std::vector<std::string>& classes);

} // namespace cnnvis::training
