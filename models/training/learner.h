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
    LearntStep look(const PictureBatch& batch);
    /// Takes a step against it. @param step  how many there were before.
    void step(double learningRate, std::int64_t step);

    /// What the optimiser keeps, for checkpoints.
    std::vector<NamedTensor> state() const { return m_optimiser.state(); }

private:
    struct Shard {
        TrainableNetwork network; ///< has the weights of the whole one, and gradients and statistics of its own
        double loss = 0.0;
        std::vector<double> right; ///< answers of each classifier
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

} // namespace cnnvis::training
