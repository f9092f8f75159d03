// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/network_compiler.h"
#include "support/graph_bench_impl.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace cnnvis::test {
namespace {

/// Fills a buffer with ones, which are NaN in float32 and in bfloat16.
onednn::Step poison(int buffer, std::size_t size)
{
    const onednn::Slot slot{buffer, 0, {}};
    return {{}, {}, [=](onednn::TileMemory& memory) { std::memset(memory.at<std::byte>(slot), 0xFF, size); }};
}

/// The program with each buffer poisoned before the first step that touches it, but for those that are written from
/// outside. Otherwise finite numbers lie there, of an earlier tile or of an earlier step of the same: nothing shows
/// that they are read where they are multiplied with zero, until some day they are not finite.
onednn::TileProgram poisoned(onednn::TileProgram program)
{
    std::vector<onednn::Step> steps;
    std::size_t turn = 0;
    for (std::size_t i = 0; i < program.steps.size(); ++i) {
        for (std::size_t k = 0; k < program.buffers.size(); ++k) {
            const auto buffer = static_cast<int>(k);
            const bool isGiven = buffer == program.data.buffer || buffer == program.activationGradient.buffer;
            if (program.buffers[k].isTouched && program.buffers[k].first == i && !isGiven)
                steps.push_back(poison(buffer, program.buffers[k].size));
        }
        if (i == program.turn)
            turn = steps.size();
        steps.push_back(program.steps[i]);
    }
    program.steps = std::move(steps);
    program.turn = turn;
    return program;
}

/// A runner for each image of the batch, with its channels last.
class TilesBench final : public GraphBench::Impl {
public:
    TilesBench(
        const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, const onednn::CompileOptions& options)
        : m_program(std::make_shared<const onednn::TileProgram>(
            poisoned(onednn::compileNetwork(graph, weights, target, options))))
    { }

    at::Tensor forward(const at::Tensor& data) override
    {
        m_shape = data.sizes().vec();
        const at::Tensor pixels = m_shape.size() == 4 ? data.permute({0, 2, 3, 1}).contiguous() : data;
        // A runner is used again and again, as in a run.
        while (static_cast<std::int64_t>(m_runners.size()) < m_shape[0])
            m_runners.push_back(std::make_unique<onednn::TileRunner>(m_program));
        Tensors outputs;
        for (std::int64_t i = 0; i < m_shape[0]; ++i) {
            onednn::TileRunner& runner = *m_runners[static_cast<std::size_t>(i)];
            std::copy_n(pixels[i].data_ptr<float>(), pixels[i].numel(), runner.pixels());
            outputs.push_back(runner.forward().clone());
        }
        return at::cat(outputs);
    }

    at::Tensor backward(const at::Tensor& gradient) override
    {
        const Tensors parts = gradient.chunk(m_shape[0]);
        const bool isImage = m_shape.size() == 4;
        std::vector<std::int64_t> shape =
            isImage ? std::vector<std::int64_t>{1, m_shape[2], m_shape[3], m_shape[1]} : m_shape;
        shape[0] = 1;
        Tensors results;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            // from_blob() takes no const pointer; the values are only copied from.
            auto* const values = const_cast<float*>(m_runners[i]->backward(parts[i]));
            results.push_back(at::from_blob(values, shape).clone());
        }
        const at::Tensor result = at::cat(results);
        return isImage ? result.permute({0, 3, 1, 2}) : result;
    }

private:
    std::shared_ptr<const onednn::TileProgram> m_program;
    std::vector<std::unique_ptr<onednn::TileRunner>> m_runners;
    std::vector<std::int64_t> m_shape;
};

onednn::BlobType typeOf(Executor executor)
{
    return executor == Executor::HalfTiles ? onednn::BlobType::BFloat16 : onednn::BlobType::Float32;
}

} // namespace

std::unique_ptr<GraphBench::Impl> makeTilesBench(
    const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, Executor executor)
{
    onednn::CompileOptions options;
    options.type = typeOf(executor);
    options.sums = executor == Executor::TilesByDefinition ? Sums::Definition : Sums::Fastest;
    options.threads = executor == Executor::SharedTiles ? at::get_num_threads() : 1;
    return std::make_unique<TilesBench>(graph, weights, target, options);
}

bool hasTilesBench(Executor executor)
{
    return onednn::isSupported(typeOf(executor));
}

} // namespace cnnvis::test
