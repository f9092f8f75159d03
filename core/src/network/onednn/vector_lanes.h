// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/onednn/bfloat16.h"

#include <cstdint>
#include <cstring>

namespace cnnvis::onednn {

/// One value of each channel of a block: GCC's and Clang's vectors, which every processor's own are made of.
template <int kLanes>
struct Lanes;

template <>
struct Lanes<16> {
    using Floats = float __attribute__((vector_size(64)));
    using Integers = std::int32_t __attribute__((vector_size(64)));
    using Unsigned = std::uint32_t __attribute__((vector_size(64)));
    using Halves = std::uint16_t __attribute__((vector_size(32)));
    using Bytes = std::uint8_t __attribute__((vector_size(16)));
};

template <>
struct Lanes<8> {
    using Floats = float __attribute__((vector_size(32)));
    using Integers = std::int32_t __attribute__((vector_size(32)));
    using Unsigned = std::uint32_t __attribute__((vector_size(32)));
    using Halves = std::uint16_t __attribute__((vector_size(16)));
    using Bytes = std::uint8_t __attribute__((vector_size(8)));
};

/// @{ Loads and stores a block's values, of either type.
template <int kLanes>
CNNVIS_INLINED void load(const float* from, typename Lanes<kLanes>::Floats& to)
{
    std::memcpy(&to, from, sizeof(to));
}
template <int kLanes>
CNNVIS_INLINED void load(const BFloat16* from, typename Lanes<kLanes>::Floats& to)
{
    typename Lanes<kLanes>::Halves halves;
    std::memcpy(&halves, from, sizeof(halves));
    const auto bits = __builtin_convertvector(halves, typename Lanes<kLanes>::Unsigned) << 16;
    std::memcpy(&to, &bits, sizeof(to));
}
template <int kLanes>
CNNVIS_INLINED void store(const typename Lanes<kLanes>::Floats& from, float* to)
{
    std::memcpy(to, &from, sizeof(from));
}
template <int kLanes>
CNNVIS_INLINED void store(const typename Lanes<kLanes>::Floats& from, BFloat16* to)
{
    typename Lanes<kLanes>::Unsigned bits;
    std::memcpy(&bits, &from, sizeof(bits));
    const auto halves =
        __builtin_convertvector((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16, typename Lanes<kLanes>::Halves);
    std::memcpy(to, &halves, sizeof(halves));
}
template <int kLanes>
CNNVIS_INLINED void load(const std::uint8_t* from, typename Lanes<kLanes>::Integers& to)
{
    typename Lanes<kLanes>::Bytes bytes;
    std::memcpy(&bytes, from, sizeof(bytes));
    to = __builtin_convertvector(bytes, typename Lanes<kLanes>::Integers);
}
template <int kLanes>
CNNVIS_INLINED void store(const typename Lanes<kLanes>::Integers& from, std::uint8_t* to)
{
    const auto bytes = __builtin_convertvector(from, typename Lanes<kLanes>::Bytes);
    std::memcpy(to, &bytes, sizeof(bytes));
}
/// @}

} // namespace cnnvis::onednn
