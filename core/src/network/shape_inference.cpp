// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/shape_inference.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <limits>

namespace cnnvis {
namespace {

using Shapes = std::vector<BlobShape>;
constexpr std::int64_t kMaximumElements = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kMaximumParameter = 1024; ///< of a window: far above any real one

[[noreturn]] void fail(const std::string& reason)
{
    throw ModelError(reason);
}

std::int64_t productFrom(const BlobShape& shape, std::size_t first, std::size_t last)
{
    std::int64_t product = 1;
    for (std::size_t axis = first; axis < last; ++axis)
        product *= shape[axis];
    return product;
}

void requireImage(const BlobShape& shape)
{
    if (shape.size() != 4)
        fail("needs an input of channels x height x width, but gets " + shapeText(shape));
}

void requireInputs(const Shapes& inputs, std::size_t least, std::size_t most)
{
    if (inputs.size() < least || inputs.size() > most)
        fail("reads " + std::to_string(inputs.size()) + " blobs, which its type cannot");
}

void requireRange(const Pair& pair, std::int64_t least, const char* name)
{
    for (const std::int64_t value : pair) {
        if (value < least || value > kMaximumParameter)
            fail(std::string("has a ") + name + " of " + std::to_string(value) + "; it must lie between "
                + std::to_string(least) + " and " + std::to_string(kMaximumParameter));
    }
}

std::int64_t convolvedSize(std::int64_t size, const ConvolutionKind& kind, std::size_t side)
{
    const std::int64_t extent = kind.dilation[side] * (kind.kernel[side] - 1) + 1;
    if (kind.isTransposed)
        return kind.stride[side] * (size - 1) + extent - 2 * kind.padding[side];
    const std::int64_t room = size + 2 * kind.padding[side] - extent;
    return room < 0 ? 0 : room / kind.stride[side] + 1;
}

/// Pooling rounds up, so that a last window may stick out; one that would start in the padding is dropped.
std::int64_t pooledSize(std::int64_t size, const PoolingKind& kind, std::size_t side)
{
    const std::int64_t stride = kind.stride[side];
    const std::int64_t room = size + 2 * kind.padding[side] - kind.kernel[side];
    const std::int64_t rounding = kind.roundsUp ? stride - 1 : 0;
    const std::int64_t raised = room + rounding;
    std::int64_t result = (raised >= 0 ? raised / stride : -((-raised + stride - 1) / stride)) + 1;
    // As in Caffe, padding of one side lets this act on both.
    const bool isPadded = kind.padding[0] > 0 || kind.padding[1] > 0;
    if (isPadded && (result - 1) * stride >= size + kind.padding[side])
        --result;
    return result;
}

/// What a layer works on in fact, with its padding: no larger than other blobs.
void checkPadded(const BlobShape& input, std::int64_t height, std::int64_t width)
{
    checkBlob({input[0], input[1], std::max(height, input[2]), std::max(width, input[3])});
}

struct ShapeRules {
    const Shapes& inputs;
    std::size_t outputs;

    Shapes operator()(const ConvolutionKind& kind) const
    {
        requireInputs(inputs, 1, 1);
        const BlobShape& in = inputs[0];
        requireImage(in);
        requireRange(kind.kernel, 1, "kernel size");
        requireRange(kind.stride, 1, "stride");
        requireRange(kind.dilation, 1, "dilation");
        requireRange(kind.padding, 0, "padding");
        if (kind.outputs < 1 || kind.groups < 1 || in[1] % kind.groups != 0 || kind.outputs % kind.groups != 0)
            fail("cannot make " + std::to_string(kind.outputs) + " channels of " + std::to_string(in[1]) + " in "
                + std::to_string(kind.groups) + " groups");
        checkPadded(in, in[2] + 2 * kind.padding[0], in[3] + 2 * kind.padding[1]);
        return {{in[0], kind.outputs, convolvedSize(in[2], kind, 0), convolvedSize(in[3], kind, 1)}};
    }
    Shapes operator()(const PoolingKind& unresolved) const
    {
        requireInputs(inputs, 1, 1);
        const BlobShape& in = inputs[0];
        requireImage(in);
        if (!unresolved.isGlobal) {
            requireRange(unresolved.kernel, 1, "kernel size");
            requireRange(unresolved.stride, 1, "stride");
            requireRange(unresolved.padding, 0, "padding");
        }
        const PoolingKind kind = resolvedPooling(unresolved, in);
        if (kind.padding[0] >= kind.kernel[0] || kind.padding[1] >= kind.kernel[1])
            fail("has a padding that is not smaller than its kernel");
        const BlobShape result{in[0], in[1], pooledSize(in[2], kind, 0), pooledSize(in[3], kind, 1)};
        checkBlob(result);
        const auto reach = [&](std::size_t side) {
            return kind.padding[side] + (result[side + 2] - 1) * kind.stride[side] + kind.kernel[side];
        };
        checkPadded(in, reach(0), reach(1));
        return {result};
    }
    Shapes operator()(const LrnKind& kind) const
    {
        if (kind.localSize < 1 || kind.localSize % 2 == 0)
            fail("has a local_size of " + std::to_string(kind.localSize) + ", which must be odd");
        if (!inputs.empty())
            requireImage(inputs[0]);
        return sameAsInput();
    }
    Shapes operator()(const ConcatKind& kind) const
    {
        requireInputs(inputs, 1, 1U << 20U);
        BlobShape result = inputs[0];
        const std::size_t axis = resolveAxis(kind.axis, result.size());
        for (std::size_t i = 1; i < inputs.size(); ++i) {
            BlobShape other = inputs[i];
            if (other.size() != result.size())
                fail("joins " + shapeText(result) + " and " + shapeText(other));
            result[axis] += other[axis];
            other[axis] = result[axis];
            if (other != result)
                fail("joins " + shapeText(inputs[0]) + " and " + shapeText(inputs[i]));
        }
        return {result};
    }
    Shapes operator()(const IdentityKind&) const
    {
        requireInputs(inputs, 1, 1);
        return Shapes(outputs, inputs[0]);
    }
    Shapes operator()(const InnerProductKind& kind) const
    {
        requireInputs(inputs, 1, 1);
        if (kind.outputs < 1)
            fail("makes " + std::to_string(kind.outputs) + " outputs");
        const std::size_t axis = resolveAxis(kind.axis, inputs[0].size());
        BlobShape result(inputs[0].begin(), inputs[0].begin() + static_cast<std::ptrdiff_t>(axis));
        result.push_back(kind.outputs);
        return {result};
    }
    Shapes operator()(const SoftmaxKind& kind) const
    {
        requireInputs(inputs, 1, 1);
        resolveAxis(kind.axis, inputs[0].size());
        return sameAsInput();
    }
    Shapes operator()(const ScaleKind& kind) const
    {
        requireInputs(inputs, 1, 2);
        inferWeights(kind, inputs);
        return {inputs[0]};
    }
    Shapes operator()(const BiasKind& kind) const
    {
        requireInputs(inputs, 1, 2);
        inferWeights(kind, inputs);
        return {inputs[0]};
    }
    Shapes operator()(const AxpyKind&) const
    {
        requireInputs(inputs, 3, 3);
        const BlobShape& factor = inputs[0];
        const auto isOne = [](std::int64_t dimension) { return dimension == 1; };
        if (inputs[1] != inputs[2] || inputs[1].size() < 2 || factor.size() < 2 || factor[0] != inputs[1][0]
            || factor[1] != inputs[1][1] || !std::all_of(factor.begin() + 2, factor.end(), isOne))
            fail("cannot multiply " + shapeText(inputs[1]) + " by " + shapeText(factor) + " and add "
                + shapeText(inputs[2]));
        return {inputs[1]};
    }
    Shapes operator()(const MvnKind&) const
    {
        if (!inputs.empty())
            requireImage(inputs[0]);
        return sameAsInput();
    }
    Shapes operator()(const ShuffleKind& kind) const
    {
        requireInputs(inputs, 1, 1);
        if (inputs[0].size() < 2 || kind.groups < 1 || inputs[0][1] % kind.groups != 0)
            fail("cannot shuffle " + shapeText(inputs[0]) + " in " + std::to_string(kind.groups)
                + " groups of channels");
        return {inputs[0]};
    }
    Shapes operator()(const InterpolationKind& kind) const
    {
        requireInputs(inputs, 1, 1);
        const BlobShape& in = inputs[0];
        requireImage(in);
        if (kind.cutBefore < 0 || kind.cutAfter < 0 || kind.cutBefore > kMaximumElements
            || kind.cutAfter > kMaximumElements || kind.cutBefore + kind.cutAfter >= std::min(in[2], in[3]))
            fail("cuts off more than there is of " + shapeText(in));
        if (kind.shrinking < 1 || kind.zoom < 1 || kind.zoom > kMaximumParameter)
            fail("shrinks by " + std::to_string(kind.shrinking) + " and zooms by " + std::to_string(kind.zoom)
                + "; both must be from 1 to " + std::to_string(kMaximumParameter));
        const auto size = [&](std::size_t side) {
            if (kind.size[side] > 0)
                return kind.size[side];
            const std::int64_t left = in[side + 2] - kind.cutBefore - kind.cutAfter;
            return (left - 1) / kind.shrinking * kind.zoom + 1;
        };
        return {{in[0], in[1], size(0), size(1)}};
    }
    Shapes operator()(const EltwiseKind& kind) const
    {
        requireInputs(inputs, 2, 1U << 20U);
        if (!kind.coefficients.empty() && kind.coefficients.size() != inputs.size())
            fail("has " + std::to_string(kind.coefficients.size()) + " coefficients for "
                + std::to_string(inputs.size()) + " inputs");
        for (const BlobShape& input : inputs) {
            if (input != inputs[0])
                fail("combines " + shapeText(inputs[0]) + " and " + shapeText(input));
        }
        return {inputs[0]};
    }
    Shapes operator()(const SliceKind& kind) const
    {
        requireInputs(inputs, 1, 1);
        const std::size_t axis = resolveAxis(kind.axis, inputs[0].size());
        const std::int64_t size = inputs[0][axis];
        std::vector<std::int64_t> points = kind.points;
        if (points.empty()) {
            if (size % static_cast<std::int64_t>(outputs) != 0)
                fail("cannot cut " + std::to_string(size) + " into " + std::to_string(outputs) + " equal parts");
            for (std::size_t i = 1; i < outputs; ++i)
                points.push_back(size / static_cast<std::int64_t>(outputs) * static_cast<std::int64_t>(i));
        }
        if (points.size() + 1 != outputs)
            fail("has " + std::to_string(points.size()) + " slice points for " + std::to_string(outputs) + " tops");
        points.push_back(size);
        Shapes results;
        std::int64_t begin = 0;
        for (const std::int64_t end : points) {
            if (end <= begin || end > size)
                fail("has a slice point at " + std::to_string(end) + " of " + std::to_string(size));
            results.push_back(inputs[0]);
            results.back()[axis] = end - begin;
            begin = end;
        }
        return results;
    }
    Shapes operator()(const FlattenKind& kind) const
    {
        requireInputs(inputs, 1, 1);
        const BlobShape& in = inputs[0];
        const std::size_t first = resolveAxis(kind.axis, in.size());
        const std::size_t last = resolveAxis(kind.endAxis, in.size());
        if (last < first)
            fail("flattens from axis " + std::to_string(first) + " to " + std::to_string(last));
        BlobShape result(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(first));
        result.push_back(productFrom(in, first, last + 1));
        result.insert(result.end(), in.begin() + static_cast<std::ptrdiff_t>(last) + 1, in.end());
        return {result};
    }
    Shapes operator()(const ReshapeKind& kind) const
    {
        requireInputs(inputs, 1, 1);
        const BlobShape& in = inputs[0];
        const std::size_t first =
            kind.axis == static_cast<std::int64_t>(in.size()) ? in.size() : resolveAxis(kind.axis, in.size());
        const std::size_t last = kind.axes < 0 ? in.size() : first + static_cast<std::size_t>(kind.axes);
        if (last > in.size())
            fail("reshapes more axes than there are");
        BlobShape middle = kind.dims;
        std::ptrdiff_t open = -1;
        std::int64_t known = 1;
        for (std::size_t i = 0; i < middle.size(); ++i) {
            if (middle[i] == 0 && first + i < in.size())
                middle[i] = in[first + i];
            if (middle[i] == -1 && open < 0)
                open = static_cast<std::ptrdiff_t>(i);
            else if (middle[i] < 1 || middle[i] > kMaximumElements / known)
                fail("cannot have a dimension of " + std::to_string(kind.dims[i]));
            else
                known *= middle[i];
        }
        const std::int64_t count = productFrom(in, first, last);
        if (open >= 0)
            middle[static_cast<std::size_t>(open)] = count / known;
        if (productFrom(middle, 0, middle.size()) != count)
            fail("cannot reshape " + shapeText(in));
        BlobShape result(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(first));
        result.insert(result.end(), middle.begin(), middle.end());
        result.insert(result.end(), in.begin() + static_cast<std::ptrdiff_t>(last), in.end());
        if (result.empty())
            fail("leaves no axis of " + shapeText(in));
        return {result};
    }
    Shapes operator()(const CropKind& kind) const
    {
        requireInputs(inputs, 2, 2);
        BlobShape result = inputs[0];
        const std::size_t axis = resolveAxis(kind.axis, result.size());
        const std::size_t cropped = result.size() - axis;
        if (inputs[1].size() != result.size() || (kind.offsets.size() > 1 && kind.offsets.size() != cropped))
            fail("has offsets or a reference that don't fit " + shapeText(result));
        for (std::size_t i = axis; i < result.size(); ++i) {
            const std::size_t which = kind.offsets.size() > 1 ? i - axis : 0;
            const std::int64_t offset = kind.offsets.empty() ? 0 : kind.offsets[which];
            if (offset < 0 || offset > result[i] - inputs[1][i])
                fail("cannot cut " + shapeText(inputs[1]) + " out of " + shapeText(result));
            result[i] = inputs[1][i];
        }
        return {result};
    }
    Shapes operator()(const PermuteKind& kind) const
    {
        requireInputs(inputs, 1, 1);
        BlobShape result;
        for (const std::size_t axis : permutation(kind, inputs[0].size()))
            result.push_back(inputs[0][axis]);
        return {result};
    }
    Shapes operator()(const UnsupportedKind&) const { fail("has no shape"); }

    template <typename Kind, Among<Kind, ElementwiseKind, ChannelwiseKind, NormalizeKind> = 0>
    Shapes operator()(const Kind&) const
    {
        return sameAsInput();
    }

    Shapes sameAsInput() const
    {
        requireInputs(inputs, 1, 1);
        return {inputs[0]};
    }
};

} // namespace

PoolingKind resolvedPooling(PoolingKind kind, const BlobShape& input)
{
    if (kind.isGlobal) {
        kind.kernel = {input[2], input[3]};
        kind.stride = {1, 1};
        kind.padding = {0, 0};
    }
    return kind;
}

void checkBlob(const BlobShape& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t dimension : shape) {
        if (dimension < 1)
            fail("makes an empty blob of " + shapeText(shape));
        if (dimension > kMaximumElements / count)
            fail("needs a blob of " + shapeText(shape) + ", more than 2^31 - 1 values");
        count *= dimension;
    }
}

std::size_t resolveAxis(std::int64_t axis, std::size_t rank)
{
    const auto dimensions = static_cast<std::int64_t>(rank);
    if (axis < -dimensions || axis >= dimensions)
        fail("works on axis " + std::to_string(axis) + " of a blob with " + std::to_string(rank) + " axes");
    return static_cast<std::size_t>(axis < 0 ? axis + dimensions : axis);
}

std::vector<std::size_t> permutation(const PermuteKind& kind, std::size_t rank)
{
    std::vector<std::size_t> order;
    for (const std::int64_t axis : kind.order) {
        const std::size_t resolvedAxis = resolveAxis(axis, rank);
        if (std::find(order.begin(), order.end(), resolvedAxis) != order.end())
            fail("names axis " + std::to_string(axis) + " twice");
        order.push_back(resolvedAxis);
    }
    for (std::size_t axis = 0; axis < rank; ++axis) {
        if (std::find(order.begin(), order.end(), axis) == order.end())
            order.push_back(axis);
    }
    return order;
}

std::vector<BlobShape> inferShapes(const LayerKind& kind, const std::vector<BlobShape>& inputs, std::size_t outputs)
{
    requireInputs(inputs, 1, 1U << 20U);
    std::vector<BlobShape> shapes = std::visit(ShapeRules{inputs, outputs}, kind);
    for (const BlobShape& shape : shapes)
        checkBlob(shape);
    if (shapes.size() != outputs)
        fail("makes " + std::to_string(shapes.size()) + " blobs, but names " + std::to_string(outputs));
    for (const WeightInfo& weight : inferWeights(kind, inputs))
        checkBlob(weight.shape);
    return shapes;
}

} // namespace cnnvis
