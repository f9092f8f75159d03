// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/chunk_codec.h"

#include "util/sha256.h"

#include <zstd.h>

#include <new>

namespace cnnvis {
namespace {

constexpr int kLevel = 1; // the disk is to keep up, not to be saved

} // namespace

std::string packed(std::string_view numbers, std::size_t bytesOfEach)
{
    const std::size_t count = numbers.size() / bytesOfEach;
    std::string shuffled(numbers.size(), '\0');
    for (std::size_t byte = 0; byte < bytesOfEach; ++byte) {
        char* const to = shuffled.data() + byte * count;
        const char* const from = numbers.data() + byte;
        for (std::size_t i = 0; i < count; ++i)
            to[i] = from[i * bytesOfEach];
    }
    std::string bytes(ZSTD_compressBound(shuffled.size()), '\0');
    const std::size_t size = ZSTD_compress(bytes.data(), bytes.size(), shuffled.data(), shuffled.size(), kLevel);
    if (ZSTD_isError(size) != 0)
        throw std::bad_alloc(); // nothing else can fail
    bytes.resize(size);
    return bytes;
}

bool unpack(std::string_view bytes, std::size_t bytesOfEach, char* numbers, std::size_t size)
{
    std::string shuffled(size, '\0');
    const std::size_t found = ZSTD_decompress(shuffled.data(), shuffled.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(found) != 0 || found != size || size % bytesOfEach != 0)
        return false;
    const std::size_t count = size / bytesOfEach;
    for (std::size_t byte = 0; byte < bytesOfEach; ++byte) {
        const char* const from = shuffled.data() + byte * count;
        char* const to = numbers + byte;
        for (std::size_t i = 0; i < count; ++i)
            to[i * bytesOfEach] = from[i];
    }
    return true;
}

std::string chunkHash(std::string_view numbers, std::size_t bytesOfEach)
{
    Sha256 hash;
    const auto kind = static_cast<unsigned char>(bytesOfEach);
    hash.add(&kind, 1); // else equal bytes of other numbers would be taken for these
    hash.add(numbers.data(), numbers.size());
    return hash.digits();
}

} // namespace cnnvis
