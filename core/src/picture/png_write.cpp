// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/png_file.h"

#include "cnnvis/error.h"
#include "picture/decoded_picture.h"
#include "picture/png_structures.h"
#include "util/byte_order.h"

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cnnvis {

namespace {

using png::Structures;
using png::Transfer;

constexpr int kCompressionLevel = 6;

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
        // The plain kind, where it will do, outlives more programs.
        const bool isAscii = std::all_of(value.begin(), value.end(), [](char c) { return c >= 0 && c < 0x7f; });
        entry.compression = isAscii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
        entry.text_length = isAscii ? value.size() : 0;
        entry.key = const_cast<char*>(keyword.c_str());
        entry.text = const_cast<char*>(value.c_str());
        entry.itxt_length = isAscii ? 0 : value.size();
        entry.lang = noLanguage;
        entry.lang_key = noLanguage;
        result.push_back(entry);
    }
    return result;
}

/// Colours and alpha side by side.
template <typename Channel>
void interleave(const Channel* colours, const std::uint8_t* alpha, std::size_t pixels, std::vector<std::uint8_t>& to)
{
    constexpr unsigned kWiden = sizeof(Channel) == 2 ? 257 : 1; // 255 · 257 = 65535
    to.resize(pixels * 4 * sizeof(Channel));
    auto* values = reinterpret_cast<Channel*>(to.data());
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
        values = std::copy(colours + 3 * pixel, colours + 3 * pixel + 3, values);
        *values++ = static_cast<Channel>(alpha[pixel] * kWiden);
    }
}

/// The rows in libpng's form.
struct Rows {
    explicit Rows(const Picture& picture)
    {
        const auto height = static_cast<std::size_t>(picture.height());
        const auto width = static_cast<std::size_t>(picture.width());
        const bool isDeep = picture.bitsPerChannel() == 16;
        const auto* pixels = isDeep ? reinterpret_cast<const std::uint8_t*>(picture.pixels16()) : picture.pixels8();
        if (picture.alpha() != nullptr) {
            if (isDeep)
                interleave(picture.pixels16(), picture.alpha(), height * width, interleaved);
            else
                interleave(picture.pixels8(), picture.alpha(), height * width, interleaved);
            pixels = interleaved.data();
        }
        const std::size_t bytesPerRow = width * (picture.alpha() != nullptr ? 4 : 3) * (isDeep ? 2 : 1);
        for (std::size_t row = 0; row < height; ++row)
            pointers.push_back(const_cast<png_bytep>(pixels + row * bytesPerRow)); // libpng does not change them
    }

    std::vector<png_bytep> pointers;
    std::vector<std::uint8_t> interleaved; ///< empty where the picture's own pixels do
};

/// Nothing with a destructor lives in here, as libpng jumps out of it. @return  false when it did.
bool writeAll(const Structures& structures, Transfer& transfer, const Picture& picture,
    const std::vector<png_text>& texts, std::vector<png_bytep>& rows)
{
    png_structp png = structures.png();
    png_infop info = structures.info();
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_write_fn(png, &transfer, png::appendBytes, png::flushNothing);
    png_set_user_limits(png, kMaximumPictureSide, kMaximumPictureSide);
    png_set_compression_level(png, kCompressionLevel);
    png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width()), static_cast<png_uint_32>(picture.height()),
        picture.bitsPerChannel(), picture.alpha() != nullptr ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
        PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB_gAMA_and_cHRM(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    if (!texts.empty())
        png_set_text(png, info, texts.data(), static_cast<int>(texts.size()));
    png_write_info(png, info);
    if (picture.bitsPerChannel() == 16 && isLittleEndianMachine())
        png_set_swap(png);
    png_write_image(png, rows.data());
    png_write_end(png, info);
    return true;
}

} // namespace

std::string encodePng(const Picture& picture, const std::map<std::string, std::string>& text, const std::string& path)
{
    if (picture.isEmpty())
        throw PictureError("Cannot write picture '" + path + "': it has no pixels; give one that has");
    const std::vector<png_text> texts = pngTexts(text, path);
    Rows rows(picture);
    std::string output;
    Transfer transfer;
    transfer.output = &output;
    const Structures structures(true, transfer);
    if (!structures.isValid() || !writeAll(structures, transfer, picture, texts, rows.pointers)) {
        throw PictureError(
            "Cannot write picture '" + path + "': libpng says: " + transfer.reason() + "; try a smaller picture");
    }
    return output;
}

} // namespace cnnvis
