// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cnnvis {

/// Bytes of a piece of numbers that is kept on its own.
inline constexpr std::size_t kChunkBytes = 256 * 1024;

/// Packs numbers of that many bytes each: all first bytes, then all second ones, …, and that by zstd.
std::string packed(std::string_view numbers, std::size_t bytesOfEach);

/// What packed() had. @param numbers  takes it: as many bytes as there were.
/// @return  false when it is none of that size; nothing larger is ever made of it.
bool unpack(std::string_view bytes, std::size_t bytesOfEach, char* numbers, std::size_t size);

/// By which equal pieces are known: the SHA-256, in hexadecimal digits.
std::string chunkHash(std::string_view numbers, std::size_t bytesOfEach);

} // namespace cnnvis
