// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "util/processor_clones.h"

#include <cstdint>
#include <cstring>

namespace cnnvis::onednn {

/// The upper half of a float32.
using BFloat16 = std::uint16_t;

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

/// @{ Loads and stores a block's values, of any type. Those of 16 lanes are for functions with CNNVIS_FOR_AVX512 only,
/// those of bfloat16 for processors that have its instructions besides.
template <int kLanes>
CNNVIS_INLINED void load(const float* from, typename Lanes<kLanes>::Floats& to)
{
    std::memcpy(&to, from, sizeof(to));
}
template <int kLanes>
CNNVIS_INLINED void store(const typename Lanes<kLanes>::Floats& from, float* to)
{
    std::memcpy(to, &from, sizeof(from));
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

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
// One instruction each. GCC 12 makes up to fifty of the above; Clang finds them.
template <>
CNNVIS_INLINED void load<16>(const BFloat16* from, Lanes<16>::Floats& to)
{
    Lanes<16>::Unsigned bits;
    asm("vpmovzxwd %1, %0" : "=v"(bits) : "m"(*reinterpret_cast<const BFloat16(*)[16]>(from)));
    bits <<= 16;
    std::memcpy(&to, &bits, sizeof(to));
}
template <>
CNNVIS_INLINED void store<16>(const Lanes<16>::Floats& from, BFloat16* to)
{
    Lanes<16>::Halves halves;
    asm("vcvtneps2bf16 %1, %0" : "=v"(halves) : "v"(from));
    std::memcpy(to, &halves, sizeof(halves));
}
template <>
CNNVIS_INLINED void load<16>(const std::uint8_t* from, Lanes<16>::Integers& to)
{
    asm("vpmovzxbd %1, %0" : "=v"(to) : "m"(*reinterpret_cast<const std::uint8_t(*)[16]>(from)));
}
#endif
/// @}

} // namespace cnnvis::onednn
