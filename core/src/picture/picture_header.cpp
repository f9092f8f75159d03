// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/picture_header.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

namespace cnnvis {

namespace {

constexpr std::uint64_t kMaximumSide = 100'000;
constexpr std::uint64_t kMaximumPixels = std::uint64_t{1} << 28U;
// One-coloured WebP takes a few bytes at any size, so a small picture may be as small a file as it likes. Beyond that
// size, not even a one-coloured PNG in RGB reaches this many pixels for each byte.
constexpr std::uint64_t kUnsuspiciousPixels = std::uint64_t{1} << 24U;
constexpr std::uint64_t kMaximumPixelsPerByte = 2000;

/// What a parser found wrong; turned into a PictureError that names the file.
class Damage : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Bytes that can only be read where they are. Throws Damage elsewhere.
class ByteView {
public:
    explicit ByteView(std::string_view bytes)
        : m_bytes(bytes)
    { }
    std::uint64_t size() const { return m_bytes.size(); }

    std::string_view slice(std::uint64_t position, std::uint64_t length) const
    {
        if (position > m_bytes.size() || length > m_bytes.size() - position)
            throw Damage("it ends too early");
        return m_bytes.substr(position, length);
    }
    ByteView view(std::uint64_t position, std::uint64_t length) const { return ByteView(slice(position, length)); }
    bool has(std::uint64_t position, std::string_view text) const
    {
        return position <= m_bytes.size() && m_bytes.substr(position, text.size()) == text;
    }
    std::uint32_t big(std::uint64_t position, unsigned length) const
    {
        std::uint32_t value = 0;
        for (const char byte : slice(position, length))
            value = value << 8U | static_cast<std::uint8_t>(byte);
        return value;
    }
    std::uint32_t little(std::uint64_t position, unsigned length) const
    {
        const std::string_view bytes = slice(position, length);
        std::uint32_t value = 0;
        for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte)
            value = value << 8U | static_cast<std::uint8_t>(*byte);
        return value;
    }
    std::uint64_t find(char byte, std::uint64_t position) const { return m_bytes.find(byte, position); }

private:
    std::string_view m_bytes;
};

/// A header as it was read, before anyone believes it.
struct Claim {
    std::uint64_t height = 0;
    std::uint64_t width = 0;
    int orientation = 1;
    std::uint64_t orientationByte = 0;
};

struct TiffEntry {
    std::uint32_t tag = 0;
    unsigned valueBytes = 0;
    std::uint64_t count = 0;
    std::uint64_t position = 0; ///< of the first value
};

/// The first directory of a TIFF file, or of an EXIF block, which is made like one.
class TiffDirectory {
public:
    explicit TiffDirectory(ByteView bytes)
        : m_bytes(bytes)
        , m_isBigEndian(bytes.has(0, "MM"))
    {
        const std::uint64_t start = number(4, 4);
        const std::uint32_t count = number(start, 2);
        for (std::uint32_t index = 0; index < count; ++index)
            m_entries.push_back(readEntry(start + 2 + std::uint64_t{12} * index));
    }

    const std::vector<TiffEntry>& entries() const { return m_entries; }

    const TiffEntry* find(std::uint32_t tag) const
    {
        const auto entry = std::find_if(
            m_entries.begin(), m_entries.end(), [tag](const TiffEntry& candidate) { return candidate.tag == tag; });
        return entry == m_entries.end() || entry->count == 0 ? nullptr : &*entry;
    }

    std::uint32_t value(const TiffEntry& entry, std::uint64_t index = 0) const
    {
        if (entry.valueBytes != 1 && entry.valueBytes != 2 && entry.valueBytes != 4)
            throw Damage("its directory has a value of the wrong type");
        return number(entry.position + index * entry.valueBytes, entry.valueBytes);
    }

    std::uint64_t lowByte(const TiffEntry& entry) const
    {
        return entry.position + (m_isBigEndian ? entry.valueBytes - 1 : 0);
    }

    /// 1 to 8; 1 where there is none, or one that makes no sense.
    int orientation() const
    {
        const TiffEntry* entry = find(274);
        const std::uint32_t stored = entry ? value(*entry) : 1;
        return stored >= 1 && stored <= 8 ? static_cast<int>(stored) : 1;
    }

private:
    std::uint32_t number(std::uint64_t position, unsigned length) const
    {
        return m_isBigEndian ? m_bytes.big(position, length) : m_bytes.little(position, length);
    }

    TiffEntry readEntry(std::uint64_t position) const
    {
        // By type: byte, ascii, short, long, rational, and their signed kin, float, double, directory.
        constexpr unsigned kBytesOfType[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
        const std::uint32_t type = number(position + 2, 2);
        TiffEntry entry;
        entry.tag = number(position, 2);
        entry.valueBytes = type < std::size(kBytesOfType) ? kBytesOfType[type] : 0;
        entry.count = number(position + 4, 4);
        const bool isInline = entry.count * entry.valueBytes <= 4;
        entry.position = isInline ? position + 8 : number(position + 8, 4);
        return entry;
    }

    ByteView m_bytes;
    bool m_isBigEndian;
    std::vector<TiffEntry> m_entries;
};

/// Damaged EXIF does no harm to a picture: it then stays as it is stored.
int exifOrientation(ByteView exif)
{
    try {
        return TiffDirectory(exif).orientation();
    } catch (const Damage&) {
        return 1;
    }
}

Claim readPng(ByteView bytes)
{
    Claim claim;
    if (!bytes.has(12, "IHDR"))
        throw Damage("its header is missing");
    claim.width = bytes.big(16, 4);
    claim.height = bytes.big(20, 4);
    std::uint64_t position = 8;
    while (!bytes.has(position + 4, "IEND")) {
        const std::uint32_t length = bytes.big(position, 4);
        if (bytes.has(position + 4, "eXIf"))
            claim.orientation = exifOrientation(bytes.view(position + 8, length));
        position += std::uint64_t{12} + length;
    }
    bytes.slice(position, 12);
    return claim;
}

/// The code of the next marker; moves behind it. Skips data of scans, and restart markers within it.
unsigned nextJpegMarker(ByteView bytes, std::uint64_t& position)
{
    for (;;) {
        position = bytes.find('\xff', position);
        if (position == std::string_view::npos)
            throw Damage("it ends without an end-of-image marker");
        const std::uint32_t code = bytes.big(position + 1, 1);
        ++position;
        const bool isRestart = code >= 0xd0 && code <= 0xd7;
        if (code > 0x01 && code != 0xff && code != 0xd8 && !isRestart) {
            ++position;
            return code;
        }
    }
}

Claim readJpeg(ByteView bytes)
{
    Claim claim;
    bool hasFrame = false;
    bool hasScan = false;
    bool hasExif = false;
    std::uint64_t position = 2;
    for (;;) {
        const unsigned marker = nextJpegMarker(bytes, position);
        if (marker == 0xd9)
            break;
        const std::uint32_t length = bytes.big(position, 2);
        const ByteView segment = bytes.view(position, length);
        const bool isFrame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (isFrame && !hasFrame) {
            claim.height = segment.big(3, 2);
            claim.width = segment.big(5, 2);
            hasFrame = true;
        } else if (marker == 0xe1 && !hasExif && segment.has(2, std::string_view("Exif\0\0", 6))) {
            claim.orientation = exifOrientation(segment.view(8, length - 8));
            hasExif = true;
        }
        hasScan = hasScan || marker == 0xda;
        position += length;
    }
    if (!hasFrame || !hasScan)
        throw Damage("it has no picture data");
    return claim;
}

Claim readBmp(ByteView bytes)
{
    Claim claim;
    std::uint64_t bitsPerPixel = 0;
    std::uint32_t compression = 0;
    const std::uint64_t start = bytes.little(10, 4);
    if (bytes.little(14, 4) == 12) { // of OS/2
        claim.width = bytes.little(18, 2);
        claim.height = bytes.little(20, 2);
        bitsPerPixel = bytes.little(24, 2);
    } else {
        const auto magnitude = [](std::uint32_t value) { return value > 0x7fffffffU ? ~value + 1U : value; };
        claim.width = bytes.little(18, 4);
        claim.height = magnitude(bytes.little(22, 4)); // negative: rows from the top
        bitsPerPixel = bytes.little(28, 2);
        compression = bytes.little(30, 4);
    }
    const bool isRunLength = compression == 1 || compression == 2;
    // Sides beyond any use are refused later; here they must not overflow.
    if (!isRunLength && claim.width <= kMaximumSide && claim.height <= kMaximumSide) {
        const std::uint64_t bytesPerRow = (claim.width * bitsPerPixel + 31) / 32 * 4;
        if (start > bytes.size() || bytesPerRow * claim.height > bytes.size() - start)
            throw Damage("it claims " + std::to_string(claim.height) + " x " + std::to_string(claim.width)
                + " pixels, and ends too early for that");
    } else if (isRunLength) {
        bytes.slice(start, bytes.little(34, 4));
    }
    return claim;
}

/// Throws when strips or tiles are not wholly within the file.
void checkTiffData(const TiffDirectory& directory, ByteView bytes)
{
    const bool isTiled = directory.find(324) != nullptr;
    const TiffEntry* offsets = directory.find(isTiled ? 324 : 273);
    const TiffEntry* lengths = directory.find(isTiled ? 325 : 279);
    if (!offsets || !lengths || offsets->count != lengths->count)
        throw Damage("its directory does not say where its data are");
    for (std::uint64_t index = 0; index < offsets->count; ++index)
        bytes.slice(directory.value(*offsets, index), directory.value(*lengths, index));
}

Claim readTiff(ByteView bytes)
{
    const TiffDirectory directory(bytes);
    for (const TiffEntry& entry : directory.entries())
        bytes.slice(entry.position, entry.count * entry.valueBytes);
    const TiffEntry* width = directory.find(256);
    const TiffEntry* height = directory.find(257);
    if (!width || !height)
        throw Damage("its directory has no size");
    checkTiffData(directory, bytes);
    Claim claim;
    claim.width = directory.value(*width);
    claim.height = directory.value(*height);
    claim.orientation = directory.orientation();
    if (claim.orientation != 1)
        claim.orientationByte = directory.lowByte(*directory.find(274));
    return claim;
}

Claim readWebp(ByteView file)
{
    const ByteView bytes = file.view(0, std::uint64_t{8} + file.little(4, 4));
    Claim claim;
    bool hasSize = false;
    for (std::uint64_t position = 12; position + 8 <= bytes.size();) {
        const std::uint32_t length = bytes.little(position + 4, 4);
        const ByteView chunk = bytes.view(position + 8, length);
        const bool isExtended = bytes.has(position, "VP8X");
        const bool isLossless = bytes.has(position, "VP8L");
        const bool isLossy = bytes.has(position, "VP8 ");
        if (!hasSize && isExtended) {
            claim.width = std::uint64_t{1} + chunk.little(4, 3);
            claim.height = std::uint64_t{1} + chunk.little(7, 3);
        } else if (!hasSize && isLossless) {
            const std::uint32_t sides = chunk.little(1, 4);
            claim.width = (sides & 0x3fffU) + 1;
            claim.height = (sides >> 14U & 0x3fffU) + 1;
        } else if (!hasSize && isLossy) {
            claim.width = chunk.little(6, 2) & 0x3fffU;
            claim.height = chunk.little(8, 2) & 0x3fffU;
        } else if (bytes.has(position, "EXIF")) {
            const unsigned prefix = chunk.has(0, std::string_view("Exif\0\0", 6)) ? 6 : 0;
            claim.orientation = exifOrientation(chunk.view(prefix, length - prefix));
        }
        hasSize = hasSize || isExtended || isLossless || isLossy;
        position += std::uint64_t{8} + length + length % 2;
    }
    if (!hasSize)
        throw Damage("it has no picture data");
    return claim;
}

std::optional<PictureFormat> formatOf(ByteView bytes)
{
    if (bytes.has(0, "\x89PNG\r\n\x1a\n"))
        return PictureFormat::Png;
    if (bytes.has(0, "\xff\xd8\xff"))
        return PictureFormat::Jpeg;
    if (bytes.has(0, "BM"))
        return PictureFormat::Bmp;
    if (bytes.has(0, std::string_view("II*\0", 4)) || bytes.has(0, std::string_view("MM\0*", 4)))
        return PictureFormat::Tiff;
    if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP"))
        return PictureFormat::Webp;
    return std::nullopt;
}

Claim readClaim(PictureFormat format, ByteView bytes)
{
    switch (format) {
    case PictureFormat::Png:
        return readPng(bytes);
    case PictureFormat::Jpeg:
        return readJpeg(bytes);
    case PictureFormat::Bmp:
        return readBmp(bytes);
    case PictureFormat::Tiff:
        return readTiff(bytes);
    case PictureFormat::Webp:
        return readWebp(bytes);
    }
    throw Damage("its format is unknown");
}

void checkSize(const Claim& claim, std::uint64_t fileBytes, const std::string& path)
{
    const std::string size = std::to_string(claim.height) + " x " + std::to_string(claim.width) + " pixels";
    if (claim.height == 0 || claim.width == 0)
        throw Damage("it claims " + size);
    // Neither side has more than 32 bits, so that the product fits.
    const std::uint64_t pixels = claim.height * claim.width;
    if (pixels > kUnsuspiciousPixels && pixels / kMaximumPixelsPerByte > fileBytes) {
        const std::string bytes =
            fileBytes < 1000 ? std::to_string(fileBytes) + " bytes" : std::to_string(fileBytes / 1000) + " kB";
        throw Damage("it claims " + size + " in " + bytes);
    }
    if (claim.height > kMaximumSide || claim.width > kMaximumSide || pixels > kMaximumPixels) {
        throw PictureError("Cannot read picture '" + path + "': it has " + size + ", more than "
            + std::to_string(kMaximumSide) + " a side or " + std::to_string(kMaximumPixels)
            + " in all; scale it down first");
    }
}

} // namespace

PictureHeader readPictureHeader(std::string_view bytes, const std::string& path)
{
    const ByteView view(bytes);
    const std::optional<PictureFormat> format = formatOf(view);
    if (!format) {
        throw PictureError("Cannot read picture '" + path + "': its format is none of " + kPictureFormatsText
            + "; convert it to one of these");
    }
    try {
        const Claim claim = readClaim(*format, view);
        checkSize(claim, bytes.size(), path);
        PictureHeader header;
        header.format = *format;
        header.storedSize = {static_cast<int>(claim.height), static_cast<int>(claim.width)};
        header.orientation = claim.orientation;
        header.orientationByte = claim.orientationByte;
        return header;
    } catch (const Damage& damage) {
        throw PictureError(
            "Cannot read picture '" + path + "': " + damage.what() + ": truncated or damaged; get the file again");
    }
}

} // namespace cnnvis
