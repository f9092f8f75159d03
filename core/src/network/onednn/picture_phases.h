// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/onednn/network_compiler.h"

#include <vector>

namespace cnnvis::onednn {

/// A convolution of a picture of few channels, as one of its phases.
///
/// oneDNN computes with whole blocks of 16 channels, of which a picture has 3. With a stride s the pixels fall into
/// s · s phases, by the remainders of their (padded) row and column: those of one phase meet the same weights, every
/// s-th of the kernel. So the layer is one with s · s · 3 channels, a kernel of ⌈k/s⌉ and a stride of 1, and the
/// gradient at the phases is that at the pixels: with a stride of 2 they fill 12 of 16 channels.
class PicturePhases {
public:
    /// Whether it is for the gradient at the picture.
    static bool isForGradient(const ConvolutionKind& kind, const BlobShape& picture);
    /// Whether it is for the convolution itself: where filtering the phases is faster than the definition.
    static bool isForForward(const ConvolutionKind& kind, const BlobShape& picture, const CompileOptions& options);

    /// @param picture  (1, channels, height, width)
    PicturePhases(const ConvolutionKind& kind, const WeightBlob& weights, const BlobShape& picture);

    /// @param picture  channels last, float32.
    /// @param output   in blocks of channels.
    /// @param slope    what values below zero are multiplied with.
    void emitForward(NetworkCompiler& compiler, const Slot& picture, const std::vector<float>& bias, float slope,
        const Slot& output) const;
    /// @param gradient  at the output, in blocks of channels.
    /// @param into      the gradient at the picture, channels last, float32.
    void emitGradient(NetworkCompiler& compiler, const Slot& gradient, const Slot& into) const;

private:
    Layout layout(const NetworkCompiler& compiler) const;
    std::vector<std::vector<std::int64_t>> rowOffsets() const;
    std::vector<float> phaseWeights() const;
    void emitGather(NetworkCompiler& compiler, const Slot& picture, const Slot& phases) const;
    void emitDefinition(NetworkCompiler& compiler, const Slot& gradient, const Slot& phases) const;
    void emitScatter(NetworkCompiler& compiler, const Slot& phases, const Slot& into) const;

    const ConvolutionKind& m_kind;
    const WeightBlob& m_weights; ///< (outputs, channels, height, width)
    BlobShape m_picture;
    Pair m_taps; ///< ⌈k/s⌉
    BlobShape m_grid; ///< (1, phases, height, width): as many pixels of each phase as the outputs see
};

} // namespace cnnvis::onednn
