// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cnnvis {

/// Height, and values in a row (three a pixel).
struct TileShape {
    int height = 0;
    std::size_t rowLength = 0;
    std::size_t count() const { return static_cast<std::size_t>(height) * rowLength; }
};

} // namespace cnnvis
