// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cnnvis::test {

/// Numbers in [least, most), the same for the same seed.
std::vector<double> randomValues(std::size_t count, double least, double most, std::uint64_t seed = 1);

/// Numbers around zero in random order, all `spacing` apart from their next, and half of that from zero: no small
/// change brings a kink (of a ReLU, of a maximum) between two of them.
std::vector<float> scatteredValues(std::size_t count, double spacing, std::uint64_t seed = 1);

/// A picture of random pixels with 8 bits a channel.
Picture randomPicture(PictureSize size, std::uint64_t seed = 1);

} // namespace cnnvis::test
