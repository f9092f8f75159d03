// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cnnvis {

/// In which way convolutions add up: it changes the last bits of float32, which can push a dream's figures off by some
/// percents.
enum class Sums {
    Fastest,
    Definition, ///< as in the runs of the original that were recorded
    /// The same for single tiles: small convolutions by LibTorch's matrix product, which is what it takes for them.
    DefinitionOfOne,
};

} // namespace cnnvis
