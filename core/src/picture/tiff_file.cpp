// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/decoded_picture.h"

#include <tiffio.h>

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <type_traits>

namespace cnnvis {

namespace {

constexpr tmsize_t kMaximumAllocation = tmsize_t{3} << 30U;

/// A file in memory, for libtiff's callbacks.
struct Memory {
    std::string_view bytes;
    std::uint64_t position = 0;
};

tmsize_t readBytes(thandle_t handle, void* buffer, tmsize_t count)
{
    Memory& memory = *static_cast<Memory*>(handle);
    const std::uint64_t left = memory.position < memory.bytes.size() ? memory.bytes.size() - memory.position : 0;
    const auto taken = std::min(left, static_cast<std::uint64_t>(std::max<tmsize_t>(count, 0)));
    std::memcpy(buffer, memory.bytes.data() + (taken > 0 ? memory.position : 0), taken);
    memory.position += taken;
    return static_cast<tmsize_t>(taken);
}

tmsize_t writeNothing(thandle_t /*handle*/, void* /*buffer*/, tmsize_t /*count*/)
{
    return 0;
}

toff_t seek(thandle_t handle, toff_t offset, int whence)
{
    Memory& memory = *static_cast<Memory*>(handle);
    if (whence == SEEK_CUR)
        offset += memory.position;
    else if (whence == SEEK_END)
        offset += memory.bytes.size();
    return memory.position = offset;
}

int closeNothing(thandle_t /*handle*/)
{
    return 0;
}

toff_t sizeOf(thandle_t handle)
{
    return static_cast<Memory*>(handle)->bytes.size();
}

int ignore(TIFF* /*tiff*/, void* /*user*/, const char* /*module*/, const char* /*format*/, va_list /*arguments*/)
{
    return 1; // told
}

/// An open file. What libtiff says to it is about its own ways; that it fails is enough.
class Tiff {
public:
    explicit Tiff(std::string_view bytes)
        : m_memory{bytes}
        , m_options(TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree)
    {
        TIFFOpenOptionsSetMaxSingleMemAlloc(m_options.get(), kMaximumAllocation);
        TIFFOpenOptionsSetErrorHandlerExtR(m_options.get(), ignore, nullptr);
        TIFFOpenOptionsSetWarningHandlerExtR(m_options.get(), ignore, nullptr);
        m_tiff.reset(TIFFClientOpenExt("picture", "rm", &m_memory, readBytes, writeNothing, seek, closeNothing, sizeOf,
            nullptr, nullptr, m_options.get()));
        if (!m_tiff)
            throw PictureDamage("its directory cannot be read");
    }

    TIFF* get() const { return m_tiff.get(); }

    /// A field of the directory, or its default.
    template <typename Value>
    Value field(std::uint32_t tag, Value fallback) const
    {
        Value value = fallback;
        return TIFFGetFieldDefaulted(get(), tag, &value) == 1 ? value : fallback;
    }

private:
    Memory m_memory;
    std::unique_ptr<TIFFOpenOptions, void (*)(TIFFOpenOptions*)> m_options;
    struct Close {
        void operator()(TIFF* tiff) const { TIFFClose(tiff); }
    };
    std::unique_ptr<TIFF, Close> m_tiff;
};

PictureInfo infoOf(const Tiff& tiff)
{
    PictureInfo info;
    info.storedSize = checkedPictureSize(
        tiff.field<std::uint32_t>(TIFFTAG_IMAGELENGTH, 0), tiff.field<std::uint32_t>(TIFFTAG_IMAGEWIDTH, 0));
    const int orientation = tiff.field<std::uint16_t>(TIFFTAG_ORIENTATION, 1);
    info.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
    return info;
}

/// How samples lie in the file.
struct Layout {
    int samples = 1;
    int bits = 8;
    bool isFloat = false;
    bool isPlanar = false; ///< all of a channel's samples together
    bool isInverted = false; ///< 0 is white
    bool isAlphaMultiplied = false;
};

/// The kinds whose samples are taken as they are, so that profiles, floats and transparency keep their meaning: grey,
/// RGB and CMYK in 8 or 16 bits, and in floats. libtiff makes 8-bit RGB of all others.
bool readPlainLayout(const Tiff& tiff, DecodedPicture& picture, Layout& layout)
{
    layout.samples = tiff.field<std::uint16_t>(TIFFTAG_SAMPLESPERPIXEL, 1);
    layout.bits = tiff.field<std::uint16_t>(TIFFTAG_BITSPERSAMPLE, 1);
    layout.isFloat = tiff.field<std::uint16_t>(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT) == SAMPLEFORMAT_IEEEFP;
    layout.isPlanar = tiff.field<std::uint16_t>(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
    const auto photometric = tiff.field<std::uint16_t>(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    layout.isInverted = photometric == PHOTOMETRIC_MINISWHITE;
    const bool isGrey = photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
    const bool isInk =
        photometric == PHOTOMETRIC_SEPARATED && tiff.field<std::uint16_t>(TIFFTAG_INKSET, INKSET_CMYK) == INKSET_CMYK;
    const bool isPlain = isGrey || isInk || photometric == PHOTOMETRIC_RGB;
    picture.colourChannels = isGrey ? 1 : isInk ? 4 : 3;
    const bool isDepthKnown = layout.isFloat ? layout.bits == 32 : layout.bits == 8 || layout.bits == 16;
    if (!isPlain || !isDepthKnown || layout.samples < picture.colourChannels || layout.samples > 16)
        return false;
    std::uint16_t extraCount = 0;
    std::uint16_t* extras = nullptr;
    TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_EXTRASAMPLES, &extraCount, &extras);
    const int extra = extraCount > 0 && extras != nullptr ? extras[0] : EXTRASAMPLE_UNSPECIFIED;
    picture.hasAlpha =
        layout.samples > picture.colourChannels && (extra == EXTRASAMPLE_ASSOCALPHA || extra == EXTRASAMPLE_UNASSALPHA);
    layout.isAlphaMultiplied = extra == EXTRASAMPLE_ASSOCALPHA;
    picture.bits = layout.isFloat ? 16 : layout.bits;
    return true;
}

/// Takes samples of one row's stretch into the picture's row. Floats are cut off at black and white.
template <typename From, typename To>
void takeSamples(const std::uint8_t* from, int fromStride, std::uint8_t* to, int toStride, int count)
{
    for (int index = 0; index < count; ++index) {
        From value;
        std::memcpy(&value,
            from + sizeof(From) * static_cast<std::size_t>(index) * static_cast<std::size_t>(fromStride), sizeof(From));
        To taken;
        if constexpr (std::is_same_v<From, float>)
            taken = static_cast<To>(std::lround(65535.0F * (value > 0.0F ? std::min(value, 1.0F) : 0.0F)));
        else
            taken = value;
        std::memcpy(
            to + sizeof(To) * static_cast<std::size_t>(index) * static_cast<std::size_t>(toStride), &taken, sizeof(To));
    }
}

/// Reads strips or tiles of plain samples, as far as they go.
class PlainReader {
public:
    PlainReader(const Tiff& tiff, const Layout& layout, DecodedPicture& picture)
        : m_tiff(tiff.get())
        , m_layout(layout)
        , m_picture(picture)
        , m_isTiled(TIFFIsTiled(tiff.get()) != 0)
    {
        const PictureSize size = picture.info.storedSize;
        m_blockWidth = static_cast<std::uint32_t>(size.width);
        m_blockHeight = tiff.field<std::uint32_t>(TIFFTAG_ROWSPERSTRIP, 1);
        if (m_isTiled) {
            m_blockWidth = tiff.field<std::uint32_t>(TIFFTAG_TILEWIDTH, 0);
            m_blockHeight = tiff.field<std::uint32_t>(TIFFTAG_TILELENGTH, 0);
        }
        m_blockHeight = std::min(m_blockHeight, static_cast<std::uint32_t>(size.height) + 65536U);
        m_blockBytes = m_isTiled ? TIFFTileSize(m_tiff) : TIFFStripSize(m_tiff);
        if (m_blockWidth == 0 || m_blockHeight == 0 || m_blockBytes <= 0 || m_blockBytes > kMaximumAllocation)
            throw PictureDamage("its directory does not say where its data are");
        // Not filled: what a file only claims to have takes no memory.
        m_block.reset(new std::uint8_t[static_cast<std::size_t>(m_blockBytes)]);
    }

    void read()
    {
        const PictureSize size = m_picture.info.storedSize;
        const int planes = m_layout.isPlanar ? m_layout.samples : 1;
        for (std::uint32_t row = 0; row < static_cast<std::uint32_t>(size.height); row += m_blockHeight) {
            const auto rows = static_cast<int>(std::min(m_blockHeight, static_cast<std::uint32_t>(size.height) - row));
            for (std::uint32_t column = 0; column < static_cast<std::uint32_t>(size.width); column += m_blockWidth) {
                for (int plane = 0; plane < planes; ++plane)
                    readBlock(row, column, plane, rows);
            }
        }
    }

private:
    void readBlock(std::uint32_t row, std::uint32_t column, int plane, int rows)
    {
        const auto sample = static_cast<std::uint16_t>(plane);
        const std::uint32_t index =
            m_isTiled ? TIFFComputeTile(m_tiff, column, row, 0, sample) : TIFFComputeStrip(m_tiff, row, sample);
        const tmsize_t taken = m_isTiled ? TIFFReadEncodedTile(m_tiff, index, m_block.get(), m_blockBytes)
                                         : TIFFReadEncodedStrip(m_tiff, index, m_block.get(), m_blockBytes);
        const auto bytesPerRow = blockRowBytes();
        if (taken < 0 || static_cast<std::size_t>(taken) < bytesPerRow * static_cast<std::size_t>(rows))
            throw PictureDamage("row " + std::to_string(row + 1) + " is not whole");
        const std::size_t end = (row + static_cast<std::size_t>(rows)) * m_picture.bytesPerRow();
        if (m_picture.samples.size() < end)
            m_picture.samples.resize(end);
        for (int inner = 0; inner < rows; ++inner)
            takeRow(m_block.get() + bytesPerRow * static_cast<std::size_t>(inner),
                row + static_cast<std::uint32_t>(inner), column, plane);
    }

    std::size_t blockRowBytes() const
    {
        const std::size_t samples = m_layout.isPlanar ? 1 : static_cast<std::size_t>(m_layout.samples);
        return samples * m_blockWidth * static_cast<std::size_t>(m_layout.bits / 8);
    }

    void takeRow(const std::uint8_t* from, std::uint32_t row, std::uint32_t column, int plane)
    {
        const auto kept = static_cast<int>(m_picture.samplesPerPixel());
        const auto count = static_cast<int>(
            std::min(m_blockWidth, static_cast<std::uint32_t>(m_picture.info.storedSize.width) - column));
        const std::size_t sampleBytes = static_cast<std::size_t>(m_picture.bits) / 8;
        std::uint8_t* const to =
            m_picture.samples.data() + row * m_picture.bytesPerRow() + column * m_picture.bytesPerPixel();
        const int first = m_layout.isPlanar ? plane : 0;
        const int last = m_layout.isPlanar ? plane : m_layout.samples - 1;
        for (int sample = first; sample <= std::min(last, kept - 1); ++sample) {
            const std::uint8_t* const source =
                from + static_cast<std::size_t>(sample - first) * static_cast<std::size_t>(m_layout.bits / 8);
            std::uint8_t* const target = to + static_cast<std::size_t>(sample) * sampleBytes;
            const int stride = m_layout.isPlanar ? 1 : m_layout.samples;
            if (m_layout.isFloat)
                takeSamples<float, std::uint16_t>(source, stride, target, kept, count);
            else if (m_layout.bits == 16)
                takeSamples<std::uint16_t, std::uint16_t>(source, stride, target, kept, count);
            else
                takeSamples<std::uint8_t, std::uint8_t>(source, stride, target, kept, count);
        }
    }

    TIFF* m_tiff;
    const Layout& m_layout;
    DecodedPicture& m_picture;
    bool m_isTiled;
    std::uint32_t m_blockWidth = 0;
    std::uint32_t m_blockHeight = 0;
    tmsize_t m_blockBytes = 0;
    std::unique_ptr<std::uint8_t[]> m_block;
};

/// Calls with each pixel's samples.
template <typename Sample, typename Change>
void forEachPixel(DecodedPicture& picture, const Change& change)
{
    auto* sample = reinterpret_cast<Sample*>(picture.samples.data());
    for (std::size_t pixel = 0; pixel < picture.pixels(); ++pixel, sample += picture.samplesPerPixel())
        change(sample);
}

/// Turns inverted grey round, and takes the multiplication with alpha out of colours.
template <typename Sample>
void normalise(DecodedPicture& picture, const Layout& layout)
{
    constexpr std::uint32_t kWhite = std::numeric_limits<Sample>::max();
    const auto colours = static_cast<std::size_t>(picture.colourChannels);
    if (layout.isInverted)
        forEachPixel<Sample>(picture, [](Sample* sample) { *sample = static_cast<Sample>(kWhite - *sample); });
    if (!picture.hasAlpha || !layout.isAlphaMultiplied)
        return;
    forEachPixel<Sample>(picture, [colours](Sample* sample) {
        const std::uint32_t alpha = sample[colours];
        for (std::size_t index = 0; index < colours && alpha > 0; ++index)
            sample[index] = static_cast<Sample>(
                std::min<std::uint64_t>(kWhite, (std::uint64_t{sample[index]} * kWhite + alpha / 2) / alpha));
    });
}

/// Palettes, few bits, YCbCr, Lab and the rest, by libtiff's own conversion.
void readConverted(const Tiff& tiff, DecodedPicture& picture)
{
    const PictureSize size = picture.info.storedSize;
    char reason[1024] = "";
    if (TIFFRGBAImageOK(tiff.get(), reason) == 0)
        throw PictureDamage("it is of a rare kind", "save it anew as PNG");
    const std::unique_ptr<std::uint32_t[]> pixels(new std::uint32_t[picture.pixels()]); // not filled, as above
    // The orientation is ours, not libtiff's, whose versions differ.
    TIFFSetField(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    if (TIFFReadRGBAImageOriented(tiff.get(), static_cast<std::uint32_t>(size.width),
            static_cast<std::uint32_t>(size.height), pixels.get(), ORIENTATION_TOPLEFT, 1)
        == 0)
        throw PictureDamage("its data are not whole");
    picture.colourChannels = 3;
    picture.hasAlpha = false;
    picture.bits = 8;
    picture.samples.reserve(picture.pixels() * 3);
    for (std::size_t index = 0; index < picture.pixels(); ++index) {
        picture.samples.push_back(static_cast<std::uint8_t>(TIFFGetR(pixels[index])));
        picture.samples.push_back(static_cast<std::uint8_t>(TIFFGetG(pixels[index])));
        picture.samples.push_back(static_cast<std::uint8_t>(TIFFGetB(pixels[index])));
    }
}

/// Whether the directory names the tag, even if libtiff dropped it because its value cannot be read.
bool namesTag(const Tiff& tiff, std::string_view bytes, std::uint16_t tag)
{
    const bool isBig = TIFFIsBigEndian(tiff.get()) != 0;
    const std::size_t countBytes = TIFFIsBigTIFF(tiff.get()) != 0 ? 8 : 2;
    const std::size_t entryBytes = TIFFIsBigTIFF(tiff.get()) != 0 ? 20 : 12;
    const auto numberAt = [&](std::size_t position, std::size_t length) {
        std::uint64_t value = 0;
        for (std::size_t index = 0; index < length; ++index)
            value = value << 8U | static_cast<std::uint8_t>(bytes[position + (isBig ? index : length - 1 - index)]);
        return value;
    };
    const std::uint64_t directory = TIFFCurrentDirOffset(tiff.get());
    if (directory > bytes.size() || bytes.size() - directory < countBytes)
        return false;
    std::size_t position = directory + countBytes;
    for (std::uint64_t left = numberAt(directory, countBytes); left > 0 && bytes.size() - position >= entryBytes;
         --left, position += entryBytes) {
        if (numberAt(position, 2) == tag)
            return true;
    }
    return false;
}

std::string iccProfileOf(const Tiff& tiff)
{
    std::uint32_t length = 0;
    void* profile = nullptr;
    if (TIFFGetField(tiff.get(), TIFFTAG_ICCPROFILE, &length, &profile) != 1 || profile == nullptr)
        return {};
    return {static_cast<const char*>(profile), length};
}

} // namespace

PictureInfo readTiffInfo(std::string_view bytes)
{
    return infoOf(Tiff(bytes));
}

DecodedPicture decodeTiff(std::string_view bytes)
{
    const Tiff tiff(bytes);
    DecodedPicture picture;
    picture.info = infoOf(tiff);
    Layout layout;
    picture.colours.iccProfile = iccProfileOf(tiff);
    picture.colours.hasProfile = namesTag(tiff, bytes, TIFFTAG_ICCPROFILE);
    if (!readPlainLayout(tiff, picture, layout)) {
        readConverted(tiff, picture);
        return picture;
    }
    PlainReader(tiff, layout, picture).read();
    if (picture.bits == 16)
        normalise<std::uint16_t>(picture, layout);
    else
        normalise<std::uint8_t>(picture, layout);
    return picture;
}

} // namespace cnnvis
