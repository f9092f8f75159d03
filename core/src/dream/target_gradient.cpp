// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/target_gradient.h"

#include "cnnvis/error.h"
#include "dream/objective.h"
#include "network/graph_runner.h"
#include "network/network_files.h"
#include "network/onednn/tile_team.h"
#include "network/torch_failure.h"
#include "picture/real_image.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/from_blob.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <string>
#include <vector>

namespace cnnvis {
namespace {

at::Device deviceOf(const RunSettings& settings)
{
    if (settings.gpu < 0)
        return at::kCPU;
    if (!at::hasCUDA())
        throw DeviceError("--gpu " + std::to_string(settings.gpu)
            + ": this LibTorch finds no CUDA device; leave --gpu out to compute on the main processor");
    const std::size_t count = at::getNumGPUs();
    if (static_cast<std::size_t>(settings.gpu) >= count)
        throw DeviceError("--gpu " + std::to_string(settings.gpu) + ": there are only " + std::to_string(count)
            + " CUDA devices, counted from 0");
    return {at::kCUDA, static_cast<at::DeviceIndex>(settings.gpu)};
}

BatchReport reportOf(const at::Tensor& activation, const RunSettings& settings)
{
    BatchReport report;
    report.objective = objectiveValue(activation, settings);
    if (settings.imageType == ImageType::AmplifyNeuron)
        report.neuronMean = neuronMean(activation, settings);
    return report;
}

[[noreturn]] void rethrow(const c10::Error& error)
{
    rethrowTorchFailure(error, "a smaller --batch_size needs less memory", "choose another --target_layer");
}

GraphWeights readWeights(const Network& network, TargetPoint target)
{
    return network.files().weights(network.files().graph.layersNeededFor(target));
}

/// How a batch of tiles is taken to the target and back.
class BatchRunner {
public:
    virtual ~BatchRunner() = default;
    virtual BatchReport run(const float* tiles, int count, const RunSettings& settings, float* gradients) = 0;
};

/// On the main processor, a thread a tile.
class TeamBatchRunner final : public BatchRunner {
public:
    TeamBatchRunner(const Network& network, TargetPoint target)
        : m_network(network)
        , m_target(target)
        , m_team(makeTeam(false))
    {
        m_team->prepare(at::get_num_threads());
    }

    BatchReport run(const float* tiles, int count, const RunSettings& settings, float* gradients) override
    {
        std::vector<BatchReport> reports(static_cast<std::size_t>(count));
        teamFor(count, settings)
            .run(
                tiles, count,
                [&](int tile, const at::Tensor& activation) {
                    reports[static_cast<std::size_t>(tile)] = reportOf(activation, settings);
                    return objectiveGradient(activation, settings);
                },
                gradients);
        return meanOf(reports);
    }

private:
    static BatchReport meanOf(const std::vector<BatchReport>& reports)
    {
        BatchReport mean;
        double neurons = 0.0;
        for (const BatchReport& report : reports) {
            mean.objective += report.objective;
            neurons += report.neuronMean.value_or(0.0);
        }
        const auto count = static_cast<double>(reports.size());
        mean.objective /= count;
        if (reports.front().neuronMean)
            mean.neuronMean = neurons / count;
        return mean;
    }

    std::unique_ptr<onednn::TileTeam> makeTeam(bool isClassic) const
    {
        onednn::CompileOptions options;
        options.isClassic = isClassic;
        return std::make_unique<onednn::TileTeam>(
            m_network.files().graph, readWeights(m_network, m_target), m_target, options, at::get_num_threads());
    }

    /// One tile at a time, where that is asked for, is what the original does when nothing is said.
    onednn::TileTeam& teamFor(int count, const RunSettings& settings)
    {
        if (count > 1 || settings.batchSize != 1)
            return *m_team;
        if (!m_classicTeam)
            m_classicTeam = makeTeam(true);
        return *m_classicTeam;
    }

    Network m_network;
    TargetPoint m_target;
    std::unique_ptr<onednn::TileTeam> m_team, m_classicTeam;
};

/// With LibTorch's operators on any device, all tiles at once.
class GraphBatchRunner final : public BatchRunner {
public:
    GraphBatchRunner(const Network& network, TargetPoint target, at::Device device)
        : m_tileSize(network.inputSize())
        , m_runner(network.files().graph, readWeights(network, target), target, device)
    { }

    BatchReport run(const float* tiles, int count, const RunSettings& settings, float* gradients) override
    {
        // LibTorch takes no const pointer; the values are only copied from.
        const at::Tensor pixels =
            at::from_blob(const_cast<float*>(tiles), {count, m_tileSize.height, m_tileSize.width, kChannels});
        const at::Tensor activation = m_runner.forward(pixels.permute({0, 3, 1, 2}).contiguous().to(m_runner.device()));
        const BatchReport report = reportOf(activation, settings);
        const at::Tensor gradient = m_runner.backward(objectiveGradient(activation, settings));
        const at::Tensor result = gradient.permute({0, 2, 3, 1}).to(at::kCPU).contiguous();
        std::copy_n(result.data_ptr<float>(), result.numel(), gradients);
        return report;
    }

private:
    PictureSize m_tileSize;
    GraphRunner m_runner;
};

std::unique_ptr<BatchRunner> makeRunner(const RunSettings& settings, const Network& network)
{
    const TargetPoint target = network.files().target(settings);
    const at::Device device = deviceOf(settings);
    if (device.is_cpu() && onednn::isSupported())
        return std::make_unique<TeamBatchRunner>(network, target);
    return std::make_unique<GraphBatchRunner>(network, target, device);
}

} // namespace

class TargetGradient::Impl {
public:
    Impl(const RunSettings& settings, const Network& network)
        : runner(makeRunner(settings, network))
    { }
    std::unique_ptr<BatchRunner> runner;
};

TargetGradient::TargetGradient(const RunSettings& settings, const Network& network)
try : m_impl(std::make_unique<Impl>(settings, network)) {
} catch (const c10::Error& error) {
    rethrow(error);
}

TargetGradient::~TargetGradient() = default;

BatchReport TargetGradient::compute(const float* tiles, int count, const RunSettings& settings, float* gradients)
{
    try {
        return m_impl->runner->run(tiles, count, settings, gradients);
    } catch (const c10::Error& error) {
        rethrow(error);
    }
}

} // namespace cnnvis
