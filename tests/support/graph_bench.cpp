// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/graph_bench.h"

#include "network/graph_runner.h"
#include "support/graph_bench_impl.h"
#include "support/random_values.h"

#include <ATen/Context.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace cnnvis::test {
namespace {

at::Tensor toTensor(const Blob& blob)
{
    // from_blob() takes no const pointer; the values are only copied from.
    return at::from_blob(const_cast<float*>(blob.values.data()), blob.shape).clone();
}

Blob toBlob(const at::Tensor& tensor)
{
    const at::Tensor plain = tensor.contiguous();
    const auto* const values = plain.data_ptr<float>();
    return {plain.sizes().vec(), {values, values + plain.numel()}};
}

} // namespace

namespace {

/// While it lives, LibTorch computes convolutions by itself where their type is bfloat16, as on a graphics processor:
/// the oneDNN 3.7 that LibTorch 2.6 has here gets those of three channels wrong on processors with AMX. The programs
/// never ask LibTorch for them on a processor.
class OwnConvolutions {
public:
    explicit OwnConvolutions(at::ScalarType type) { at::globalContext().setUserEnabledMkldnn(type != at::kBFloat16); }
    ~OwnConvolutions() { at::globalContext().setUserEnabledMkldnn(true); }
    OwnConvolutions(const OwnConvolutions&) = delete;
    OwnConvolutions& operator=(const OwnConvolutions&) = delete;
};

class LibTorchBench final : public GraphBench::Impl {
public:
    LibTorchBench(
        const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, const Computation& computation)
        : m_type(computation.type)
        , m_runner(graph, weights, target, computation)
    { }
    at::Tensor forward(const at::Tensor& data) override
    {
        const OwnConvolutions own(m_type);
        return m_runner.forward(data);
    }
    at::Tensor backward(const at::Tensor& gradient) override
    {
        const OwnConvolutions own(m_type);
        return m_runner.backward(gradient);
    }

private:
    at::ScalarType m_type;
    GraphRunner m_runner;
};

bool isLibTorch(Executor executor)
{
    return executor == Executor::LibTorch || executor == Executor::ChannelsLast
        || executor == Executor::HalfChannelsLast;
}

Computation computationOf(Executor executor)
{
    Computation computation;
    if (executor != Executor::LibTorch)
        computation.format = at::MemoryFormat::ChannelsLast;
    if (executor == Executor::HalfChannelsLast)
        computation.type = at::kBFloat16;
    return computation;
}

} // namespace

double distance(const Blob& expected, const Blob& actual)
{
    if (expected.shape != actual.shape)
        return std::numeric_limits<double>::infinity();
    double difference = 0.0;
    double length = 0.0;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        difference += std::pow(static_cast<double>(actual.values[i]) - static_cast<double>(expected.values[i]), 2.0);
        length += std::pow(static_cast<double>(expected.values[i]), 2.0);
    }
    return std::sqrt(difference / std::max(length, 1e-12));
}

Executor usualExecutor()
{
    const bool isTiles = std::getenv("CNNVIS_TEST_TILES") != nullptr && isThere(Executor::Tiles);
    return isTiles ? Executor::Tiles : Executor::LibTorch;
}

bool isThere(Executor executor)
{
#ifdef CNNVIS_ONEDNN
    return isLibTorch(executor) || hasTilesBench(executor);
#else
    return isLibTorch(executor);
#endif
}

GraphBench::GraphBench(const LayerGraph& graph, const GraphWeights& weights, std::string_view target, Executor executor)
{
    const TargetPoint point = graph.findTarget(target);
#ifdef CNNVIS_ONEDNN
    if (!isLibTorch(executor)) {
        m_impl = makeTilesBench(graph, weights, point, executor);
        return;
    }
#endif
    m_impl = std::make_unique<LibTorchBench>(graph, weights, point, computationOf(executor));
}

GraphBench::~GraphBench() = default;

Blob GraphBench::forward(const Blob& data)
{
    return toBlob(m_impl->forward(toTensor(data)));
}

Blob GraphBench::backward(const Blob& gradient)
{
    return toBlob(m_impl->backward(toTensor(gradient)));
}

std::vector<double> gradientByDifferences(GraphBench& bench, const Blob& data, const std::vector<float>& functional)
{
    constexpr float kStep = 0.01F;
    std::vector<double> gradient;
    Blob moved = data;
    for (std::size_t i = 0; i < data.values.size(); ++i) {
        moved.values[i] = data.values[i] + kStep;
        const Blob above = bench.forward(moved);
        moved.values[i] = data.values[i] - kStep;
        const Blob below = bench.forward(moved);
        moved.values[i] = data.values[i];
        double sum = 0.0;
        for (std::size_t k = 0; k < functional.size(); ++k)
            sum += static_cast<double>(functional[k]) * (static_cast<double>(above.values[k]) - below.values[k]);
        const float width = (data.values[i] + kStep) - (data.values[i] - kStep);
        gradient.push_back(sum / width);
    }
    return gradient;
}

GraphWeights randomWeights(const LayerGraph& graph, double least, double most)
{
    GraphWeights weights(graph.layers().size());
    std::uint64_t seed = 100;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        for (const BlobShape& shape : graph.weightShapes(graph.layers()[i])) {
            const auto values = randomValues(static_cast<std::size_t>(elementCount(shape)), least, most, ++seed);
            weights[i].push_back({shape, {values.begin(), values.end()}});
        }
    }
    return weights;
}

} // namespace cnnvis::test
