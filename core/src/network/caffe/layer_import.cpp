// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/layer_import.h"

#include "cnnvis/error.h"

#include "cnnvis_caffe.pb.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <locale>
#include <sstream>
#include <string>
#include <unordered_map>

namespace cnnvis::caffe {
namespace {

using google::protobuf::RepeatedField;

constexpr std::int64_t kLargest = std::numeric_limits<std::int32_t>::max();

std::int64_t atLeast(std::int64_t least, std::int64_t value, const std::string& name)
{
    if (value < least || value > kLargest)
        throw ModelError("has " + name + " " + std::to_string(value) + "; it must be from " + std::to_string(least)
            + " to " + std::to_string(kLargest));
    return value;
}

Pair atLeast(std::int64_t least, Pair pair, const std::string& name)
{
    return {atLeast(least, pair[0], name), atLeast(least, pair[1], name)};
}

std::string textOf(double value)
{
    std::ostringstream stream;
    stream.imbue(std::locale::classic());
    stream << value;
    return stream.str();
}

/// Caffe computes in float, so that larger numbers are infinite there.
double finite(double value, const std::string& name)
{
    if (!std::isfinite(value) || std::fabs(value) > std::numeric_limits<float>::max())
        throw ModelError("has " + name + " " + textOf(value) + "; it must be finite, as a float");
    return value;
}

double notNegative(double value, const std::string& name)
{
    if (value < 0)
        throw ModelError("has " + name + " " + textOf(value) + "; it must not be negative");
    return finite(value, name);
}

/// A value for both axes, or one for each of them, by one of two ways of writing.
struct PairText {
    std::string name; ///< of the field for both axes
    std::vector<std::int64_t> values; ///< of that field
    bool hasSides; ///< is there a field for the height or the width?
    Pair sides;
};

Pair pairOf(const PairText& text, const Pair& fallback)
{
    if (text.hasSides && !text.values.empty())
        throw ModelError("has both " + text.name + " and a field for its height or width; leave one out");
    if (text.hasSides)
        return text.sides;
    if (text.values.empty())
        return fallback;
    if (text.values.size() > 2)
        throw ModelError("has " + std::to_string(text.values.size()) + " values of " + text.name
            + "; images have a height and a width only");
    return {text.values.front(), text.values.back()};
}

std::vector<std::int64_t> listOf(const RepeatedField<std::int64_t>& field)
{
    return {field.begin(), field.end()};
}

std::vector<std::int64_t> listOf(bool isSet, std::int64_t value)
{
    return isSet ? std::vector<std::int64_t>{value} : std::vector<std::int64_t>{};
}

Filler::Kind fillerKind(const std::string& type)
{
    static const std::unordered_map<std::string, Filler::Kind> kinds{{"constant", Filler::Kind::Constant},
        {"xavier", Filler::Kind::Xavier}, {"msra", Filler::Kind::Msra}, {"gaussian", Filler::Kind::Gaussian},
        {"uniform", Filler::Kind::Uniform}, {"positive_unitball", Filler::Kind::PositiveUnitBall},
        {"bilinear", Filler::Kind::Bilinear}};
    const auto found = kinds.find(type);
    return found == kinds.end() ? Filler::Kind::Unknown : found->second;
}

Filler::Variance fillerVariance(FillerMessage::Variance variance)
{
    switch (variance) {
    case FillerMessage::FAN_OUT:
        return Filler::Variance::FanOut;
    case FillerMessage::AVERAGE:
        return Filler::Variance::Average;
    case FillerMessage::FAN_IN:
        break;
    }
    return Filler::Variance::FanIn;
}

Filler fillerOf(bool isSet, const FillerMessage& message, const Filler& fallback)
{
    if (!isSet)
        return fallback;
    Filler filler;
    filler.kind = fillerKind(message.type());
    filler.type = message.type();
    filler.variance = fillerVariance(message.variance_norm());
    filler.value = finite(message.value(), "filler value");
    filler.mean = finite(message.mean(), "filler mean");
    filler.deviation = finite(message.std(), "filler std");
    filler.minimum = finite(message.min(), "filler min");
    filler.maximum = finite(message.max(), "filler max");
    return filler;
}

Filler xavier()
{
    Filler filler;
    filler.kind = Filler::Kind::Xavier;
    return filler;
}

LayerKind importConvolution(const LayerMessage& layer)
{
    const ConvolutionMessage& message = layer.convolution_param();
    if (message.axis() != 1)
        return UnsupportedKind{"a convolution over axis " + std::to_string(message.axis()) + " is not supported"};
    const bool hasKernelSides = message.has_kernel_h() || message.has_kernel_w();
    const bool hasStrideSides = message.has_stride_h() || message.has_stride_w();
    const bool hasPadSides = message.has_pad_h() || message.has_pad_w();
    ConvolutionKind kind;
    kind.outputs = atLeast(1, message.num_output(), "num_output");
    kind.kernel = atLeast(1,
        pairOf({"kernel_size", listOf(message.kernel_size()), hasKernelSides, {message.kernel_h(), message.kernel_w()}},
            {0, 0}),
        "kernel_size");
    kind.stride = atLeast(1,
        pairOf({"stride", listOf(message.stride()), hasStrideSides, {message.stride_h(), message.stride_w()}}, {1, 1}),
        "stride");
    kind.padding = atLeast(
        0, pairOf({"pad", listOf(message.pad()), hasPadSides, {message.pad_h(), message.pad_w()}}, {0, 0}), "pad");
    kind.dilation = atLeast(1, pairOf({"dilation", listOf(message.dilation()), false, {0, 0}}, {1, 1}), "dilation");
    kind.groups = atLeast(1, message.group(), "group");
    if (kind.outputs % kind.groups != 0)
        throw ModelError("has " + std::to_string(kind.groups) + " groups, which do not divide its "
            + std::to_string(kind.outputs) + " outputs");
    kind.hasBias = message.bias_term();
    kind.isTransposed = layer.type() == "Deconvolution";
    kind.weightFiller = fillerOf(message.has_weight_filler(), message.weight_filler(), xavier());
    kind.biasFiller = fillerOf(message.has_bias_filler(), message.bias_filler(), {});
    return kind;
}

LayerKind importRelu(const LayerMessage& layer)
{
    return ReluKind{finite(layer.relu_param().negative_slope(), "negative_slope")};
}

LayerKind importPooling(const LayerMessage& layer)
{
    const PoolingMessage& message = layer.pooling_param();
    if (message.pool() == PoolingMessage::STOCHASTIC)
        return UnsupportedKind{"stochastic pooling is not supported"};
    if (layer.top_size() > 1)
        return UnsupportedKind{"pooling with a second top is not supported"};
    PoolingKind kind;
    kind.method = message.pool() == PoolingMessage::AVE ? PoolingKind::Method::Average : PoolingKind::Method::Max;
    kind.roundsUp = message.round_mode() == PoolingMessage::CEIL && message.ceil_mode();
    kind.isGlobal = message.global_pooling();
    if (kind.isGlobal)
        return kind;
    const bool hasKernelSides = message.has_kernel_h() || message.has_kernel_w();
    const bool hasStrideSides = message.has_stride_h() || message.has_stride_w();
    const bool hasPadSides = message.has_pad_h() || message.has_pad_w();
    kind.kernel = atLeast(1,
        pairOf({"kernel_size", listOf(message.has_kernel_size(), message.kernel_size()), hasKernelSides,
                   {message.kernel_h(), message.kernel_w()}},
            {0, 0}),
        "kernel_size");
    kind.stride = atLeast(1,
        pairOf({"stride", listOf(message.has_stride(), message.stride()), hasStrideSides,
                   {message.stride_h(), message.stride_w()}},
            {1, 1}),
        "stride");
    kind.padding = atLeast(0,
        pairOf(
            {"pad", listOf(message.has_pad(), message.pad()), hasPadSides, {message.pad_h(), message.pad_w()}}, {0, 0}),
        "pad");
    return kind;
}

LayerKind importLrn(const LayerMessage& layer)
{
    const LrnMessage& message = layer.lrn_param();
    LrnKind kind;
    kind.localSize = atLeast(1, message.local_size(), "local_size");
    kind.alpha = finite(message.alpha(), "alpha");
    kind.beta = finite(message.beta(), "beta");
    kind.k = finite(message.k(), "k");
    kind.isWithinChannel = message.norm_region() == LrnMessage::WITHIN_CHANNEL;
    return kind;
}

LayerKind importConcat(const LayerMessage& layer)
{
    const ConcatMessage& message = layer.concat_param();
    return ConcatKind{message.has_axis() ? message.axis() : message.concat_dim()};
}

LayerKind importInnerProduct(const LayerMessage& layer)
{
    const InnerProductMessage& message = layer.inner_product_param();
    InnerProductKind kind;
    kind.outputs = atLeast(1, message.num_output(), "num_output");
    kind.axis = message.axis();
    kind.hasBias = message.bias_term();
    kind.isTransposed = message.transpose();
    kind.weightFiller = fillerOf(message.has_weight_filler(), message.weight_filler(), xavier());
    kind.biasFiller = fillerOf(message.has_bias_filler(), message.bias_filler(), {});
    return kind;
}

LayerKind importBatchNorm(const LayerMessage& layer)
{
    // The stored statistics are used whatever use_global_stats says: a single image has none worth the name.
    const BatchNormMessage& message = layer.batch_norm_param();
    BatchNormKind kind;
    kind.epsilon = notNegative(message.eps(), "eps");
    if (message.scale_bias() || message.has_scale_filler() || message.has_bias_filler()) {
        constexpr double kLeastEpsilon = 1e-5; // as cuDNN, NVIDIA's fork has none below
        kind.weights = BatchNormKind::Weights::Nvidia;
        kind.epsilon = std::max(kind.epsilon, kLeastEpsilon);
    }
    kind.factorFiller = fillerOf(message.has_scale_filler(), message.scale_filler(), kind.factorFiller);
    kind.summandFiller = fillerOf(message.has_bias_filler(), message.bias_filler(), {});
    return kind;
}

LayerKind importScale(const LayerMessage& layer)
{
    const ScaleMessage& message = layer.scale_param();
    ScaleKind kind;
    kind.axis = message.axis();
    kind.axes = atLeast(-1, message.num_axes(), "num_axes");
    kind.hasBias = message.bias_term();
    kind.factorFiller = fillerOf(message.has_filler(), message.filler(), kind.factorFiller);
    kind.biasFiller = fillerOf(message.has_bias_filler(), message.bias_filler(), {});
    return kind;
}

LayerKind importEltwise(const LayerMessage& layer)
{
    const EltwiseMessage& message = layer.eltwise_param();
    EltwiseKind kind;
    if (message.operation() == EltwiseMessage::PROD)
        kind.operation = EltwiseKind::Operation::Product;
    else if (message.operation() == EltwiseMessage::MAX)
        kind.operation = EltwiseKind::Operation::Maximum;
    for (const double coefficient : message.coeff())
        kind.coefficients.push_back(finite(coefficient, "coeff"));
    if (kind.operation != EltwiseKind::Operation::Sum && !kind.coefficients.empty())
        throw ModelError("has coefficients, which only a sum can have; remove coeff");
    return kind;
}

LayerKind importPrelu(const LayerMessage& layer)
{
    const PreluMessage& message = layer.prelu_param();
    PreluKind kind;
    kind.isChannelShared = message.channel_shared();
    kind.filler = fillerOf(message.has_filler(), message.filler(), kind.filler);
    return kind;
}

LayerKind importPower(const LayerMessage& layer)
{
    const PowerMessage& message = layer.power_param();
    return PowerKind{
        finite(message.power(), "power"), finite(message.scale(), "scale"), finite(message.shift(), "shift")};
}

LayerKind importSlice(const LayerMessage& layer)
{
    const SliceMessage& message = layer.slice_param();
    return SliceKind{message.has_axis() ? message.axis() : message.slice_dim(), listOf(message.slice_point())};
}

LayerKind importReshape(const LayerMessage& layer)
{
    const ReshapeMessage& message = layer.reshape_param();
    return ReshapeKind{listOf(message.shape().dim()), message.axis(), message.num_axes()};
}

using Importer = LayerKind (*)(const LayerMessage&);

const std::unordered_map<std::string, Importer>& importers()
{
    using Layer = const LayerMessage&;
    static const std::unordered_map<std::string, Importer> table{
        {"Convolution", importConvolution},
        {"Deconvolution", importConvolution},
        {"ReLU", importRelu},
        {"Pooling", importPooling},
        {"LRN", importLrn},
        {"Concat", importConcat},
        {"Dropout", [](Layer) -> LayerKind { return IdentityKind{}; }},
        {"Split", [](Layer) -> LayerKind { return IdentityKind{}; }},
        {"InnerProduct", importInnerProduct},
        {"Softmax", [](Layer layer) -> LayerKind { return SoftmaxKind{layer.softmax_param().axis()}; }},
        {"BatchNorm", importBatchNorm},
        {"Scale", importScale},
        {"Eltwise", importEltwise},
        {"PReLU", importPrelu},
        {"ELU", [](Layer layer) -> LayerKind { return EluKind{finite(layer.elu_param().alpha(), "alpha")}; }},
        {"Sigmoid", [](Layer) -> LayerKind { return SigmoidKind{}; }},
        {"TanH", [](Layer) -> LayerKind { return TanhKind{}; }},
        {"Power", importPower},
        {"Slice", importSlice},
        {"Flatten",
            [](Layer layer) -> LayerKind {
                return FlattenKind{layer.flatten_param().axis(), layer.flatten_param().end_axis()};
            }},
        {"Reshape", importReshape},
        {"Crop",
            [](Layer layer) -> LayerKind {
                return CropKind{layer.crop_param().axis(), listOf(layer.crop_param().offset())};
            }},
        {"Permute", [](Layer layer) -> LayerKind { return PermuteKind{listOf(layer.permute_param().order())}; }},
    };
    return table;
}

} // namespace

LayerKind importLayer(const LayerMessage& layer)
{
    const auto found = importers().find(layer.type());
    if (found == importers().end())
        return UnsupportedKind{"layer type '" + layer.type() + "' is not supported"};
    return found->second(layer);
}

bool readsTrainingData(std::string_view type)
{
    constexpr std::string_view kTypes[] = {
        "Data", "ImageData", "HDF5Data", "WindowData", "MemoryData", "DummyData", "AnnotatedData", "DenseImageData"};
    return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

} // namespace cnnvis::caffe
