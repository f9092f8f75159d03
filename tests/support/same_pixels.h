// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <algorithm>
#include <cstddef>

namespace cnnvis::test {

/// Whether both show the same, to the bit; empty ones show nothing. @param a, b  of 8 bits.
inline bool haveSamePixels(const Picture& a, const Picture& b)
{
    const auto values = static_cast<std::ptrdiff_t>(3) * a.height() * a.width();
    return !a.isEmpty() && a.size() == b.size() && std::equal(a.pixels8(), a.pixels8() + values, b.pixels8());
}

} // namespace cnnvis::test
