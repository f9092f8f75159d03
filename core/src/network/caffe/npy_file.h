// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace cnnvis {

/// An array of numbers, with the last dimension's neighbours side by side.
struct NpyArray {
    std::vector<std::int64_t> shape;
    std::vector<double> values; ///< as many as the shape says; NaN and infinities are passed on
    bool isSingle = false; ///< float32
};

/// Do the bytes start as NumPy's files do?
bool isNpy(std::string_view bytes);

/// Reads NumPy's `.npy` form, version 1 to 3: little-endian float32 or float64, or uint8, in C order.
/// @throws ModelError  when the bytes are something else, or not as many as the shape says; the message is the reason
///                     alone.
NpyArray parseNpy(std::string_view bytes);

/// The mean of all values as NumPy computes it: float32 arrays are summed in float32, pairwise in pieces of 8192. The
/// last bits count, as they decide between equal neighbours in a network's pooling layers.
double numpyMean(const NpyArray& array);

} // namespace cnnvis
