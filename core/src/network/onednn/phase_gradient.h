// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/onednn/network_compiler.h"

#include <vector>

namespace cnnvis::onednn {

/// The gradient of a convolution at a picture of few channels.
///
/// oneDNN computes it for a whole block of 16 channels, of which a picture has 3. With a stride s the pixels fall into
/// s · s phases, by the remainders of their (padded) row and column: those of one phase meet the same weights, every
/// s-th of the kernel. So the layer is one with s · s · 3 channels, a kernel of ⌈k/s⌉ and a stride of 1, whose gradient
/// at the phases is that at the pixels: with a stride of 2 they fill 12 of 16 channels.
class PhaseGradient {
public:
    static bool isFor(const ConvolutionKind& kind, const BlobShape& picture);

    PhaseGradient(const ConvolutionKind& kind, const WeightBlob& weights);

    /// @param gradient  at the output, in blocks of channels.
    /// @param into      the gradient at the picture, channels last, float32.
    void emit(NetworkCompiler& compiler, const Slot& gradient, const Slot& into) const;

private:
    std::vector<float> phaseWeights() const;
    void emitDefinition(NetworkCompiler& compiler, const Slot& gradient, const Slot& phases) const;
    void scatter(NetworkCompiler& compiler, const Slot& phases, const Slot& into) const;

    const ConvolutionKind& m_kind;
    const WeightBlob& m_weights; ///< (outputs, channels, height, width)
    std::int64_t m_channels; ///< of the picture
    Pair m_taps; ///< ⌈k/s⌉
    std::int64_t m_phases; ///< s · s · channels
};

} // namespace cnnvis::onednn
