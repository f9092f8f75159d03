// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "adamw.h"
#include "picture_batch.h"
#include "trainable_network.h"

#include <cstdint>
#include <vector>

namespace cnnvis::training {

/// How the network did on a batch before it learnt from it.
struct LearntStep {
    double loss = 0.0; ///< of all classifiers, weighted
    std::vector<double> accuracy; ///< of each classifier, 0..1
    at::Tensor pictureGradient; ///< of the loss at the pictures, as large as they are
};

/// Changes a network by what a batch shows.
///
/// A batch is cut into shards, which are computed side by side, each with statistics of its own: threads that wait for
/// each other in every layer lose most of their time where others draw or work on the same cores.
class Learner {
public:
    /// @param threads  that compute; as many as there are shards, or more, is best.
    Learner(TrainableNetwork& network, int shards, int threads, at::ScalarType precision);

    /// Finds the gradient. @throws cnnvis::DivergenceError  when the loss is not finite.
    /// @param pictures  (N, 3, side, side), on the network's device. @param classes  (N).
    LearntStep look(const at::Tensor& pictures, const std::vector<std::int64_t>& classes);
    /// Takes a step against it. @param step  how many there were before.
    void step(double learningRate, std::int64_t step);

    /// What the optimiser keeps, for checkpoints.
    std::vector<NamedTensor> state() const { return m_optimiser.state(); }

private:
    struct Shard {
        TrainableNetwork network; ///< has the weights of the whole one, and gradients and statistics of its own
        double loss = 0.0;
        std::vector<double> right; ///< answers of each classifier
        at::Tensor pictureGradient;
    };
    void look(Shard& shard, const at::Tensor& pictures, const at::Tensor& classes) const;
    void spreadStatistics();
    void gather(std::size_t shards);

    TrainableNetwork& m_network;
    AdamW m_optimiser;
    std::vector<Shard> m_shards;
    std::vector<double> m_lossWeights;
    int m_threadsPerShard;
    at::ScalarType m_precision;
};

/// The pictures of a batch as the network takes them; they share the batch's memory where the device is the processor.
at::Tensor toTensor(const PictureBatch& batch, at::Device device);

/// The pictures, each moved along its gradient by so many grey levels (root mean square): harder to tell.
at::Tensor perturbed(const at::Tensor& pictures, const at::Tensor& gradient, double greyLevels);

} // namespace cnnvis::training
