// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainable_network.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/sum.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <utility>

namespace cnnvis::training {
namespace {

constexpr double kNormalisationMomentum = 0.1;

/// A square bell, (1, 1, side, side), of sum 1.
at::Tensor bell(std::int64_t side, double deviation)
{
    const at::Tensor place = at::arange(side, at::kFloat) - 0.5 * static_cast<double>(side - 1);
    const at::Tensor line = at::exp(place.square() * (-0.5 / (deviation * deviation)));
    const at::Tensor square = line.view({1, 1, -1, 1}) * line.view({1, 1, 1, -1});
    return square / square.sum();
}

/// Makes filters smooth without changing their norm. Learning alters little of the finest noise that the filters on the
/// picture begin with, as pictures have none; but dreams would be full of it.
at::Tensor smoothed(const at::Tensor& weight)
{
    constexpr double kDeviation = 1.2; // pixels
    const std::int64_t side = weight.size(2);
    const at::Tensor planes = weight.view({-1, 1, side, side});
    const at::Tensor smooth = at::conv2d(planes, bell(side, kDeviation), {}, 1, side / 2).view(weight.sizes());
    const auto norms = [](const at::Tensor& filters) { return filters.square().sum({1, 2, 3}, true).sqrt(); };
    return smooth * (norms(weight) / norms(smooth));
}

/// A new convolution keeps the size of what passes through (He et al. 2015).
at::Tensor convolutionWeights(const LayerSpec& spec, const at::Generator& random)
{
    at::Tensor weight = at::empty({spec.outputChannels, spec.inputChannels, spec.kernel, spec.kernel});
    const double fanIn = static_cast<double>(spec.inputChannels) * spec.kernel * spec.kernel;
    weight.normal_(0.0, std::sqrt(2.0 / fanIn), random);
    const bool seesThePicture = spec.inputs.front() < 0;
    return (seesThePicture ? smoothed(weight) : weight).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor classifierWeights(const LayerSpec& spec, const at::Generator& random)
{
    constexpr double kDeviation = 0.01; // all classes are about equally likely at the start
    return at::empty({spec.outputChannels, spec.inputChannels}).normal_(0.0, kDeviation, random);
}

TrainableLayer makeLayer(const LayerSpec& spec, const at::Generator& random, at::Device device)
{
    TrainableLayer layer;
    const auto learnt = [device](const at::Tensor& tensor) { return tensor.to(device).requires_grad_(true); };
    if (spec.type == LayerType::Convolution) {
        layer.weight = learnt(convolutionWeights(spec, random));
        layer.gain = learnt(at::ones({spec.outputChannels}));
        layer.mean = at::zeros({spec.outputChannels}, device);
        layer.variance = at::ones({spec.outputChannels}, device);
    } else if (spec.type == LayerType::Classifier) {
        layer.weight = learnt(classifierWeights(spec, random));
    }
    if (layer.weight.defined())
        layer.bias = learnt(at::zeros({spec.outputChannels}));
    return layer;
}

} // namespace

TrainableNetwork::TrainableNetwork(NetworkSpec spec, std::uint64_t seed, at::Device device)
    : m_spec(std::move(spec))
    , m_device(device)
{
    const at::Generator random = at::detail::createCPUGenerator(seed);
    for (const LayerSpec& layer : m_spec)
        m_layers.push_back(makeLayer(layer, random, device));
}

TrainableNetwork TrainableNetwork::replica() const
{
    TrainableNetwork copy = *this;
    for (TrainableLayer& layer : copy.m_layers) {
        for (at::Tensor* learnt : {&layer.weight, &layer.bias, &layer.gain}) {
            if (learnt->defined())
                *learnt = learnt->detach().requires_grad_(true);
        }
        for (at::Tensor* measured : {&layer.mean, &layer.variance}) {
            if (measured->defined())
                *measured = measured->clone();
        }
    }
    return copy;
}

at::Tensor TrainableNetwork::convolve(std::size_t place, const at::Tensor& input, bool isTraining)
{
    const LayerSpec& spec = m_spec[place];
    const TrainableLayer& layer = m_layers[place];
    const at::Tensor weight = layer.weight.to(input.scalar_type());
    const at::Tensor sum = at::conv2d(input, weight, {}, spec.stride, spec.padding);
    at::Tensor normalised = at::batch_norm(sum, layer.gain, layer.bias, layer.mean, layer.variance, isTraining,
        kNormalisationMomentum, kNormalisationEpsilon, true);
    return normalised.relu_();
}

std::vector<at::Tensor> TrainableNetwork::outputs(const at::Tensor& pictures, at::ScalarType precision, bool isTraining)
{
    std::vector<at::Tensor> outputs(m_spec.size());
    const at::Tensor data = pictures.to(precision);
    for (std::size_t i = 0; i < m_spec.size(); ++i) {
        const LayerSpec& spec = m_spec[i];
        std::vector<at::Tensor> inputs;
        for (const int place : spec.inputs)
            inputs.push_back(place < 0 ? data : outputs[static_cast<std::size_t>(place)]);
        const at::Tensor& input = inputs.front();
        switch (spec.type) {
        case LayerType::Convolution:
            outputs[i] = convolve(i, input, isTraining);
            break;
        case LayerType::MaximumPool:
            outputs[i] = at::max_pool2d(input, spec.kernel, spec.stride, spec.padding, 1, true);
            break;
        case LayerType::Concatenation:
            outputs[i] = at::cat(inputs, 1);
            break;
        case LayerType::GlobalPool:
            // The gradient of at::mean() would divide a whole plane by the same number.
            outputs[i] =
                at::sum(input, {2, 3}, false, at::kFloat) * (1.0 / static_cast<double>(input.size(2) * input.size(3)));
            break;
        case LayerType::Classifier:
            outputs[i] = at::linear(input, m_layers[i].weight, m_layers[i].bias);
            break;
        }
    }
    return outputs;
}

std::vector<at::Tensor> TrainableNetwork::forward(const at::Tensor& pictures, at::ScalarType precision, bool isTraining)
{
    const std::vector<at::Tensor> all = outputs(pictures, precision, isTraining);
    std::vector<at::Tensor> answers;
    for (const int place : classifiersOf(m_spec))
        answers.push_back(all[static_cast<std::size_t>(place)]);
    return answers;
}

std::vector<double> TrainableNetwork::meanActivations(const at::Tensor& pictures)
{
    const at::NoGradGuard constant;
    std::vector<double> means;
    for (const at::Tensor& output : outputs(pictures, at::kFloat, false))
        means.push_back(output.mean().item<double>());
    return means;
}

std::vector<NamedTensor> TrainableNetwork::parameters() const
{
    std::vector<NamedTensor> all;
    for (std::size_t i = 0; i < m_spec.size(); ++i) {
        if (m_layers[i].weight.defined()) {
            all.push_back({m_spec[i].name + ".weight", m_layers[i].weight, true});
            all.push_back({m_spec[i].name + ".bias", m_layers[i].bias, false});
        }
        if (m_layers[i].gain.defined())
            all.push_back({m_spec[i].name + ".gain", m_layers[i].gain, false});
    }
    return all;
}

std::vector<NamedTensor> TrainableNetwork::statistics() const
{
    std::vector<NamedTensor> all;
    for (std::size_t i = 0; i < m_spec.size(); ++i) {
        if (m_layers[i].mean.defined()) {
            all.push_back({m_spec[i].name + ".mean", m_layers[i].mean, false});
            all.push_back({m_spec[i].name + ".variance", m_layers[i].variance, false});
        }
    }
    return all;
}

} // namespace cnnvis::training
