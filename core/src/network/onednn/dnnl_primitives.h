// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <dnnl.hpp>

/// The few primitives of oneDNN that the engine uses, for its versions 2 and 3 alike.
namespace cnnvis::onednn {

using Dims = dnnl::memory::dims;
using Layout = dnnl::memory::desc;

/// @{ What a layout says of itself.
inline Dims dimsOf(const Layout& layout)
{
#if DNNL_VERSION_MAJOR >= 3
    return layout.get_dims();
#else
    return layout.dims();
#endif
}
inline bool isBFloat16(const Layout& layout)
{
#if DNNL_VERSION_MAJOR >= 3
    return layout.get_data_type() == dnnl::memory::data_type::bf16;
#else
    return layout.data_type() == dnnl::memory::data_type::bf16;
#endif
}
/// Bytes of a value; of bfloat16 and float32 only.
inline std::size_t valueSize(const Layout& layout)
{
    return isBFloat16(layout) ? 2 : 4;
}
/// @}

/// How a window moves: (height, width) each. A dilation of 1 has no gaps.
struct Window {
    Dims kernel, stride, dilation, before, after;
};

/// All memory is the caller's, so that a step takes none from the system.
inline dnnl::primitive_attr plainAttributes()
{
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return attributes;
}

/// oneDNN counts the gaps.
inline Dims gapsOf(const Window& window)
{
    return {window.dilation[0] - 1, window.dilation[1] - 1};
}

#if DNNL_VERSION_MAJOR >= 3
using Pooling = dnnl::pooling_forward;
using PoolingBackward = dnnl::pooling_backward;
#else
using Pooling = dnnl::pooling_v2_forward;
using PoolingBackward = dnnl::pooling_v2_backward;
#endif
using Convolution = dnnl::convolution_forward;
using ConvolutionBackward = dnnl::convolution_backward_data;
using Normalisation = dnnl::lrn_forward;
using NormalisationBackward = dnnl::lrn_backward;

inline Convolution::primitive_desc describeConvolution(const dnnl::engine& engine, const Layout& source,
    const Layout& weights, const Layout& bias, const Layout& target, const Window& window,
    const dnnl::primitive_attr& attributes)
{
    constexpr auto kKind = dnnl::prop_kind::forward_training;
    constexpr auto kWay = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
    return {engine, kKind, kWay, source, weights, bias, target, window.stride, gapsOf(window), window.before,
        window.after, attributes};
#else
    return {{kKind, kWay, source, weights, bias, target, window.stride, gapsOf(window), window.before, window.after},
        attributes, engine};
#endif
}

inline ConvolutionBackward::primitive_desc describeConvolutionBackward(const dnnl::engine& engine,
    const Layout& sourceGradient, const Layout& weights, const Layout& targetGradient, const Window& window,
    const Convolution::primitive_desc& forward)
{
    constexpr auto kWay = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
    return {engine, kWay, sourceGradient, weights, targetGradient, window.stride, gapsOf(window), window.before,
        window.after, forward, plainAttributes()};
#else
    return {{kWay, sourceGradient, weights, targetGradient, window.stride, gapsOf(window), window.before, window.after},
        plainAttributes(), engine, forward};
#endif
}

inline Pooling::primitive_desc describePooling(const dnnl::engine& engine, dnnl::algorithm method, const Layout& source,
    const Layout& target, const Window& window)
{
    constexpr auto kKind = dnnl::prop_kind::forward_training;
#if DNNL_VERSION_MAJOR >= 3
    return {engine, kKind, method, source, target, window.stride, window.kernel, gapsOf(window), window.before,
        window.after, plainAttributes()};
#else
    return {{kKind, method, source, target, window.stride, window.kernel, gapsOf(window), window.before, window.after},
        plainAttributes(), engine};
#endif
}

inline PoolingBackward::primitive_desc describePoolingBackward(const dnnl::engine& engine, dnnl::algorithm method,
    const Layout& source, const Layout& target, const Window& window, const Pooling::primitive_desc& forward)
{
#if DNNL_VERSION_MAJOR >= 3
    return {engine, method, source, target, window.stride, window.kernel, gapsOf(window), window.before, window.after,
        forward, plainAttributes()};
#else
    return {{method, source, target, window.stride, window.kernel, gapsOf(window), window.before, window.after},
        plainAttributes(), engine, forward};
#endif
}

} // namespace cnnvis::onednn
