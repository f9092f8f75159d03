// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

/// The kinds of layer the engine knows, with their parameters: neutral, whatever file format they came from.
/// Pairs are (height, width). The semantics are Caffe's; where they are odd, the operator in layers/ says so.
namespace cnnvis {

using Pair = std::array<std::int64_t, 2>;

/// How weights are drawn where there is no weights file.
struct Filler {
    enum class Kind {
        Constant,
        Xavier,
        Msra,
        Gaussian,
        Uniform,
        PositiveUnitBall, ///< uniform, then divided so that what belongs to an output sums up to 1
        Bilinear, ///< of a deconvolution that enlarges
        Unknown, ///< cannot be drawn
    } kind = Kind::Constant;
    enum class Variance { FanIn, FanOut, Average } variance = Variance::FanIn; ///< of Xavier and Msra
    double value = 0.0; ///< of Constant
    double mean = 0.0, deviation = 1.0; ///< of Gaussian
    double minimum = 0.0, maximum = 1.0; ///< of Uniform
    std::string type{}; ///< as the file calls it
};

struct ConvolutionKind {
    std::int64_t outputs = 0;
    Pair kernel{1, 1};
    Pair stride{1, 1};
    Pair padding{0, 0};
    Pair dilation{1, 1};
    std::int64_t groups = 1;
    bool hasBias = true;
    bool isTransposed = false; ///< Deconvolution
    Filler weightFiller, biasFiller;
};
struct ReluKind {
    double negativeSlope = 0.0;
};
struct PoolingKind {
    enum class Method { Max, Average } method = Method::Max;
    bool isGlobal = false;
    Pair kernel{1, 1};
    Pair stride{1, 1};
    Pair padding{0, 0};
    bool roundsUp = true; ///< Caffe's rule; false: round_mode FLOOR

    /// The largest value of a window in which there is none: the lowest number of bfloat16, which float32 has too.
    static constexpr float kNoMaximum = -3.3895313892515355e38F;
};
struct LrnKind {
    std::int64_t localSize = 5; ///< odd
    double alpha = 1.0, beta = 0.75, k = 1.0;
    bool isWithinChannel = false;
};
struct ConcatKind {
    std::int64_t axis = 1;
};
/// Dropout and Split, which only pass on when a network is not trained; as many outputs as the layer has tops.
struct IdentityKind { };
struct InnerProductKind {
    std::int64_t outputs = 0;
    std::int64_t axis = 1;
    bool hasBias = true;
    bool isTransposed = false;
    Filler weightFiller, biasFiller;
};
struct SoftmaxKind {
    std::int64_t axis = 1;
};
/// Normalisation by stored statistics, and in some forks of Caffe a factor and a summand for each channel behind it.
struct BatchNormKind {
    enum class Weights {
        Caffe, ///< mean, variance, and the factor both are to be divided by
        Nvidia, ///< mean, variance, a number without meaning, factor, summand
        FactorFirst, ///< factor, summand, mean, variance
    };
    double epsilon = 1e-5;
    Weights weights = Weights::Caffe;
    Filler factorFiller{Filler::Kind::Constant, Filler::Variance::FanIn, 1.0}, summandFiller{};
};
/// Each image, or each channel of it, minus its mean, and divided by its deviation.
struct MvnKind {
    bool dividesByDeviation = true;
    bool isAcrossChannels = false;
    double epsilon = 1e-9; ///< added to the deviation
};
/// Each image, or each pixel of it over the channels, divided by its length, times a weight: one, or one for each
/// channel.
struct NormalizeKind {
    bool isAcrossPixels = true;
    bool isChannelShared = true;
    double epsilon = 1e-10; ///< added to the square of the length
    Filler factorFiller{Filler::Kind::Constant, Filler::Variance::FanIn, 1.0};
};
/// With one bottom: weights are the factor and, if hasBias, the summand. With two: the second bottom is the factor.
struct ScaleKind {
    std::int64_t axis = 1;
    std::int64_t axes = 1; ///< how many axes the factor spans; -1: all from `axis` on
    bool hasBias = false;
    Filler factorFiller{Filler::Kind::Constant, Filler::Variance::FanIn, 1.0}, biasFiller;
};
/// With one bottom: the summand is a weight. With two: the second bottom is the summand.
struct BiasKind {
    std::int64_t axis = 1;
    std::int64_t axes = 1; ///< how many axes the summand spans; -1: all from `axis` on
    Filler filler{};
};
/// Three bottoms: a factor for each channel, what it multiplies, and what is added.
struct AxpyKind { };
struct EltwiseKind {
    enum class Operation { Product, Sum, Maximum } operation = Operation::Sum;
    std::vector<double> coefficients; ///< of Sum: empty, or one for each input
};
struct PreluKind {
    bool isChannelShared = false;
    Filler filler{Filler::Kind::Constant, Filler::Variance::FanIn, 0.25};
};
struct EluKind {
    double alpha = 1.0;
};
struct SigmoidKind { };
struct TanhKind { };
/// A ReLU that ends at 6.
struct Relu6Kind {
    double negativeSlope = 0.0;
};
struct AbsoluteKind { };
/// base^(shift + scale · x)
struct ExpKind {
    double logOfBase = 1.0;
    double scale = 1.0, shift = 0.0;
};
/// The logarithm of shift + scale · x to a base
struct LogKind {
    double logOfBase = 1.0; ///< natural; not 0
    double scale = 1.0, shift = 0.0;
};
struct ClipKind {
    double minimum = 0.0, maximum = 1.0;
};
/// x · sigmoid(beta · x)
struct SwishKind {
    double beta = 1.0;
};
/// (shift + scale · x)^power
struct PowerKind {
    double power = 1.0, scale = 1.0, shift = 0.0;
};
struct SliceKind {
    std::int64_t axis = 1;
    std::vector<std::int64_t> points; ///< empty: equal parts
};
struct FlattenKind {
    std::int64_t axis = 1, endAxis = -1;
};
/// 0 copies a dimension, -1 takes what is left.
struct ReshapeKind {
    std::vector<std::int64_t> dims;
    std::int64_t axis = 0, axes = -1;
};
/// Crops the first bottom to the second one's size from `axis` on.
struct CropKind {
    std::int64_t axis = 2;
    std::vector<std::int64_t> offsets; ///< none: 0; one: for all axes; else one for each axis from `axis` on
};
struct PermuteKind {
    std::vector<std::int64_t> order; ///< the axes in their new order; those left out follow in theirs
};
/// Turns the channels as a matrix of `groups` rows on its side.
struct ShuffleKind {
    std::int64_t groups = 1;
};
/// Resizes images so that their corners stay, bilinearly, after pixels at their borders have been cut off.
struct InterpolationKind {
    Pair size{0, 0}; ///< of the result; {0, 0}: by the factors
    std::int64_t shrinking = 1, zoom = 1; ///< one after the other, of distances between pixels
    std::int64_t cutBefore = 0, cutAfter = 0; ///< rows and columns
};
/// A layer that we do not have, or that makes no sense; what follows from it has no shape, and cannot be a target.
struct UnsupportedKind {
    std::string reason; ///< e.g. "layer type 'SPP' is not supported"
};

using LayerKind =
    std::variant<ConvolutionKind, ReluKind, PoolingKind, LrnKind, ConcatKind, IdentityKind, InnerProductKind,
        SoftmaxKind, BatchNormKind, MvnKind, NormalizeKind, ScaleKind, BiasKind, AxpyKind, EltwiseKind, PreluKind,
        EluKind, SigmoidKind, TanhKind, Relu6Kind, AbsoluteKind, ExpKind, LogKind, ClipKind, SwishKind, PowerKind,
        SliceKind, FlattenKind, ReshapeKind, CropKind, PermuteKind, ShuffleKind, InterpolationKind, UnsupportedKind>;

/// @{ Kinds that have something in common. Who visits a LayerKind has a function for each of them, or for a group, see
/// Among; there is none for whatever is left over, so that a kind that was forgotten somewhere does not compile.

/// Each value by itself: no weights, the input's shape, and what the input sees.
using ElementwiseKind = std::variant<ReluKind, EluKind, SigmoidKind, TanhKind, Relu6Kind, AbsoluteKind, ExpKind,
    LogKind, ClipKind, SwishKind, PowerKind>;
/// The same with weights, some for each channel.
using ChannelwiseKind = std::variant<BatchNormKind, PreluKind>;
/// Values that are joined, parted, or put elsewhere as they are.
using RearrangingKind =
    std::variant<ConcatKind, IdentityKind, SliceKind, FlattenKind, ReshapeKind, CropKind, PermuteKind, ShuffleKind>;
using WeightlessKind = std::variant<ElementwiseKind, RearrangingKind, PoolingKind, LrnKind, SoftmaxKind, MvnKind,
    AxpyKind, EltwiseKind, InterpolationKind, UnsupportedKind>;
/// Those that are computed by LibTorch's operators, with gradients by autograd: in all cases, or in some.
using AutogradKind = std::variant<InnerProductKind, SoftmaxKind, BatchNormKind, ScaleKind, BiasKind, AxpyKind, MvnKind,
    NormalizeKind, EltwiseKind, PreluKind, EluKind, SigmoidKind, TanhKind, Relu6Kind, AbsoluteKind, ExpKind, LogKind,
    ClipKind, SwishKind, PowerKind, SliceKind, FlattenKind, ReshapeKind, CropKind, PermuteKind, ShuffleKind,
    InterpolationKind, LrnKind>;
/// @}

template <typename Kind, typename Group>
struct IsAmong : std::is_same<Kind, Group> { };
template <typename Kind, typename... Members>
struct IsAmong<Kind, std::variant<Members...>> : std::disjunction<IsAmong<Kind, Members>...> { };
/// Lets a template be for these kinds, and those of these groups, alone: `template <typename Kind, Among<Kind,
/// ElementwiseKind, ScaleKind> = 0>`.
template <typename Kind, typename... Groups>
using Among = std::enable_if_t<std::disjunction_v<IsAmong<Kind, Groups>...>, int>;

} // namespace cnnvis
