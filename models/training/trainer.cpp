// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainer.h"

#include "cnnvis/error.h"
#include "cnnvis/output_file.h"
#include "sample_stream.h"

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <opencv2/core.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <future>
#include <numeric>
#include <utility>

namespace cnnvis::training {
namespace {

constexpr std::chrono::minutes kCheckpointEvery{3};

/// The mean of all values of the training pictures, in grey levels.
double measureMean(std::uint64_t seed, std::size_t classCount, int threads)
{
    constexpr int kSide = 64;
    constexpr std::size_t kSamplesPerClass = 6;
    std::vector<std::int64_t> indices(kSamplesPerClass * classCount);
    std::iota(indices.begin(), indices.end(), 0);
    double sum = 0.0;
    for (const Sample& sample : SampleSource{kSide, seed}.draw(indices, threads)) {
        const cv::Scalar channels = cv::mean(sample.picture);
        sum += (channels[0] + channels[1] + channels[2]) / 3.0;
    }
    constexpr double kSteps = 100.0; // a short number for the files
    return std::round(kSteps * sum / static_cast<double>(indices.size())) / kSteps;
}

/// Makes the folder, and finds out whether a training can leave its files there.
void prepareFolder(const std::string& folder)
{
    constexpr std::uintmax_t kNeeded = std::uintmax_t{200} << 20U;
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        throw Error("The folder " + folder + " cannot be made: " + problem.message());
    const std::string reason = whyNotWritable(Trainer::checkpointPath(folder));
    if (!reason.empty())
        throw Error("Nothing can be written to " + folder + ": " + reason);
    const std::filesystem::space_info space = std::filesystem::space(folder, problem);
    if (!problem && space.available < kNeeded) {
        throw Error("The disk of " + folder + " has " + std::to_string(space.available >> 20U)
            + " MB left; a training needs " + std::to_string(kNeeded >> 20U));
    }
}

} // namespace

at::Device deviceOf(int gpu)
{
    if (gpu < 0)
        return at::kCPU;
    if (!at::hasCUDA() || gpu >= at::detail::getCUDAHooks().getNumGPUs())
        throw DeviceError("There is no CUDA device " + std::to_string(gpu) + "; use --gpu -1 for the processor");
    return {at::kCUDA, static_cast<c10::DeviceIndex>(gpu)};
}

at::ScalarType scalarTypeOf(Precision precision, at::Device device)
{
    bool isFast = false;
#if defined(__x86_64__)
    isFast = device.is_cpu() && __builtin_cpu_supports("avx512bf16") != 0;
#endif
    const bool isShort = precision == Precision::BFloat16 || (precision == Precision::Automatic && isFast);
    return isShort ? at::kBFloat16 : at::kFloat;
}

std::string Trainer::checkpointPath(const std::string& folder)
{
    return (std::filesystem::path(folder) / "checkpoint.pt").string();
}

Trainer::Trainer(const TrainingOptions& options, std::vector<std::string> classes, std::string folder)
    : m_options(options)
    , m_classes(std::move(classes))
    , m_folder(std::move(folder))
    , m_phases(phasesOf(options))
    , m_network(bestiarySpec(static_cast<int>(m_classes.size())), options.seed, deviceOf(options.gpu))
    , m_learner(m_network, options.shards, options.threads, scalarTypeOf(options.precision, m_network.device()))
    , m_accuracy(classifiersOf(m_network.spec()).size())
{
    beginOrGoOn();
}

void Trainer::beginOrGoOn()
{
    prepareFolder(m_folder);
    const std::string path = checkpointPath(m_folder);
    if (!std::filesystem::exists(path)) {
        m_mean = measureMean(m_options.seed, m_classes.size(), m_options.drawingThreads);
        return;
    }
    const Checkpoint checkpoint = readCheckpoint(path);
    const std::string advice = "; choose another folder, or delete the checkpoint to begin anew";
    if (checkpoint.classes != m_classes) {
        throw Error(path + " is of a training with another list of classes ("
            + std::to_string(checkpoint.classes.size()) + ", here are " + std::to_string(m_classes.size()) + ")"
            + advice);
    }
    if (checkpoint.identity != m_options.identity()) {
        throw Error(path + " is of a training with " + checkpoint.identity + ", but this one has "
            + m_options.identity() + advice);
    }
    restore(checkpoint.tensors, allTensors());
    m_step = checkpoint.step;
    m_mean = checkpoint.mean;
    m_loss = checkpoint.loss;
    m_accuracy = checkpoint.accuracy;
}

bool Trainer::train(const std::function<bool(const TrainingProgress&)>& goesOn)
{
    m_lastSave = std::chrono::steady_clock::now();
    for (const Phase& phase : m_phases) {
        if (m_step < phase.firstStep + phase.steps && !trainPhase(phase, goesOn)) {
            save();
            return false;
        }
    }
    save();
    return true;
}

bool Trainer::trainPhase(const Phase& phase, const std::function<bool(const TrainingProgress&)>& goesOn)
{
    SampleStream stream({phase.side, m_options.batchSize, phase.poolSize, m_options.freshShare, phase.seed, m_mean,
                            m_options.drawingThreads},
        m_step - phase.firstStep);
    PictureBatch batch = stream.next();
    while (true) {
        // The next batch is put together while the network computes.
        std::future<PictureBatch> next = std::async(std::launch::async, [&stream] { return stream.next(); });
        learn(batch);
        batch = next.get();
        if (!goesOn(progress(phase)))
            return false;
        if (m_step == phase.firstStep + phase.steps)
            return true;
        saveNowAndThen();
    }
}

void Trainer::learn(const PictureBatch& batch)
{
    const double share = shareDone(m_phases, m_step + 1);
    const double rate = learningRate(share);
    const at::Tensor pictures = toTensor(batch, m_network.device());
    const LearntStep result = m_learner.look(pictures, batch.classes);
    m_learner.step(rate, 2 * m_step);
    const double distance = adversityAt(share, m_options.adversity);
    m_learner.look(perturbed(pictures, result.pictureGradient, distance), batch.classes);
    m_learner.step(rate, 2 * m_step + 1);
    ++m_step;
    // At the start a plain mean, later one over about the last hundred steps.
    const double weight = 1.0 / static_cast<double>(std::min<std::int64_t>(m_step, 100));
    m_loss += weight * (result.loss - m_loss);
    for (std::size_t i = 0; i < m_accuracy.size(); ++i)
        m_accuracy[i] += weight * (result.accuracy[i] - m_accuracy[i]);
}

void Trainer::saveNowAndThen()
{
    if (std::chrono::steady_clock::now() - m_lastSave > kCheckpointEvery)
        save();
}

std::vector<NamedTensor> Trainer::allTensors() const
{
    std::vector<NamedTensor> all = m_network.parameters();
    for (const auto& more : {m_network.statistics(), m_learner.state()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

void Trainer::save()
{
    writeCheckpoint(
        checkpointPath(m_folder), {m_classes, m_options.identity(), m_step, m_mean, m_accuracy, m_loss, allTensors()});
    m_lastSave = std::chrono::steady_clock::now();
}

TrainingProgress Trainer::progress(const Phase& phase) const
{
    TrainingProgress progress;
    progress.step = m_step;
    progress.steps = m_phases.back().firstStep + m_phases.back().steps;
    progress.images = m_step * m_options.batchSize;
    progress.allImages = progress.steps * m_options.batchSize;
    progress.side = phase.side;
    progress.share = shareDone(m_phases, m_step);
    progress.loss = m_loss;
    progress.accuracy = m_accuracy;
    return progress;
}

} // namespace cnnvis::training
