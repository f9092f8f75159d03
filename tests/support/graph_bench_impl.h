// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/graph_bench.h"

#include <ATen/core/Tensor.h>

namespace cnnvis::test {

/// What a GraphBench runs, with LibTorch's tensors.
class GraphBench::Impl {
public:
    virtual ~Impl() = default;
    virtual at::Tensor forward(const at::Tensor& data) = 0;
    virtual at::Tensor backward(const at::Tensor& gradient) = 0;
};

/// One that runs programs of oneDNN's primitives. @param executor  one of the kinds of tiles.
std::unique_ptr<GraphBench::Impl> makeTilesBench(
    const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, Executor executor);
/// Whether this processor has the instructions for that.
bool hasTilesBench(Executor executor);

} // namespace cnnvis::test
