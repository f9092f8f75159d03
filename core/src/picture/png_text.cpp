// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/png_file.h"

#include "cnnvis/error.h"
#include "picture/decoded_picture.h"
#include "picture/png_structures.h"

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cnnvis {

namespace {

using png::Structures;
using png::Transfer;

constexpr png_uint_32 kMaximumTexts = 64;
constexpr png_alloc_size_t kMaximumTextBytes = png_alloc_size_t{4} << 20U;

/// A PNG file's start, with the texts from the whole file, up to where the pixels would begin: libpng reads that far
/// without decoding the pixels, and it meets no chunks that are of no use here.
std::string withoutPixels(std::string_view bytes)
{
    constexpr std::size_t kHeaderEnd = 33; // signature and IHDR
    constexpr std::size_t kChunkFrame = 12; // length, name, checksum
    std::string result(bytes.substr(0, kHeaderEnd));
    bytes.remove_prefix(std::min(bytes.size(), kHeaderEnd));
    while (bytes.size() >= kChunkFrame) {
        const std::size_t length = png_get_uint_32(reinterpret_cast<png_const_bytep>(bytes.data()));
        if (length > bytes.size() - kChunkFrame)
            break;
        const std::string_view name = bytes.substr(4, 4);
        if (name == "PLTE" || name == "tEXt" || name == "zTXt" || name == "iTXt")
            result += bytes.substr(0, kChunkFrame + length);
        bytes.remove_prefix(kChunkFrame + length);
    }
    return result += std::string_view("\0\0\0\0IDAT", 8);
}

/// Reads all that stands before the pixels. As writeAll().
bool readInfo(const Structures& structures, Transfer& transfer)
{
    png_structp png = structures.png();
    png_infop info = structures.info();
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_read_fn(png, &transfer, png::takeBytes);
    png_set_user_limits(png, kMaximumPictureSide, kMaximumPictureSide);
    png_set_chunk_cache_max(png, kMaximumTexts);
    png_set_chunk_malloc_max(png, kMaximumTextBytes);
    png_set_benign_errors(png, 1);
    png_read_info(png, info);
    return true;
}

std::string utf8FromLatin1(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        const auto code = static_cast<std::uint8_t>(c);
        if (code < 0x80) {
            result += c;
        } else {
            result += static_cast<char>(0xc0U | code >> 6U);
            result += static_cast<char>(0x80U | (code & 0x3fU));
        }
    }
    return result;
}

} // namespace

std::map<std::string, std::string> readPngText(std::string_view bytes, const std::string& path)
{
    const std::string start = withoutPixels(bytes);
    Transfer transfer;
    transfer.input = start;
    const Structures structures(false, transfer);
    if (!structures.isValid() || !readInfo(structures, transfer)) {
        throw PictureError("Cannot read the text of picture '" + path + "': libpng says: " + transfer.reason()
            + "; get the file again");
    }
    png_textp texts = nullptr;
    const int count = png_get_text(structures.png(), structures.info(), &texts, nullptr);
    std::map<std::string, std::string> result;
    for (int index = 0; index < count; ++index) {
        const png_text& text = texts[index];
        const bool isUtf8 = text.compression >= PNG_ITXT_COMPRESSION_NONE;
        const std::string_view value(text.text ? text.text : "", isUtf8 ? text.itxt_length : text.text_length);
        result.emplace(utf8FromLatin1(text.key), isUtf8 ? std::string(value) : utf8FromLatin1(value));
    }
    return result;
}

} // namespace cnnvis
