// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/target_gradient.h"

#include "cnnvis/error.h"
#include "dream/objective.h"
#include "network/graph_runner.h"
#include "network/network_files.h"
#include "network/torch_failure.h"
#include "picture/real_image.h"

#include <ATen/Context.h>
#include <ATen/ops/from_blob.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <string>

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

[[noreturn]] void rethrow(const c10::Error& error)
{
    rethrowTorchFailure(error, "a smaller --batch_size needs less memory", "choose another --target_layer");
}

GraphRunner makeRunner(const RunSettings& settings, const Network& network)
{
    const LayerGraph& graph = network.files().graph;
    const TargetPoint target = network.files().target(settings);
    const at::Device device = deviceOf(settings);
    return GraphRunner(graph, network.files().weights(graph.layersNeededFor(target)), target, device);
}

} // namespace

class TargetGradient::Impl {
public:
    Impl(const RunSettings& settings, const Network& network)
        : m_tileSize(network.inputSize())
        , m_runner(makeRunner(settings, network))
    { }

    BatchReport compute(const float* tiles, int count, const RunSettings& settings, float* gradients)
    {
        // LibTorch takes no const pointer; the values are only copied from.
        const at::Tensor pixels =
            at::from_blob(const_cast<float*>(tiles), {count, m_tileSize.height, m_tileSize.width, kChannels});
        const at::Tensor activation = m_runner.forward(pixels.permute({0, 3, 1, 2}).contiguous().to(m_runner.device()));
        BatchReport report;
        report.objective = objectiveValue(activation, settings);
        if (settings.imageType == ImageType::AmplifyNeuron)
            report.neuronMean = neuronMean(activation, settings);
        const at::Tensor gradient = m_runner.backward(objectiveGradient(activation, settings));
        const at::Tensor result = gradient.permute({0, 2, 3, 1}).to(at::kCPU).contiguous();
        std::copy_n(result.data_ptr<float>(), result.numel(), gradients);
        return report;
    }

private:
    PictureSize m_tileSize;
    GraphRunner m_runner;
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
        return m_impl->compute(tiles, count, settings, gradients);
    } catch (const c10::Error& error) {
        rethrow(error);
    }
}

} // namespace cnnvis
