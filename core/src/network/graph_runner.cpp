// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/graph_runner.h"

#include "cnnvis/error.h"

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

GraphRunner::GraphRunner(const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, at::Device device)
    : m_device(device)
    , m_valueCount(graph.values().size())
    , m_data(static_cast<std::size_t>(graph.dataValue()))
    , m_target(static_cast<std::size_t>(target.value))
    , m_ownOutput(static_cast<std::size_t>(graph.layers()[static_cast<std::size_t>(target.layer)].outputs[0]))
{
    addSteps(graph, weights, target);
    planMemory(m_target);
    planBackward(graph.layersNeededFor({target.layer, static_cast<int>(m_ownOutput)}), graph, target);
}

void GraphRunner::addSteps(const LayerGraph& graph, const GraphWeights& weights, TargetPoint target)
{
    const at::NoGradGuard frozen;
    const std::vector<bool> isNeeded = graph.layersNeededFor(target);
    for (std::size_t i = 0; i < isNeeded.size(); ++i) {
        if (!isNeeded[i])
            continue;
        const LayerNode& layer = graph.layers()[i];
        for (const int input : layer.inputs) {
            const BlobValue& value = graph.values()[static_cast<std::size_t>(input)];
            if (value.producer < 0 && static_cast<std::size_t>(input) != m_data)
                throw ModelError(graph.describe(layer) + " reads the input '" + value.name
                    + "', but only the first input is known, the picture; choose a layer before it");
        }
        Step step;
        step.operation = makeLayer({graph, layer, m_device, toTensors(weights[i], m_device)});
        step.inputs = asIndices(layer.inputs);
        step.outputs = asIndices(layer.outputs);
        m_steps.push_back(std::move(step));
    }
}

void GraphRunner::planMemory(std::size_t target)
{
    std::vector<int> readers(m_valueCount, 0);
    std::vector<bool> isKept(m_valueCount, false);
    isKept[m_data] = true;
    isKept[target] = true;
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

void GraphRunner::planBackward(const std::vector<bool>& leadsToTarget, const LayerGraph& graph, TargetPoint target)
{
    std::vector<bool> dependsOnData(m_valueCount, false);
    dependsOnData[m_data] = true;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const std::vector<std::size_t>& inputs = m_steps[i].inputs;
        const bool depends =
            std::any_of(inputs.begin(), inputs.end(), [&](std::size_t input) { return dependsOnData[input]; });
        for (const std::size_t output : m_steps[i].outputs)
            dependsOnData[output] = depends;
        const int layer = graph.values()[m_steps[i].outputs[0]].producer;
        if (depends && leadsToTarget[static_cast<std::size_t>(layer)])
            m_backwardSteps.insert(m_backwardSteps.begin(), i);
    }
    if (!dependsOnData[m_ownOutput])
        throw ModelError(graph.describe(graph.layers()[static_cast<std::size_t>(target.layer)])
            + " does not depend on the picture; choose another target");
}

at::Tensor GraphRunner::forward(const at::Tensor& data)
{
    const at::NoGradGuard frozen;
    Tensors values(m_valueCount);
    values[m_data] = data;
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
    return values[m_target];
}

at::Tensor GraphRunner::backward(const at::Tensor& gradient)
{
    const at::NoGradGuard frozen;
    Tensors gradients(m_valueCount);
    gradients[m_ownOutput] = gradient;
    for (const std::size_t index : m_backwardSteps)
        passBack(m_steps[index], gradients);
    dropKept(); // of what lies between the target layer and the end of the forward pass
    return gradients[m_data];
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
