// SPDX-License-Identifier: GPL-3.0-or-later
#include "learner.h"

#include "cnnvis/error.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <cmath>
#include <future>

namespace cnnvis::training {
namespace {

constexpr double kWeightDecay = 0.02;
constexpr double kLabelSmoothing = 0.05;

std::vector<double> lossWeightsOf(const NetworkSpec& spec)
{
    std::vector<double> weights;
    for (const int place : classifiersOf(spec))
        weights.push_back(spec[static_cast<std::size_t>(place)].lossWeight);
    return weights;
}

} // namespace

at::Tensor toTensor(const PictureBatch& batch, at::Device device)
{
    const auto count = static_cast<std::int64_t>(batch.classes.size());
    // from_blob() takes no const pointer; the pixels are only read.
    auto* const pixels = const_cast<float*>(batch.pixels.data());
    return at::from_blob(pixels, {count, batch.side, batch.side, 3}).permute({0, 3, 1, 2}).to(device);
}

Learner::Learner(TrainableNetwork& network, int shards, int threads, at::ScalarType precision)
    : m_network(network)
    , m_optimiser(network.parameters(), kWeightDecay)
    , m_lossWeights(lossWeightsOf(network.spec()))
    , m_threadsPerShard(std::max(1, threads / std::max(1, shards)))
    , m_precision(precision)
{
    for (int i = 0; i < shards; ++i)
        m_shards.push_back({network.replica(), 0.0, {}, {}});
}

at::Tensor perturbed(const at::Tensor& pictures, const at::Tensor& gradient, double greyLevels)
{
    constexpr double kTiny = 1e-30; // a gradient of nothing stays nothing
    const at::Tensor size = gradient.square().mean({1, 2, 3}, true).add_(kTiny).sqrt_();
    return pictures + gradient * (greyLevels / kPixelScale) / size;
}

LearntStep Learner::look(const at::Tensor& allPictures, const std::vector<std::int64_t>& allClasses)
{
    const auto shards = static_cast<std::int64_t>(m_shards.size());
    const std::vector<at::Tensor> pictures = allPictures.chunk(shards);
    const std::vector<at::Tensor> classes = at::tensor(allClasses).to(m_network.device()).chunk(shards);
    spreadStatistics();
    std::vector<std::future<void>> runs;
    for (std::size_t i = 0; i < pictures.size(); ++i)
        runs.push_back(std::async(std::launch::async, [&, i] { look(m_shards[i], pictures[i], classes[i]); }));
    for (const std::future<void>& run : runs)
        run.wait();
    for (std::future<void>& run : runs)
        run.get();
    gather(pictures.size());
    LearntStep result;
    result.accuracy.resize(m_lossWeights.size());
    const auto count = static_cast<double>(allClasses.size());
    std::vector<at::Tensor> gradients;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        result.loss += m_shards[i].loss * static_cast<double>(pictures[i].size(0)) / count;
        for (std::size_t k = 0; k < m_lossWeights.size(); ++k)
            result.accuracy[k] += m_shards[i].right[k] / count;
        gradients.push_back(m_shards[i].pictureGradient);
    }
    result.pictureGradient = at::cat(gradients);
    if (!std::isfinite(result.loss)) {
        throw DivergenceError(
            "The loss is not finite any more; the last checkpoint is from before, try --precision fp32");
    }
    return result;
}

void Learner::look(Shard& shard, const at::Tensor& pictures, const at::Tensor& classes) const
{
    at::set_num_threads(m_threadsPerShard); // counts for each thread
    const at::Tensor shown = pictures.detach().requires_grad_(true);
    const std::vector<at::Tensor> answers = shard.network.forward(shown, m_precision, true);
    at::Tensor loss;
    shard.right.clear();
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const at::Tensor part =
            at::cross_entropy_loss(answers[i], classes, {}, at::Reduction::Mean, -100, kLabelSmoothing)
            * m_lossWeights[i];
        loss = loss.defined() ? loss + part : part;
        shard.right.push_back(answers[i].argmax(1).eq(classes).sum().item<double>());
    }
    loss.backward();
    shard.loss = loss.item<double>();
    shard.pictureGradient = shown.grad();
}

/// Each shard goes on from the same running means.
void Learner::spreadStatistics()
{
    const std::vector<NamedTensor> statistics = m_network.statistics();
    for (const Shard& shard : m_shards) {
        const std::vector<NamedTensor> ofShard = shard.network.statistics();
        for (std::size_t i = 0; i < statistics.size(); ++i)
            ofShard[i].tensor.copy_(statistics[i].tensor);
    }
}

/// Gradients and statistics of the whole network are the means of those of the shards; always summed in the same order.
void Learner::gather(std::size_t shards)
{
    const at::NoGradGuard constant;
    const double share = 1.0 / static_cast<double>(shards);
    const std::vector<NamedTensor> parameters = m_network.parameters();
    const std::vector<NamedTensor> statistics = m_network.statistics();
    for (std::size_t s = 0; s < shards; ++s) {
        const std::vector<NamedTensor> ofShard = m_shards[s].network.parameters();
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            at::Tensor& gradient = ofShard[i].tensor.mutable_grad();
            at::Tensor& sum = parameters[i].tensor.mutable_grad();
            sum = s == 0 ? gradient.mul_(share) : sum.add_(gradient, share);
            gradient.reset();
        }
        const std::vector<NamedTensor> seen = m_shards[s].network.statistics();
        for (std::size_t i = 0; i < statistics.size(); ++i)
            statistics[i].tensor.mul_(s == 0 ? 0.0 : 1.0).add_(seen[i].tensor, share);
    }
}

void Learner::step(double learningRate, std::int64_t step)
{
    m_optimiser.step(learningRate, step);
}

} // namespace cnnvis::training
