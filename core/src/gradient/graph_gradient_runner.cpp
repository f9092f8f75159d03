// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "gradient/batch_parts.h"
#include "gradient/gradient_runner.h"
#include "network/graph_runner.h"
#include "network/network_contents.h"
#include "network/network_memory.h"
#include "picture/real_image.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace cnnvis {
namespace {

class GraphGradientRunner final : public GradientRunner {
public:
    GraphGradientRunner(
        const Network& network, TargetPoint target, const Computation& computation, RunnerAttributes attributes)
        : m_tileSize(network.inputSize())
        , m_attributes(attributes)
        , m_runner(
              NetworkContents::of(network).graph, NetworkContents::of(network).weights(target), target, computation)
    { }

    BatchReport run(
        const TileSource& source, int count, const Objective& objective, Sums /*sums*/, float* gradients) override
    {
        BatchReport report;
        m_parts.run<c10::OutOfMemoryError>(
            count, [&](int first, int part) { report = runTogether(source, first, part, objective, gradients); },
            [this] { m_runner.dropKept(); });
        report.fittingTiles = m_parts.most();
        return report;
    }

    const RunnerAttributes& attributes() const override { return m_attributes; }

private:
    BatchReport runTogether(
        const TileSource& source, int first, int count, const Objective& objective, float* gradients)
    {
        const at::Tensor pixels = at::empty({count, m_tileSize.height, m_tileSize.width, kChannels});
        const std::size_t tileValues = valueCount(m_tileSize);
        at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
            for (auto tile = static_cast<int>(begin); tile < static_cast<int>(end); ++tile)
                source(first + tile, pixels.data_ptr<float>() + static_cast<std::size_t>(tile) * tileValues);
        });
        const at::Tensor activation = m_runner.forward(pixels.to(m_runner.device()).permute({0, 3, 1, 2}));
        const BatchReport report{figuresOf(objective, activation), 0};
        const at::Tensor gradient = m_runner.backward(gradientOf(objective, activation));
        const at::Tensor result = gradient.permute({0, 2, 3, 1}).contiguous().to(at::kCPU);
        std::copy_n(result.data_ptr<float>(), result.numel(), gradients + static_cast<std::size_t>(first) * tileValues);
        return report;
    }

    PictureSize m_tileSize;
    RunnerAttributes m_attributes;
    GraphRunner m_runner;
    BatchParts m_parts;
};

at::Device deviceOf(int gpu)
{
    if (gpu < 0)
        return at::kCPU;
    if (!at::hasCUDA())
        throw DeviceError("--gpu " + std::to_string(gpu)
            + ": this LibTorch finds no CUDA device; leave --gpu out to compute on the main processor");
    const std::size_t count = at::getNumGPUs();
    if (static_cast<std::size_t>(gpu) >= count)
        throw DeviceError("--gpu " + std::to_string(gpu) + ": there are only " + std::to_string(count)
            + " CUDA devices, counted from 0");
    return {at::kCUDA, static_cast<at::DeviceIndex>(gpu)};
}

} // namespace

RunnerAttributes attributesOfGraphRunner(const GradientRequest& request, const Network& network, int threads)
{
    constexpr double kCopies = 2.0; // of weights: as they are read, and on their way to the device
    const LayerGraph& graph = NetworkContents::of(network).graph;
    RunnerAttributes attributes;
    attributes.gpu = request.gpu;
    attributes.precision = request.gpu < 0 ? Precision::Fp32 : request.precision;
    attributes.bytesPerTile = bytesOfBlobs(graph, request.target);
    attributes.fixedBytes = kBytesOfLibTorch + kCopies * bytesOfWeights(graph, request.target);
    const bool isOnProcessor = request.gpu < 0;
    attributes.bestBatch = isOnProcessor ? bestBatchOnProcessor(threads) : bestBatchOnGpu(attributes.bytesPerTile);
    attributes.tilesInHand = isOnProcessor ? threads : 0;
    return attributes;
}

std::unique_ptr<GradientRunner> makeGraphGradientRunner(const GradientRequest& request, const Network& network)
{
    const at::Device device = deviceOf(request.gpu);
    Computation computation;
    computation.device = device;
    if (device.is_cpu()) {
        if (request.precision == Precision::Bf16)
            throw SettingsError(
                "precision", "--precision bf16 needs a processor with bfloat16 instructions (AVX-512); choose fp32");
    } else {
        // Left alone, LibTorch rounds what convolutions multiply to TF32's 10 bits.
        at::globalContext().setAllowTF32CuDNN(request.precision == Precision::Auto);
        at::globalContext().setAllowTF32CuBLAS(request.precision == Precision::Auto);
        computation.format = at::MemoryFormat::ChannelsLast;
        if (request.precision == Precision::Bf16)
            computation.type = at::kBFloat16;
    }
    return std::make_unique<GraphGradientRunner>(
        network, request.target, computation, attributesOfGraphRunner(request, network, at::get_num_threads()));
}

} // namespace cnnvis
