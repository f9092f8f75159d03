// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/png_file.h"

#include "cnnvis/error.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <vector>

namespace cnnvis {

namespace {

constexpr int kCompressionLevel = 6;
constexpr png_uint_32 kMaximumTexts = 64;
constexpr png_alloc_size_t kMaximumTextBytes = png_alloc_size_t{4} << 20U;

/// What libpng's callbacks work on. An error is kept in a plain array, as libpng leaves its callbacks by longjmp, which
/// must not jump over anything with a destructor.
struct Transfer {
    std::string* output = nullptr;
    std::string_view input;
    std::array<char, 200> error{};
};

void keepError(png_structp png, png_const_charp message)
{
    auto* transfer = static_cast<Transfer*>(png_get_error_ptr(png));
    std::snprintf(transfer->error.data(), transfer->error.size(), "%s", message);
    png_longjmp(png, 1);
}

void ignoreWarning(png_structp /*png*/, png_const_charp /*message*/) { }

void appendBytes(png_structp png, png_bytep bytes, std::size_t count)
{
    auto* transfer = static_cast<Transfer*>(png_get_io_ptr(png));
    bool isAppended = false;
    try {
        transfer->output->append(reinterpret_cast<const char*>(bytes), count);
        isAppended = true;
    } catch (const std::exception&) {
        isAppended = false;
    }
    if (!isAppended)
        png_error(png, "not enough memory");
}

void flushNothing(png_structp /*png*/) { }

void takeBytes(png_structp png, png_bytep bytes, std::size_t count)
{
    auto* transfer = static_cast<Transfer*>(png_get_io_ptr(png));
    if (count > transfer->input.size())
        png_error(png, "the file ends too early");
    std::memcpy(bytes, transfer->input.data(), count);
    transfer->input.remove_prefix(count);
}

/// libpng's structures for one file, freed at the end.
class PngStructures {
public:
    PngStructures(bool isWriter, Transfer& transfer)
        : m_isWriter(isWriter)
        , m_png(isWriter ? png_create_write_struct(PNG_LIBPNG_VER_STRING, &transfer, keepError, ignoreWarning)
                         : png_create_read_struct(PNG_LIBPNG_VER_STRING, &transfer, keepError, ignoreWarning))
        , m_info(m_png ? png_create_info_struct(m_png) : nullptr)
    { }
    PngStructures(const PngStructures&) = delete;
    PngStructures& operator=(const PngStructures&) = delete;
    ~PngStructures()
    {
        if (m_isWriter)
            png_destroy_write_struct(&m_png, &m_info);
        else
            png_destroy_read_struct(&m_png, &m_info, nullptr);
    }
    bool isValid() const { return m_png && m_info; }
    png_structp png() const { return m_png; }
    png_infop info() const { return m_info; }

private:
    bool m_isWriter;
    png_structp m_png;
    png_infop m_info;
};

void checkText(const std::string& keyword, const std::string& text, const std::string& path)
{
    const bool isPrintable = std::all_of(keyword.begin(), keyword.end(), [](char c) { return c >= ' ' && c <= '~'; });
    const bool hasLooseSpace = !keyword.empty()
        && (keyword.front() == ' ' || keyword.back() == ' ' || keyword.find("  ") != std::string::npos);
    if (keyword.empty() || keyword.size() > 79 || !isPrintable || hasLooseSpace) {
        throw PictureError("Cannot write picture '" + path + "': '" + keyword
            + "' cannot be the keyword of a text; it takes 1 to 79 printable ASCII characters, without loose spaces");
    }
    if (text.find('\0') != std::string::npos) {
        throw PictureError("Cannot write picture '" + path + "': the text '" + keyword
            + "' has a zero byte in it, which PNG cannot store; leave it out");
    }
}

/// The texts in libpng's form; they point into the map, which libpng does not change.
std::vector<png_text> pngTexts(const std::map<std::string, std::string>& text, const std::string& path)
{
    static char noLanguage[] = "";
    std::vector<png_text> result;
    for (const auto& [keyword, value] : text) {
        checkText(keyword, value, path);
        png_text entry{};
        entry.compression = PNG_ITXT_COMPRESSION_NONE;
        entry.key = const_cast<char*>(keyword.c_str());
        entry.text = const_cast<char*>(value.c_str());
        entry.itxt_length = value.size();
        entry.lang = noLanguage;
        entry.lang_key = noLanguage;
        result.push_back(entry);
    }
    return result;
}

/// Pointers to the rows, which libpng does not change.
std::vector<png_bytep> pngRows(const Picture& picture)
{
    const auto valuesPerRow = static_cast<std::size_t>(picture.width()) * 3;
    const bool isDeep = picture.bitsPerChannel() == 16;
    const auto* pixels = isDeep ? reinterpret_cast<const std::uint8_t*>(picture.pixels16()) : picture.pixels8();
    const std::size_t bytesPerRow = isDeep ? valuesPerRow * 2 : valuesPerRow;
    std::vector<png_bytep> rows;
    rows.reserve(static_cast<std::size_t>(picture.height()));
    for (int row = 0; row < picture.height(); ++row)
        rows.push_back(const_cast<png_bytep>(pixels + static_cast<std::size_t>(row) * bytesPerRow));
    return rows;
}

bool isLittleEndianMachine()
{
    const std::uint16_t one = 1;
    std::uint8_t first = 0;
    std::memcpy(&first, &one, 1);
    return first == 1;
}

/// Nothing with a destructor lives in here, as libpng jumps out of it. @return  false when it did.
bool writeAll(const PngStructures& structures, Transfer& transfer, const Picture& picture,
    const std::vector<png_text>& texts, std::vector<png_bytep>& rows)
{
    png_structp png = structures.png();
    png_infop info = structures.info();
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_write_fn(png, &transfer, appendBytes, flushNothing);
    png_set_user_limits(png, kMaximumPngSide, kMaximumPngSide);
    png_set_compression_level(png, kCompressionLevel);
    png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width()), static_cast<png_uint_32>(picture.height()),
        picture.bitsPerChannel(), PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    if (!texts.empty())
        png_set_text(png, info, texts.data(), static_cast<int>(texts.size()));
    png_write_info(png, info);
    if (picture.bitsPerChannel() == 16 && isLittleEndianMachine())
        png_set_swap(png);
    png_write_image(png, rows.data());
    png_write_end(png, info);
    return true;
}

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
bool readInfo(const PngStructures& structures, Transfer& transfer)
{
    png_structp png = structures.png();
    png_infop info = structures.info();
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_read_fn(png, &transfer, takeBytes);
    png_set_user_limits(png, kMaximumPngSide, kMaximumPngSide);
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

std::string encodePng(const Picture& picture, const std::map<std::string, std::string>& text, const std::string& path)
{
    if (picture.isEmpty())
        throw PictureError("Cannot write picture '" + path + "': it has no pixels; give one that has");
    const std::vector<png_text> texts = pngTexts(text, path);
    std::vector<png_bytep> rows = pngRows(picture);
    std::string output;
    Transfer transfer;
    transfer.output = &output;
    const PngStructures structures(true, transfer);
    if (!structures.isValid() || !writeAll(structures, transfer, picture, texts, rows)) {
        const std::string reason = transfer.error[0] ? transfer.error.data() : "not enough memory";
        throw PictureError("Cannot write picture '" + path + "': libpng says: " + reason + "; try a smaller picture");
    }
    return output;
}

std::map<std::string, std::string> readPngText(std::string_view bytes, const std::string& path)
{
    const std::string start = withoutPixels(bytes);
    Transfer transfer;
    transfer.input = start;
    const PngStructures structures(false, transfer);
    if (!structures.isValid() || !readInfo(structures, transfer)) {
        const std::string reason = transfer.error[0] ? transfer.error.data() : "not enough memory";
        throw PictureError(
            "Cannot read the text of picture '" + path + "': libpng says: " + reason + "; get the file again");
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
