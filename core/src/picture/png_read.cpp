// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/decoded_picture.h"
#include "picture/exif.h"
#include "picture/png_structures.h"
#include "util/byte_order.h"

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace cnnvis {

namespace {

using png::Structures;
using png::Transfer;

constexpr double kMaximumDeflation = 1032.0; // of the format: a byte cannot stand for more

/// What the chunks say of which libpng has no word, or has one only in some of its versions.
struct Chunks {
    ColourDescription colours;
    int orientation = 1;
    int frames = 1;
    std::size_t pixelBytes = 0; ///< compressed
    std::string_view readable; ///< up to a chunk that claims more than there is: libpng would take the memory for it
};

std::uint32_t bigEndian(std::string_view bytes, std::size_t position)
{
    return png_get_uint_32(reinterpret_cast<png_const_bytep>(bytes.data() + position));
}

void readColours(std::string_view name, std::string_view data, ColourDescription& colours)
{
    constexpr double kUnit = 100'000.0; // gAMA and cHRM are in these parts
    if (name == "cICP" && data.size() == 4) {
        colours.codes = {static_cast<std::uint8_t>(data[0]), static_cast<std::uint8_t>(data[1])};
    } else if (name == "iCCP") {
        colours.hasProfile = true;
    } else if (name == "sRGB") {
        colours.isSrgb = true;
    } else if (name == "gAMA" && data.size() == 4) {
        colours.gamma = kUnit / bigEndian(data, 0);
    } else if (name == "cHRM" && data.size() == 32) {
        colours.chromaticities.emplace();
        for (std::size_t index = 0; index < 8; ++index)
            (*colours.chromaticities)[index] = bigEndian(data, 4 * index) / kUnit;
    }
}

/// Goes along the chunks as far as there are any.
Chunks readChunks(std::string_view bytes)
{
    constexpr std::size_t kSignature = 8;
    constexpr std::size_t kChunkFrame = 12; // length, name, checksum
    Chunks chunks;
    const std::string_view all = bytes;
    bytes.remove_prefix(std::min(bytes.size(), kSignature));
    while (bytes.size() >= kChunkFrame) {
        const std::size_t length = bigEndian(bytes, 0);
        const std::string_view name = bytes.substr(4, 4);
        if (length > bytes.size() - kChunkFrame) {
            if (name == "IDAT")
                bytes = {}; // which is read in pieces
            break;
        }
        const std::string_view data = bytes.substr(8, length);
        readColours(name, data, chunks.colours);
        if (name == "IDAT")
            chunks.pixelBytes += length;
        else if (name == "eXIf")
            chunks.orientation = readExif(data).orientation;
        else if (name == "acTL" && length >= 4)
            chunks.frames = static_cast<int>(std::min<std::uint32_t>(bigEndian(data, 0), 1U << 20U));
        bytes.remove_prefix(kChunkFrame + length);
    }
    chunks.readable = all.substr(0, all.size() - bytes.size());
    return chunks;
}

/// Reads all that stands before the pixels. Nothing with a destructor lives in here, nor in what follows, as libpng
/// jumps out of it. @return  false when it did.
bool readHeader(const Structures& structures, Transfer& transfer)
{
    png_structp png = structures.png();
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_read_fn(png, &transfer, png::takeBytes);
    png_set_user_limits(png, kMaximumPictureSide, kMaximumPictureSide);
    png_set_benign_errors(png, 1);
    png_read_info(png, structures.info());
    return true;
}

/// Palettes, less than 8 bits and transparent colours become plain samples.
bool expand(const Structures& structures)
{
    png_structp png = structures.png();
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_expand(png);
    if (isLittleEndianMachine())
        png_set_swap(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, structures.info());
    return true;
}

bool readRow(const Structures& structures, std::uint8_t* row)
{
    if (setjmp(png_jmpbuf(structures.png())))
        return false;
    png_read_row(structures.png(), row, nullptr);
    return true;
}

bool readImage(const Structures& structures, std::uint8_t** rows)
{
    if (setjmp(png_jmpbuf(structures.png())))
        return false;
    png_read_image(structures.png(), rows);
    return true;
}

bool readEnd(const Structures& structures)
{
    if (setjmp(png_jmpbuf(structures.png())))
        return false;
    png_read_end(structures.png(), nullptr);
    return true;
}

std::string iccProfileOf(const Structures& structures)
{
    png_charp name = nullptr;
    int compression = 0;
    png_bytep profile = nullptr;
    png_uint_32 length = 0;
    if (png_get_iCCP(structures.png(), structures.info(), &name, &compression, &profile, &length) == 0)
        return {};
    return {reinterpret_cast<const char*>(profile), length};
}

/// A reader that has read the header.
class Reader {
public:
    explicit Reader(std::string_view bytes)
        : m_chunks(readChunks(bytes))
        , m_structures(false, m_transfer)
    {
        m_transfer.input = m_chunks.readable;
        require(m_structures.isValid() && readHeader(m_structures, m_transfer));
        const png_structp png = m_structures.png();
        m_info.storedSize = checkedPictureSize(
            png_get_image_height(png, m_structures.info()), png_get_image_width(png, m_structures.info()));
        m_info.orientation = m_chunks.orientation;
        m_info.frames = m_chunks.frames;
    }

    const PictureInfo& info() const { return m_info; }

    DecodedPicture decode()
    {
        const png_structp png = m_structures.png();
        const png_infop header = m_structures.info();
        DecodedPicture picture;
        picture.info = m_info;
        picture.colours = std::move(m_chunks.colours);
        picture.colours.iccProfile = iccProfileOf(m_structures);
        const bool isInterlaced = png_get_interlace_type(png, header) != PNG_INTERLACE_NONE;
        require(expand(m_structures));
        const int channels = png_get_channels(png, header);
        picture.colourChannels = channels >= 3 ? 3 : 1;
        picture.hasAlpha = channels == 2 || channels == 4;
        picture.bits = png_get_bit_depth(png, header);
        if (isInterlaced)
            readInterlaced(picture);
        else
            readRows(picture);
        require(readEnd(m_structures));
        return picture;
    }

private:
    void require(bool isDone) const
    {
        if (!isDone)
            throw PictureDamage("libpng says: " + m_transfer.reason());
    }

    void readRows(DecodedPicture& picture)
    {
        for (int row = 0; row < m_info.storedSize.height; ++row)
            require(readRow(m_structures, nextRow(picture)));
    }

    /// All rows are there from the start on, so that the file has to have the bytes for them.
    void readInterlaced(DecodedPicture& picture)
    {
        const auto height = static_cast<std::size_t>(m_info.storedSize.height);
        const double bitsStored = static_cast<double>(png_get_rowbytes(m_structures.png(), m_structures.info()))
            * static_cast<double>(height) / 32.0; // what is a single bit in the file may have become so many
        if (bitsStored > kMaximumDeflation * static_cast<double>(m_chunks.pixelBytes))
            throw PictureDamage("it claims " + std::to_string(m_info.storedSize.height) + " x "
                + std::to_string(m_info.storedSize.width) + " pixels in " + std::to_string(m_chunks.pixelBytes)
                + " bytes");
        picture.samples.resize(height * picture.bytesPerRow());
        std::vector<std::uint8_t*> rows;
        for (std::size_t row = 0; row < height; ++row)
            rows.push_back(picture.samples.data() + row * picture.bytesPerRow());
        require(readImage(m_structures, rows.data()));
    }

    Chunks m_chunks;
    Transfer m_transfer;
    Structures m_structures;
    PictureInfo m_info;
};

} // namespace

PictureInfo readPngInfo(std::string_view bytes)
{
    return Reader(bytes).info();
}

DecodedPicture decodePng(std::string_view bytes)
{
    return Reader(bytes).decode();
}

} // namespace cnnvis
