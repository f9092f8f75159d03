// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"
#include "network/layers/layer_operator.h"
#include "network/target_path.h"

#include <memory>
#include <vector>

namespace cnnvis {

/// Runs a network forward to a target and back to the data. Only layers that the target needs are there, their weights
/// frozen, and a blob is freed when nothing needs it any more.
class GraphRunner {
public:
    /// @param weights  of the layers that the target needs.
    /// @throws ModelError  when the target needs an input other than the image, or nothing leads back to the image.
    GraphRunner(const LayerGraph& graph, const GraphWeights& weights, TargetPoint target,
        const Computation& computation = Computation());

    /// @param data  (N, 3, height, width) float32 on the device, BGR less the mean.
    /// @return      the target as it stands after all layers that work on it in place, float32.
    at::Tensor forward(const at::Tensor& data);

    /// Goes back from the target layer's own output, i.e. past the layers that work on it in place, as the original
    /// does. Once after each forward().
    /// @param gradient  at the target, of its shape, float32.
    /// @return          at the data, of its shape, float32.
    at::Tensor backward(const at::Tensor& gradient);

    /// Frees what the layers keep for backward(), where there is none to come.
    void dropKept();

    at::Device device() const { return m_computation.device; }

private:
    struct Step {
        std::unique_ptr<LayerOperator> operation;
        std::vector<std::size_t> inputs, outputs; ///< values
        std::vector<std::size_t> freedAfter; ///< values that no later layer reads
        Tensors kept;
    };

    GraphRunner(
        const LayerGraph& graph, const GraphWeights& weights, const TargetPath& path, const Computation& computation);
    at::Tensor toBlob(const at::Tensor& values) const;
    void planMemory();
    void passBack(Step& step, Tensors& gradients) const;

    Computation m_computation;
    std::size_t m_valueCount;
    std::size_t m_data;
    std::size_t m_target; ///< the value after the layers that work in place
    std::size_t m_ownOutput; ///< the value that the target layer itself made
    std::vector<Step> m_steps; ///< in the order of the forward pass
    std::vector<std::size_t> m_backwardSteps; ///< in the order of the backward pass
};

} // namespace cnnvis
