// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/layer_import.h"

#include "cnnvis/error.h"
#include "network/caffe/import_values.h"

#include "cnnvis_caffe.pb.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <unordered_map>

namespace cnnvis::caffe {
namespace {

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
    // Of depthwise convolutions each channel is a group of its own, whether the file says so or not.
    const bool isDepthwise = layer.type() == "DepthwiseConvolution" || layer.type() == "ConvolutionDepthwise";
    kind.groups = isDepthwise && message.group() == 1 ? kind.outputs : atLeast(1, message.group(), "group");
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

/// Of SegNet and ENet, which have but a factor and a summand when they run, and of PSPNet, which has statistics, too.
LayerKind importBn(const LayerMessage& layer)
{
    const BnMessage& message = layer.bn_param();
    if (layer.top_size() > 1)
        return UnsupportedKind{"BN with further tops is not supported"};
    const Filler one = ScaleKind().factorFiller;
    const Filler factor = fillerOf(message.has_slope_filler(), message.slope_filler(),
        fillerOf(message.has_scale_filler(), message.scale_filler(), one));
    const Filler summand = fillerOf(message.has_bias_filler(), message.bias_filler(),
        fillerOf(message.has_shift_filler(), message.shift_filler(), {}));
    if (message.bn_mode() == BnMessage::INFERENCE)
        return ScaleKind{1, 1, true, factor, summand};
    const double epsilon =
        message.has_var_eps() ? notNegative(message.var_eps(), "var_eps") : notNegative(message.eps(), "eps");
    return BatchNormKind{epsilon, BatchNormKind::Weights::FactorFirst, factor, summand};
}

LayerKind importMvn(const LayerMessage& layer)
{
    const MvnMessage& message = layer.mvn_param();
    return MvnKind{message.normalize_variance(), message.across_channels(), notNegative(message.eps(), "eps")};
}

LayerKind importNormalize(const LayerMessage& layer)
{
    const NormalizeMessage& message = layer.norm_param();
    NormalizeKind kind{message.across_spatial(), message.channel_shared(), notNegative(message.eps(), "eps")};
    kind.factorFiller = fillerOf(message.has_scale_filler(), message.scale_filler(), kind.factorFiller);
    return kind;
}

LayerKind importBias(const LayerMessage& layer)
{
    const BiasMessage& message = layer.bias_param();
    return BiasKind{message.axis(), atLeast(-1, message.num_axes(), "num_axes"),
        fillerOf(message.has_filler(), message.filler(), {})};
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

/// The natural logarithm of a base; -1 stands for e.
double logOfBase(double base)
{
    constexpr double kNatural = -1.0;
    if (base == kNatural)
        return 1.0;
    if (!(finite(base, "base") > 0.0))
        throw ModelError("has base " + textOf(base) + "; it must be positive, or -1 for e");
    return std::log(base);
}

LayerKind importExp(const LayerMessage& layer)
{
    const ExpMessage& message = layer.exp_param();
    return ExpKind{logOfBase(message.base()), finite(message.scale(), "scale"), finite(message.shift(), "shift")};
}

LayerKind importLog(const LayerMessage& layer)
{
    const ExpMessage& message = layer.log_param();
    if (message.base() == 1.0)
        throw ModelError("has base 1, to which there is no logarithm");
    return LogKind{logOfBase(message.base()), finite(message.scale(), "scale"), finite(message.shift(), "shift")};
}

LayerKind importClip(const LayerMessage& layer)
{
    const ClipMessage& message = layer.clip_param();
    const ClipKind kind{finite(message.min(), "min"), finite(message.max(), "max")};
    if (!message.has_min() || !message.has_max() || kind.minimum > kind.maximum)
        throw ModelError("needs clip_param with a min and a max that is not below");
    return kind;
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

/// A size, or the factors by which to shrink, and then to zoom. Where a file gives more than one, Caffe's order counts.
LayerKind importInterp(const LayerMessage& layer)
{
    const InterpMessage& message = layer.interp_param();
    if (layer.bottom_size() > 1)
        return UnsupportedKind{"Interp with a second bottom is not supported"};
    const bool hasSize = message.has_height() && message.has_width();
    InterpolationKind kind;
    if (hasSize && message.has_shrink_factor() == message.has_zoom_factor())
        kind.size = atLeast(1, Pair{message.height(), message.width()}, "height or width");
    else if (!message.has_shrink_factor() && !message.has_zoom_factor())
        throw ModelError("needs interp_param with a height and a width, a shrink_factor or a zoom_factor");
    else
        kind.shrinking = atLeast(1, message.shrink_factor(), "shrink_factor");
    if (kind.size[0] == 0)
        kind.zoom = atLeast(1, message.zoom_factor(), "zoom_factor");
    kind.cutBefore = -atLeast(-kLargest, message.pad_beg(), "pad_beg");
    kind.cutAfter = -atLeast(-kLargest, message.pad_end(), "pad_end");
    if (kind.cutBefore < 0 || kind.cutAfter < 0)
        throw ModelError("has a positive pad_beg or pad_end; Caffe can only cut off, with negative ones");
    return kind;
}

using Importer = LayerKind (*)(const LayerMessage&);

const std::unordered_map<std::string, Importer>& importers()
{
    using Layer = const LayerMessage&;
    static const std::unordered_map<std::string, Importer> table{
        {"Convolution", importConvolution},
        {"Deconvolution", importConvolution},
        {"DepthwiseConvolution", importConvolution},
        {"ConvolutionDepthwise", importConvolution},
        {"ReLU", importRelu},
        {"Pooling", importPooling},
        {"LRN", importLrn},
        {"Concat", importConcat},
        {"Dropout", [](Layer) -> LayerKind { return IdentityKind{}; }},
        {"Split", [](Layer) -> LayerKind { return IdentityKind{}; }},
        {"InnerProduct", importInnerProduct},
        {"Softmax", [](Layer layer) -> LayerKind { return SoftmaxKind{layer.softmax_param().axis()}; }},
        {"BatchNorm", importBatchNorm},
        {"BN", importBn},
        {"MVN", importMvn},
        {"Normalize", importNormalize},
        {"Scale", importScale},
        {"Bias", importBias},
        {"Axpy", [](Layer) -> LayerKind { return AxpyKind{}; }},
        {"Eltwise", importEltwise},
        {"PReLU", importPrelu},
        {"ELU", [](Layer layer) -> LayerKind { return EluKind{finite(layer.elu_param().alpha(), "alpha")}; }},
        {"Sigmoid", [](Layer) -> LayerKind { return SigmoidKind{}; }},
        {"TanH", [](Layer) -> LayerKind { return TanhKind{}; }},
        {"ReLU6",
            [](Layer layer) -> LayerKind {
                return Relu6Kind{finite(layer.relu6_param().negative_slope(), "negative_slope")};
            }},
        {"AbsVal", [](Layer) -> LayerKind { return AbsoluteKind{}; }},
        {"Exp", importExp},
        {"Log", importLog},
        {"Clip", importClip},
        {"Swish", [](Layer layer) -> LayerKind { return SwishKind{finite(layer.swish_param().beta(), "beta")}; }},
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
        {"ShuffleChannel",
            [](Layer layer) -> LayerKind {
                return ShuffleKind{atLeast(1, layer.shuffle_channel_param().group(), "group")};
            }},
        {"Interp", importInterp},
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
