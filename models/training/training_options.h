// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cnnvis::training {

/// In which numbers the convolutions compute.
enum class Precision { Automatic, Float32, BFloat16 };

/// What a training is like. The defaults are for an afternoon on two cores.
struct TrainingOptions {
    std::int64_t images = 600000; ///< at the smaller side
    int side = 128;
    std::int64_t finalImages = 60000; ///< at the larger side, after the others
    int finalSide = 224;
    int batchSize = 64;
    int shards = 2; ///< of a batch, computed side by side
    int poolSize = 16384;
    double freshShare = 1.0 / 3.0;
    double adversity = 5.0; ///< how far pictures move against the network at the end, see adversityAt()
    std::uint64_t seed = 1;

    // These do not change what is learnt, but for rounding.
    Precision precision = Precision::Automatic;
    int gpu = -1; ///< -1: the processor
    int threads = 1; ///< that compute
    int drawingThreads = 1;

    /// All that changes what is learnt, as flags: a training can only go on with the same.
    std::string identity() const;
};

/// A part of the training with one side.
struct Phase {
    int side = 0;
    std::int64_t firstStep = 0, steps = 0;
    std::uint64_t seed = 0;
    int poolSize = 0;
};

/// In order; phases without images are left out.
std::vector<Phase> phasesOf(const TrainingOptions& options);

/// The share of the whole work that is done after so many steps, 0..1; a step costs as much as it has pixels.
double shareDone(const std::vector<Phase>& phases, std::int64_t step);

/// A short warm-up, then half a cosine over the share of the work.
double learningRate(double share);

/// How far pictures move against the network, root mean square in grey levels: little (2) until the network has learnt
/// the classes, then ever more, to `highest` at the end.
double adversityAt(double share, double highest);

} // namespace cnnvis::training
