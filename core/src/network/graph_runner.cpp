// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/graph_runner.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>

namespace cnnvis {
namespace {

std::vector<std::size_t> asIndices(const std::vector<int>& values)
{
    return {values.begin(), values.end()};
}

Tensors toTensors(const std::vector<WeightBlob>& blobs, at::Device device)
{
    Tensors tensors;
    for (const WeightBlob& blob : blobs) {
        // from_blob() takes no const pointer; the values are only copied from.
        auto* const values = const_cast<float*>(blob.values.data());
        tensors.push_back(at::from_blob(values, blob.shape).clone().to(device));
    }
    return tensors;
}

} // namespace

GraphRunner::GraphRunner(
    const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, const Computation& computation)
    : GraphRunner(graph, weights, targetPath(graph, target), computation)
{ }

GraphRunner::GraphRunner(
    const LayerGraph& graph, const GraphWeights& weights, const TargetPath& path, const Computation& computation)
    : m_computation(computation)
    , m_valueCount(graph.values().size())
    , m_data(static_cast<std::size_t>(path.data))
    , m_target(static_cast<std::size_t>(path.target))
    , m_ownOutput(static_cast<std::size_t>(path.ownOutput))
{
    const at::NoGradGuard frozen;
    for (const int index : path.forward) {
        const LayerNode& layer = graph.layers()[static_cast<std::size_t>(index)];
        Step step;
        step.operation = makeLayer(
            {graph, layer, m_computation, toTensors(weights[static_cast<std::size_t>(index)], m_computation.device)});
        step.inputs = asIndices(layer.inputs);
        step.outputs = asIndices(layer.outputs);
        m_steps.push_back(std::move(step));
    }
    for (const int index : path.backward) {
        const auto step = std::lower_bound(path.forward.begin(), path.forward.end(), index);
        m_backwardSteps.push_back(static_cast<std::size_t>(step - path.forward.begin()));
    }
    planMemory();
}

void GraphRunner::planMemory()
{
    std::vector<int> readers(m_valueCount, 0);
    std::vector<bool> isKept(m_valueCount, false);
    isKept[m_data] = true;
    isKept[m_target] = true;
    std::vector<bool> isFreed = isKept;
    for (const Step& step : m_steps) {
        for (const std::size_t input : step.inputs)
            ++readers[input];
        for (const std::size_t output : step.outputs)
            isKept[output] = isKept[output] || step.operation->keepsOutputs() || step.outputs.size() > 1;
    }
    for (auto step = m_steps.rbegin(); step != m_steps.rend(); ++step) {
        for (const std::size_t input : step->inputs) {
            if (!isFreed[input])
                step->freedAfter.push_back(input);
            isFreed[input] = true;
        }
        const bool isOnlyReader = step->inputs.size() == 1 && readers[step->inputs[0]] == 1;
        if (isOnlyReader && !isKept[step->inputs[0]])
            step->operation->setOverwritesInput();
    }
}

at::Tensor GraphRunner::forward(const at::Tensor& data)
{
    const at::NoGradGuard frozen;
    Tensors values(m_valueCount);
    values[m_data] = toBlob(data);
    for (Step& step : m_steps) {
        Tensors inputs;
        for (const std::size_t input : step.inputs)
            inputs.push_back(values[input]);
        step.kept.clear();
        const Tensors outputs = step.operation->forward(inputs, step.kept);
        for (std::size_t i = 0; i < outputs.size(); ++i)
            values[step.outputs[i]] = outputs[i];
        for (const std::size_t value : step.freedAfter)
            values[value] = at::Tensor();
    }
    return values[m_target].to(at::kFloat);
}

/// In the type and the layout that the layers take.
at::Tensor GraphRunner::toBlob(const at::Tensor& values) const
{
    const at::Tensor blob = values.to(m_computation.type);
    return blob.dim() == 4 ? blob.contiguous(m_computation.format) : blob.contiguous();
}

at::Tensor GraphRunner::backward(const at::Tensor& gradient)
{
    const at::NoGradGuard frozen;
    Tensors gradients(m_valueCount);
    gradients[m_ownOutput] = toBlob(gradient);
    for (const std::size_t index : m_backwardSteps)
        passBack(m_steps[index], gradients);
    dropKept(); // of what lies between the target layer and the end of the forward pass
    return gradients[m_data].to(at::kFloat);
}

void GraphRunner::dropKept()
{
    for (Step& step : m_steps)
        step.kept.clear();
}

void GraphRunner::passBack(Step& step, Tensors& gradients) const
{
    Tensors atOutputs;
    bool isReached = false;
    for (const std::size_t output : step.outputs) {
        atOutputs.push_back(gradients[output]);
        isReached = isReached || gradients[output].defined();
        gradients[output] = at::Tensor();
    }
    if (!isReached)
        return;
    const Tensors atInputs = step.operation->backward(atOutputs, step.kept);
    step.kept.clear();
    for (std::size_t i = 0; i < atInputs.size(); ++i) {
        at::Tensor& sum = gradients[step.inputs[i]];
        if (atInputs[i].defined())
            sum = sum.defined() ? sum + atInputs[i] : atInputs[i];
    }
}

} // namespace cnnvis
