// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"
#include "network/onednn/tile_program.h"

#include <cstdint>
#include <vector>

namespace cnnvis::onednn {

/// The largest value of each window, the first of several equal ones; its gradient goes to that value, the windows in
/// their order. On blobs in blocks of channels.
///
/// Ours, not oneDNN's, which adds up the gradients of overlapping windows in another order than LibTorch and Caffe do:
/// the last digit of a sum decides in the end which of two almost equal values a later step takes.
class MaxPooling {
public:
    /// Values of a kernel, and so also rows: their places are kept in a byte.
    static constexpr std::int64_t kMostRows = 255;
    static bool isFor(const Window& window) { return window.kernel[0] * window.kernel[1] <= kMostRows; }

    /// @param window  as isFor() has it; no dilation.
    MaxPooling(const BlobShape& input, const BlobShape& output, const Window& window);

    /// Of the bytes that tell which value of its window won, for each output.
    static Layout winnersLayout(const Layout& output);
    /// Of what backward() adds up in.
    Layout sumsLayout() const;

    void forward(const TileMemory& memory, const Slot& input, const Slot& output, const Slot& winners) const;
    void backward(const TileMemory& memory, const Slot& gradient, const Slot& winners, const Slot& sums,
        const Slot& result) const;

    /// Where a window lies along one axis, without what reaches beyond the blob.
    struct Span {
        std::int64_t start = 0; ///< in the blob
        std::int64_t first = 0, count = 0; ///< in the kernel
    };
    struct Geometry {
        std::int64_t blocks = 0;
        std::int64_t height = 0, width = 0; ///< of the input
        std::int64_t kernelHeight = 0, kernelWidth = 0;
        std::vector<Span> rows, columns; ///< by output
    };

private:
    Geometry m_geometry;
};

} // namespace cnnvis::onednn
