// SPDX-License-Identifier: GPL-3.0-or-later
#include "adamw.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/zeros_like.h>

#include <cmath>
#include <utility>

namespace cnnvis::training {
namespace {

constexpr double kMeanDecay = 0.9;
constexpr double kSquareDecay = 0.999;
constexpr double kEpsilon = 1e-8;

} // namespace

AdamW::AdamW(std::vector<NamedTensor> parameters, double weightDecay)
    : m_parameters(std::move(parameters))
    , m_weightDecay(weightDecay)
{
    const at::NoGradGuard constant;
    for (const NamedTensor& parameter : m_parameters) {
        m_means.push_back(at::zeros_like(parameter.tensor));
        m_squares.push_back(at::zeros_like(parameter.tensor));
    }
}

void AdamW::step(double learningRate, std::int64_t step)
{
    const at::NoGradGuard constant;
    const double count = static_cast<double>(step) + 1.0;
    const double meanShare = 1.0 - std::pow(kMeanDecay, count);
    const double squareShare = 1.0 - std::pow(kSquareDecay, count);
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        at::Tensor tensor = m_parameters[i].tensor;
        at::Tensor& gradient = tensor.mutable_grad();
        if (!gradient.defined())
            continue;
        if (m_parameters[i].decays)
            tensor.mul_(1.0 - learningRate * m_weightDecay);
        m_means[i].mul_(kMeanDecay).add_(gradient, 1.0 - kMeanDecay);
        m_squares[i].mul_(kSquareDecay).addcmul_(gradient, gradient, 1.0 - kSquareDecay);
        const at::Tensor root = m_squares[i].sqrt().mul_(1.0 / std::sqrt(squareShare)).add_(kEpsilon);
        tensor.addcdiv_(m_means[i], root, -learningRate / meanShare);
        gradient.reset();
    }
}

std::vector<NamedTensor> AdamW::state() const
{
    std::vector<NamedTensor> all;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        all.push_back({m_parameters[i].name + ".mean_gradient", m_means[i], false});
        all.push_back({m_parameters[i].name + ".mean_square", m_squares[i], false});
    }
    return all;
}

} // namespace cnnvis::training
