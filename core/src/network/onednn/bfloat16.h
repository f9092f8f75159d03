// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "util/processor_clones.h"

#include <cstdint>
#include <cstring>

namespace cnnvis::onednn {

/// The upper half of a float32.
using BFloat16 = std::uint16_t;

/// @{ Both kinds of value in loops that are written once.
CNNVIS_INLINED float toFloat(float value)
{
    return value;
}
CNNVIS_INLINED float toFloat(BFloat16 value)
{
    const std::uint32_t bits = static_cast<std::uint32_t>(value) << 16U;
    float result;
    std::memcpy(&result, &bits, sizeof(result));
    return result;
}
CNNVIS_INLINED void store(float value, float& to)
{
    to = value;
}
/// Rounds to the nearest, halves to even.
CNNVIS_INLINED void store(float value, BFloat16& to)
{
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    to = static_cast<BFloat16>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}
/// @}

} // namespace cnnvis::onednn
