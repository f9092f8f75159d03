// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/picture_format.h"

#include "cnnvis/picture_file.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>

namespace cnnvis {

namespace {

bool has(std::string_view bytes, std::size_t position, std::string_view text)
{
    return bytes.size() >= position && bytes.substr(position, text.size()) == text;
}

bool isPng(std::string_view bytes)
{
    return has(bytes, 0, "\x89PNG\r\n\x1a\n");
}

bool isJpeg(std::string_view bytes)
{
    return has(bytes, 0, "\xff\xd8\xff");
}

bool isBmp(std::string_view bytes)
{
    return has(bytes, 0, "BM");
}

/// Of both byte orders, and with offsets of 32 or 64 bits.
bool isTiff(std::string_view bytes)
{
    constexpr std::array<std::string_view, 4> kStarts{std::string_view("II*\0", 4), std::string_view("MM\0*", 4),
        std::string_view("II+\0", 4), std::string_view("MM\0+", 4)};
    return std::any_of(
        kStarts.begin(), kStarts.end(), [bytes](std::string_view start) { return has(bytes, 0, start); });
}

bool isWebp(std::string_view bytes)
{
    return has(bytes, 0, "RIFF") && has(bytes, 8, "WEBP");
}

/// The brands of still pictures and sequences; a film has others.
bool isHeif(std::string_view bytes)
{
    constexpr std::string_view kBrands[] = {
        "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "mif2", "avif", "avis"};
    return has(bytes, 4, "ftyp")
        && std::any_of(
            std::begin(kBrands), std::end(kBrands), [bytes](std::string_view brand) { return has(bytes, 8, brand); });
}

bool isGif(std::string_view bytes)
{
    return has(bytes, 0, "GIF87a") || has(bytes, 0, "GIF89a");
}

bool isExr(std::string_view bytes)
{
    return has(bytes, 0, "\x76\x2f\x31\x01");
}

constexpr PictureFormat kFormats[] = {
    {"PNG", "png", isPng, readPngInfo, decodePng},
    {"JPEG", "jpg jpeg", isJpeg, readJpegInfo, decodeJpeg},
    {"BMP", "bmp", isBmp, readBmpInfo, decodeBmp},
    {"TIFF", "tif tiff", isTiff, readTiffInfo, decodeTiff},
    {"WebP", "webp", isWebp, readWebpInfo, decodeWebp},
    {"HEIC or AVIF", "heic heif avif", isHeif, readHeifInfo, decodeHeif},
    {"GIF", "gif", isGif, readGifInfo, decodeGif},
    {"EXR", "exr", isExr, readExrInfo, decodeExr},
};

} // namespace

const PictureFormat* findPictureFormat(std::string_view bytes)
{
    const auto* const found = std::find_if(std::begin(kFormats), std::end(kFormats),
        [bytes](const PictureFormat& format) { return format.isBegunBy(bytes); });
    return found == std::end(kFormats) ? nullptr : found;
}

std::string pictureFormatsText()
{
    std::string text;
    for (const PictureFormat& format : kFormats) {
        const bool isLast = &format == std::end(kFormats) - 1;
        text += (text.empty() ? "" : isLast ? " and " : ", ") + std::string(format.name);
    }
    return text;
}

std::vector<std::string> readablePictureEndings()
{
    std::vector<std::string> endings;
    for (const PictureFormat& format : kFormats) {
        std::istringstream words{std::string(format.endings)};
        endings.insert(endings.end(), std::istream_iterator<std::string>(words), std::istream_iterator<std::string>());
    }
    return endings;
}

void requireDecodable(PictureSize size, std::int64_t available)
{
    // Samples as their vector grows, and the copies that become sRGB and are turned.
    constexpr std::int64_t kBytesPerPixel = 12;
    constexpr unsigned kMebibyteBits = 20;
    const std::int64_t needed = kBytesPerPixel * size.height * size.width;
    if (needed > available)
        throw PictureDamage("decoding its " + std::to_string(size.height) + " x " + std::to_string(size.width)
                + " pixels takes about " + std::to_string(needed >> kMebibyteBits) + " MiB of memory, but only "
                + std::to_string(available >> kMebibyteBits) + " MiB are free",
            "close other programs, or scale it down first");
}

PictureSize checkedPictureSize(std::uint64_t height, std::uint64_t width)
{
    const std::string size = std::to_string(height) + " x " + std::to_string(width) + " pixels";
    if (height == 0 || width == 0)
        throw PictureDamage("it claims " + size);
    const bool isLong = height > kMaximumPictureSide || width > kMaximumPictureSide;
    if (isLong || height * width > kMaximumPicturePixels)
        throw PictureDamage("it has " + size,
            "more than " + std::to_string(kMaximumPictureSide) + " a side or " + std::to_string(kMaximumPicturePixels)
                + " in all; scale it down first");
    return {static_cast<int>(height), static_cast<int>(width)};
}

} // namespace cnnvis
