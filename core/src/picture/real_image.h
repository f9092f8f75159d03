// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <cstddef>
#include <vector>

namespace cnnvis {

inline constexpr int kChannels = 3;

inline std::size_t valueCount(PictureSize size)
{
    return static_cast<std::size_t>(size.height) * static_cast<std::size_t>(size.width) * kChannels;
}

/// The picture while it is dreamt: rows from the top, pixels from the left, blue, green and red of a pixel side by
/// side; grey levels less the network's mean, unbounded. In double precision, as the original's: rounding to float32
/// after each step would change a dream visibly, since pooling layers decide between neighbours that are almost equal.
struct RealImage {
    RealImage() = default;
    explicit RealImage(PictureSize imageSize)
        : size(imageSize)
        , values(valueCount(imageSize))
    { }

    /// Values in a row.
    std::size_t rowLength() const { return static_cast<std::size_t>(size.width) * kChannels; }
    double* row(int index) { return values.data() + static_cast<std::size_t>(index) * rowLength(); }
    const double* row(int index) const { return values.data() + static_cast<std::size_t>(index) * rowLength(); }
    /// Where a pixel's blue is.
    std::size_t offset(int row, int column) const
    {
        return static_cast<std::size_t>(row) * rowLength() + static_cast<std::size_t>(column) * kChannels;
    }

    PictureSize size;
    std::vector<double> values;
};

} // namespace cnnvis
