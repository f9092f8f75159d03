// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/layer_operator.h"

#include "network/shape_inference.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <functional>

namespace cnnvis {
namespace {

using Function = std::function<Tensors(const Tensors&)>;

/// Computes a layer by a function of LibTorch's operators, in float32, and its gradient by autograd.
class AutogradLayer final : public LayerOperator {
public:
    AutogradLayer(Function function, at::ScalarType blobType)
        : m_function(std::move(function))
        , m_blobType(blobType)
    { }

    Tensors forward(const Tensors& inputs, Tensors& kept) const override
    {
        const at::AutoGradMode withGradients(true);
        for (const at::Tensor& input : inputs)
            kept.push_back(input.to(at::kFloat).detach().set_requires_grad(true));
        const Tensors outputs = m_function(kept);
        Tensors plain;
        for (const at::Tensor& output : outputs)
            plain.push_back(output.detach().to(m_blobType));
        kept.insert(kept.end(), outputs.begin(), outputs.end());
        return plain;
    }

    Tensors backward(const Tensors& gradients, const Tensors& kept) const override
    {
        const auto firstOutput = kept.end() - static_cast<std::ptrdiff_t>(gradients.size());
        Tensors outputs;
        Tensors defined;
        for (std::size_t i = 0; i < gradients.size(); ++i) {
            if (gradients[i].defined()) {
                outputs.push_back(*(firstOutput + static_cast<std::ptrdiff_t>(i)));
                defined.push_back(gradients[i].to(at::kFloat));
            }
        }
        Tensors results =
            torch::autograd::grad(outputs, {kept.begin(), firstOutput}, defined, c10::nullopt, false, true);
        for (at::Tensor& result : results)
            result = result.defined() ? result.to(m_blobType) : result;
        return results;
    }

private:
    Function m_function;
    at::ScalarType m_blobType;
};

/// Shapes a factor of some axes so that it is broadcast along all others.
at::Tensor alongAxes(const at::Tensor& factor, std::size_t axis, std::size_t rank)
{
    std::vector<std::int64_t> shape(rank, 1);
    for (std::int64_t i = 0; i < factor.dim(); ++i)
        shape[axis + static_cast<std::size_t>(i)] = factor.size(i);
    return factor.reshape(shape);
}

/// A root whose gradient is finite at 0, too, where at::sqrt() has none: there, 0.
at::Tensor rootOf(const at::Tensor& square)
{
    constexpr double kLeast = 1e-30;
    return at::sqrt(at::clamp_min(square, kLeast));
}

/// The function of a layer's kind; what it needs is worked out once.
struct FunctionMaker {
    const LayerContext& context;

    std::vector<std::int64_t> inputShape() const
    {
        return *context.graph.values()[static_cast<std::size_t>(context.layer.inputs[0])].shape;
    }
    std::size_t rank() const { return inputShape().size(); }

    template <typename Unary>
    static Function unary(Unary function)
    {
        return [=](const Tensors& in) -> Tensors { return {function(in[0])}; };
    }
    /// A reshape to the inferred shape, the batch as it comes.
    Function toOutputShape() const
    {
        std::vector<std::int64_t> shape = context.outputShape(0);
        return [=](const Tensors& in) -> Tensors {
            std::vector<std::int64_t> batched = shape;
            batched[0] = shape[0] * in[0].size(0);
            return {in[0].reshape(batched)};
        };
    }

    Function operator()(const InnerProductKind& kind) const
    {
        const auto axis = static_cast<std::int64_t>(resolveAxis(kind.axis, rank()));
        const at::Tensor weight = kind.isTransposed ? context.weights.at(0).t().contiguous() : context.weights.at(0);
        const at::Tensor bias = kind.hasBias ? context.weights.at(1) : at::Tensor();
        return unary([=](const at::Tensor& in) { return at::linear(in.flatten(axis), weight, bias); });
    }
    Function operator()(const SoftmaxKind& kind) const
    {
        const auto axis = static_cast<std::int64_t>(resolveAxis(kind.axis, rank()));
        return unary([=](const at::Tensor& in) { return at::softmax(in, axis); });
    }
    Function operator()(const BatchNormKind& kind) const
    {
        const Tensors& weights = context.weights;
        const bool isFactorFirst = kind.weights == BatchNormKind::Weights::FactorFirst;
        const bool hasFactor = weights.size() > 3; // if not declared, a weights file brought it
        const std::size_t statistics = isFactorFirst ? 2 : 0;
        double unit = 1.0;
        if (!hasFactor) {
            // Caffe stores sums; a factor of zero means that there are none yet.
            const double divisor = weights.at(2).item<double>();
            unit = divisor == 0.0 ? 0.0 : 1.0 / divisor;
        }
        const at::Tensor mean = alongAxes(weights.at(statistics) * unit, 1, rank());
        const at::Tensor variance = alongAxes(weights.at(statistics + 1) * unit, 1, rank());
        const at::Tensor factor = (variance + kind.epsilon).rsqrt();
        if (!hasFactor)
            return unary([=](const at::Tensor& in) { return (in - mean) * factor; });
        const std::size_t first = isFactorFirst ? 0 : 3;
        const at::Tensor product = factor * alongAxes(weights.at(first), 1, rank());
        const at::Tensor summand = alongAxes(weights.at(first + 1), 1, rank());
        return unary([=](const at::Tensor& in) { return (in - mean) * product + summand; });
    }
    Function operator()(const ScaleKind& kind) const
    {
        const std::size_t axis = resolveAxis(kind.axis, rank());
        const std::size_t axes = rank();
        if (context.layer.inputs.size() == 2)
            return [=](const Tensors& in) -> Tensors { return {in[0] * alongAxes(in[1], axis, axes)}; };
        const at::Tensor factor = alongAxes(context.weights.at(0), axis, axes);
        if (!kind.hasBias)
            return unary([=](const at::Tensor& in) { return in * factor; });
        const at::Tensor summand = alongAxes(context.weights.at(1), axis, axes);
        return unary([=](const at::Tensor& in) { return in * factor + summand; });
    }
    Function operator()(const BiasKind& kind) const
    {
        const std::size_t axis = resolveAxis(kind.axis, rank());
        const std::size_t axes = rank();
        if (context.layer.inputs.size() == 2)
            return [=](const Tensors& in) -> Tensors { return {in[0] + alongAxes(in[1], axis, axes)}; };
        const at::Tensor summand = alongAxes(context.weights.at(0), axis, axes);
        return unary([=](const at::Tensor& in) { return in + summand; });
    }
    Function operator()(const AxpyKind&) const
    {
        return [](const Tensors& in) -> Tensors {
            const at::Tensor factor = alongAxes(in[0].flatten(1), 0, static_cast<std::size_t>(in[1].dim()));
            return {factor * in[1] + in[2]};
        };
    }
    Function operator()(const MvnKind& kind) const
    {
        const std::vector<std::int64_t> axes =
            kind.isAcrossChannels ? std::vector<std::int64_t>{1, 2, 3} : std::vector<std::int64_t>{2, 3};
        return unary([=](const at::Tensor& in) {
            const at::Tensor centred = in - in.mean(axes, true);
            if (!kind.dividesByDeviation)
                return centred;
            return centred / (rootOf((centred * centred).mean(axes, true)) + kind.epsilon);
        });
    }
    Function operator()(const NormalizeKind& kind) const
    {
        std::vector<std::int64_t> axes{1};
        for (std::size_t axis = 2; kind.isAcrossPixels && axis < rank(); ++axis)
            axes.push_back(static_cast<std::int64_t>(axis));
        const at::Tensor factor = alongAxes(context.weights.at(0), 1, rank());
        return unary(
            [=](const at::Tensor& in) { return in / rootOf((in * in).sum(axes, true) + kind.epsilon) * factor; });
    }
    Function operator()(const EltwiseKind& kind) const
    {
        return [=](const Tensors& in) -> Tensors {
            const auto weighted = [&](std::size_t i) {
                return kind.coefficients.empty() ? in[i] : in[i] * kind.coefficients[i];
            };
            at::Tensor result = kind.operation == EltwiseKind::Operation::Sum ? weighted(0) : in[0];
            for (std::size_t i = 1; i < in.size(); ++i) {
                switch (kind.operation) {
                case EltwiseKind::Operation::Product:
                    result = result * in[i];
                    break;
                case EltwiseKind::Operation::Sum:
                    result = result + weighted(i);
                    break;
                case EltwiseKind::Operation::Maximum:
                    // Not at::maximum(), which shares the gradient where both are equal; Caffe gives it to the second
                    // of the first two, and else to the earlier one.
                    result = at::where(i == 1 ? in[i] >= result : in[i] > result, in[i], result);
                    break;
                }
            }
            return {result};
        };
    }
    Function operator()(const PreluKind& kind) const
    {
        const at::Tensor slope =
            kind.isChannelShared ? context.weights.at(0) : alongAxes(context.weights.at(0), 1, rank());
        return unary([=](const at::Tensor& in) { return at::where(in > 0, in, in * slope); });
    }
    Function operator()(const EluKind& kind) const
    {
        return unary([=](const at::Tensor& in) { return at::elu(in, kind.alpha); });
    }
    Function operator()(const SigmoidKind&) const
    {
        return unary([](const at::Tensor& in) { return at::sigmoid(in); });
    }
    Function operator()(const TanhKind&) const
    {
        return unary([](const at::Tensor& in) { return at::tanh(in); });
    }
    /// At 0 and 6, Caffe's gradient is that of the side on the left, and on the right.
    Function operator()(const Relu6Kind& kind) const
    {
        constexpr double kLimit = 6.0;
        return unary([=](const at::Tensor& in) {
            const at::Tensor leaky = at::where(in > 0, in, in * kind.negativeSlope);
            return at::where(in < kLimit, leaky, at::full_like(in, kLimit));
        });
    }
    Function operator()(const AbsoluteKind&) const
    {
        return unary([](const at::Tensor& in) { return at::abs(in); });
    }
    Function operator()(const ExpKind& kind) const
    {
        return unary([=](const at::Tensor& in) { return at::exp((in * kind.scale + kind.shift) * kind.logOfBase); });
    }
    Function operator()(const LogKind& kind) const
    {
        return unary([=](const at::Tensor& in) { return at::log(in * kind.scale + kind.shift) / kind.logOfBase; });
    }
    Function operator()(const ClipKind& kind) const
    {
        return unary([=](const at::Tensor& in) { return at::clamp(in, kind.minimum, kind.maximum); });
    }
    Function operator()(const SwishKind& kind) const
    {
        return unary([=](const at::Tensor& in) { return in * at::sigmoid(in * kind.beta); });
    }
    Function operator()(const PowerKind& kind) const
    {
        return unary([=](const at::Tensor& in) {
            const at::Tensor affine = in * kind.scale + kind.shift;
            return kind.power == 1.0 ? affine : at::pow(affine, kind.power);
        });
    }
    Function operator()(const SliceKind& kind) const
    {
        const auto axis = static_cast<std::int64_t>(resolveAxis(kind.axis, rank()));
        std::vector<std::int64_t> parts;
        for (std::size_t i = 0; i < context.layer.outputs.size(); ++i)
            parts.push_back(context.outputShape(i)[static_cast<std::size_t>(axis)]);
        return [=](const Tensors& in) -> Tensors { return in[0].split_with_sizes(parts, axis); };
    }
    Function operator()(const FlattenKind&) const { return toOutputShape(); }
    Function operator()(const ReshapeKind&) const { return toOutputShape(); }
    Function operator()(const CropKind& kind) const
    {
        const std::size_t first = resolveAxis(kind.axis, rank());
        const std::vector<std::int64_t> shape = context.outputShape(0);
        return [=](const Tensors& in) -> Tensors {
            at::Tensor result = in[0];
            for (std::size_t axis = first; axis < shape.size(); ++axis) {
                const std::size_t which = kind.offsets.size() > 1 ? axis - first : 0;
                const std::int64_t offset = kind.offsets.empty() ? 0 : kind.offsets[which];
                result = result.narrow(static_cast<std::int64_t>(axis), offset, shape[axis]);
            }
            return {result};
        };
    }
    Function operator()(const PermuteKind& kind) const
    {
        std::vector<std::int64_t> order;
        for (const std::size_t axis : permutation(kind, rank()))
            order.push_back(static_cast<std::int64_t>(axis));
        return unary([=](const at::Tensor& in) { return in.permute(order); });
    }
    Function operator()(const ShuffleKind& kind) const
    {
        return unary([=](const at::Tensor& in) {
            const std::vector<std::int64_t> shape = in.sizes().vec();
            std::vector<std::int64_t> matrix = shape;
            matrix[1] = shape[1] / kind.groups;
            matrix.insert(matrix.begin() + 1, kind.groups);
            return in.reshape(matrix).transpose(1, 2).reshape(shape);
        });
    }
    Function operator()(const InterpolationKind& kind) const
    {
        const std::vector<std::int64_t> shape = context.outputShape(0);
        const std::int64_t cut = kind.cutBefore + kind.cutAfter;
        return unary([=](const at::Tensor& in) {
            const at::Tensor inner =
                in.narrow(2, kind.cutBefore, in.size(2) - cut).narrow(3, kind.cutBefore, in.size(3) - cut);
            return at::upsample_bilinear2d(inner, {shape[2], shape[3]}, true);
        });
    }
    /// Within a channel: Caffe's chain of square, average, power and product; k has no part in it.
    Function operator()(const LrnKind& kind) const
    {
        return unary([=](const at::Tensor& in) {
            const at::Tensor average = at::avg_pool2d(in * in, kind.localSize, 1, kind.localSize / 2);
            return in * at::pow(average * kind.alpha + 1.0, -kind.beta);
        });
    }
};

} // namespace

std::unique_ptr<LayerOperator> makeAutogradLayer(const AutogradKind& kind, const LayerContext& context)
{
    return std::make_unique<AutogradLayer>(std::visit(FunctionMaker{context}, kind), context.computation.type);
}

} // namespace cnnvis
