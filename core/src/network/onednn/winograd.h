// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"
#include "network/onednn/aligned_floats.h"
#include "network/onednn/network_compiler.h"

#include <cstdint>
#include <vector>

namespace cnnvis::onednn {

/// A convolution with a stride of 1 by Winograd's minimal filtering (A. Lavin, S. Gray: Fast Algorithms for
/// Convolutional Neural Networks, 2015), on blobs in blocks of channels.
///
/// The output is cut into patches, each of which sees 6×6 values of the input: patches of 4×4 with a kernel of 3×3, of
/// 2×2 with one of 5×5. Both the patches and the kernels are taken to a basis in which the convolution is a product of
/// 36 values, so that a patch takes 36 multiplications for each pair of channels where the definition takes 144 or 100:
/// up to four times as fast, less what the changes of basis take. The result is within some 1e-6 of the definition's.
///
/// The products over the channels are 36 products of matrices. Their sums are taken in the order of the channels,
/// whatever the threads and the tiles.
class Winograd {
public:
    struct Geometry {
        std::int64_t channels = 0, outputs = 0;
        std::int64_t height = 0, width = 0; ///< of the input
        std::int64_t kernel = 3; ///< from 2 to 5, both ways
        Pair padding{0, 0}; ///< less than the kernel
        int threads = 1; ///< that share the work

        std::int64_t outputHeight() const { return height + 2 * padding[0] - kernel + 1; }
        std::int64_t outputWidth() const { return width + 2 * padding[1] - kernel + 1; }
    };

    /// Whether it knows such kernels, and is faster than the definition. @param type  in which that would be computed.
    static bool isFor(const Pair& kernel, BlobType type);
    /// The same for a layer with all that it is.
    static bool isFor(const ConvolutionKind& kind, const BlobShape& input, BlobType type);

    /// How many times as large as they are read the weights of a layer become, at the most: kernels are kept in the
    /// other basis.
    static double growth(const ConvolutionKind& kind);

    /// @param weights  (outputs, channels, kernel, kernel)
    /// @param bias     one for each output, or none.
    /// @param slope    what values below zero are multiplied with.
    Winograd(const Geometry& geometry, const std::vector<float>& weights, const std::vector<float>& bias, float slope);

    /// The convolution that takes the gradient at the outputs of another to that at its inputs.
    /// @param geometry, weights  the other's.
    static Winograd back(const Geometry& geometry, const std::vector<float>& weights);

    /// Appends the convolution to a program. @param from, to  float32 or bfloat16; it computes in float32.
    void emit(ProgramBuilder& program, const Slot& from, const Slot& to) &&;

private:
    /// Of the memory that it works in.
    Layout scratchpad() const;
    void run(const TileMemory& memory, const Slot& from, const Slot& to, const Slot& scratchpad) const;
    std::int64_t patchSide() const;
    std::int64_t patches() const;
    /// Of one thread's scratchpad: floats from one point to the next.
    std::int64_t inputPoint() const;
    std::int64_t productPoint() const;

    Geometry m_geometry;
    std::int64_t m_block; ///< channels
    std::int64_t m_group = 0; ///< patches that one product of matrices has
    std::int64_t m_strip = 0; ///< patches that a thread works on together, whole groups
    float m_slope;
    AlignedFloats m_weights; ///< (pairs of blocks of outputs, 36, channels, outputs of the two blocks or the last one)
    AlignedFloats m_bias; ///< with zeros up to a whole block
};

} // namespace cnnvis::onednn
