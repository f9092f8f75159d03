// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/onednn/network_compiler.h"

#include <functional>
#include <optional>

/// One function for each kind of layer that has steps of its own: it appends the steps of the forward pass, and gives
/// the function that appends those of the backward pass. No function: this kind of layer, as it is, is LibTorch's.
namespace cnnvis::onednn {

using EmitBackward = std::function<void()>;
using Emitted = std::optional<EmitBackward>;

Emitted emitConvolution(NetworkCompiler& compiler, const LayerNode& layer, const ConvolutionKind& kind);
Emitted emitPooling(NetworkCompiler& compiler, const LayerNode& layer, const PoolingKind& kind);
Emitted emitRelu(NetworkCompiler& compiler, const LayerNode& layer, const ReluKind& kind);
Emitted emitLrn(NetworkCompiler& compiler, const LayerNode& layer, const LrnKind& kind);
Emitted emitConcat(NetworkCompiler& compiler, const LayerNode& layer, const ConcatKind& kind);

/// Any layer, by LibTorch's operators.
EmitBackward emitPlainLayer(NetworkCompiler& compiler, const LayerNode& layer);

/// Where a layer did a ReLU along with its own work: takes the gradient behind the ReLU to that before it, in place.
/// @return  the gradient at the layer's own output; an empty slot: nothing flows back.
Slot gradientBeforeRelu(NetworkCompiler& compiler, const LayerNode& layer);

} // namespace cnnvis::onednn
