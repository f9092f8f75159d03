// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_samples.h"

#include <QFile>

#include <algorithm>

namespace cnnvis::test {
namespace {

std::string tiffEntry(int tag, int type, std::uint32_t count, std::uint32_t value, bool isBig)
{
    const bool isShort = type == 3 && count == 1;
    return number(static_cast<std::uint32_t>(tag), 2, isBig) + number(static_cast<std::uint32_t>(type), 2, isBig)
        + number(count, 4, isBig) + (isShort ? number(value, 2, isBig) + number(0, 2, isBig) : number(value, 4, isBig));
}

std::string tiffHead(bool isBig)
{
    return (isBig ? "MM" : "II") + number(42, 2, isBig) + number(8, 4, isBig);
}

std::string webpChunk(const std::string& name, const std::string& data)
{
    return name + number(static_cast<std::uint32_t>(data.size()), 4, false) + data + std::string(data.size() % 2, '\0');
}

/// One component, whose first scan has a block for each bit of its data: of too few.
std::string progressiveBomb(const std::string& side)
{
    const std::string table = "\xff\xdb" + number(67, 2, true) + std::string(1, '\0') + std::string(64, '\x01');
    const std::string oneCode = "\xff\xc4" + number(20, 2, true) + std::string("\0\x01", 2) + std::string(16, '\0');
    return "\xff\xd8" + table + "\xff\xc2" + number(11, 2, true) + "\x08" + side + side
        + std::string("\x01\x01\x11\0", 4) + oneCode + "\xff\xda" + std::string("\0\x08\x01\x01\0\0\0\0", 8)
        + std::string(900, '\0') + "\xff\xd9";
}

/// A palette of two colours, and a frame without data.
std::string gifBomb(const std::string& side)
{
    return "GIF89a" + side + side + std::string("\x80\0\0", 3) + std::string(6, '\x7f') + "," + std::string(4, '\0')
        + side + side + std::string("\0\x02\0;", 4);
}

std::string webpCanvas(PictureSize size, int flags)
{
    return webpChunk("VP8X",
        number(static_cast<std::uint32_t>(flags), 4, false)
            + number(static_cast<std::uint32_t>(size.width) - 1, 3, false)
            + number(static_cast<std::uint32_t>(size.height) - 1, 3, false));
}

} // namespace

const std::vector<std::string> kPictureEndings = {".png", ".jpg", ".bmp", ".tiff", ".webp"};

std::string bytesAt(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : "(cannot be opened)";
}

std::vector<std::uint8_t> values8(const Picture& picture)
{
    return {picture.pixels8(),
        picture.pixels8() + static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width()) * 3};
}

Picture slopes8(PictureSize size)
{
    return slopes<std::uint8_t>(size, 1);
}

std::string number(std::uint32_t value, int bytes, bool isBigEndian)
{
    std::string text;
    for (int index = 0; index < bytes; ++index)
        text.push_back(static_cast<char>(value >> (8 * index)));
    if (isBigEndian)
        std::reverse(text.begin(), text.end());
    return text;
}

std::string pngChunk(const std::string& name, const std::string& data)
{
    std::uint32_t remainder = 0xffffffffU;
    for (const char byte : name + data) {
        remainder ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            remainder = remainder >> 1U ^ ((remainder & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return number(static_cast<std::uint32_t>(data.size()), 4, true) + name + data + number(~remainder, 4, true);
}

std::string withPngChunks(const std::string& png, const std::string& chunks)
{
    return png.substr(0, 33) + chunks + png.substr(33);
}

std::string exifBlock(int orientation, bool isBig)
{
    return tiffHead(isBig) + number(1, 2, isBig) + tiffEntry(274, 3, 1, static_cast<std::uint32_t>(orientation), isBig)
        + number(0, 4, isBig);
}

std::string tiffBytes(PictureSize size, const std::string& data, int orientation, bool isBig)
{
    constexpr std::uint32_t kEntries = 9;
    const std::uint32_t behind = 8 + 2 + 12 * kEntries + 4;
    const auto height = static_cast<std::uint32_t>(size.height);
    return tiffHead(isBig) + number(kEntries, 2, isBig)
        + tiffEntry(256, 4, 1, static_cast<std::uint32_t>(size.width), isBig) + tiffEntry(257, 4, 1, height, isBig)
        + tiffEntry(258, 3, 3, behind, isBig) + tiffEntry(262, 3, 1, 2, isBig) + tiffEntry(273, 4, 1, behind + 6, isBig)
        + tiffEntry(274, 3, 1, static_cast<std::uint32_t>(orientation), isBig) + tiffEntry(277, 3, 1, 3, isBig)
        + tiffEntry(278, 4, 1, height, isBig) + tiffEntry(279, 4, 1, static_cast<std::uint32_t>(data.size()), isBig)
        + number(0, 4, isBig) + number(8, 2, isBig) + number(8, 2, isBig) + number(8, 2, isBig) + data;
}

std::string jpegExif(const std::string& exif)
{
    return "\xff\xe1" + number(static_cast<std::uint32_t>(exif.size()) + 8, 2, true) + std::string("Exif\0\0", 6)
        + exif;
}

std::string webpFile(const std::string& chunks)
{
    return "RIFF" + number(static_cast<std::uint32_t>(chunks.size()) + 4, 4, false) + "WEBP" + chunks;
}

std::string withOrientation(const std::string& ending, const std::string& bytes, int orientation)
{
    const std::string exif = exifBlock(orientation, orientation % 2 == 0);
    if (ending == ".jpg")
        return bytes.substr(0, 2) + jpegExif(exif) + bytes.substr(2);
    if (ending == ".png")
        return withPngChunks(bytes, pngChunk("eXIf", exif));
    std::string chunks = bytes.substr(12);
    chunks[8] = static_cast<char>(chunks[8] | 8); // of the flags in the first chunk, which is an extended header's
    return webpFile(chunks + webpChunk("EXIF", exif));
}

std::string bombBytes(const std::string& ending, int side)
{
    const std::string big = number(static_cast<std::uint32_t>(side), 4, true);
    const std::string little = number(static_cast<std::uint32_t>(side), 4, false);
    if (ending == ".png") {
        return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", big + big + std::string("\x08\x02\0\0\0", 5))
            + pngChunk("IDAT", "x") + pngChunk("IEND", "");
    }
    if (ending == ".jpg") {
        return "\xff\xd8\xff\xc0" + number(11, 2, true) + "\x08" + big.substr(2) + big.substr(2)
            + std::string("\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\xff\xd9", 16);
    }
    if (ending == ".progressive.jpg")
        return progressiveBomb(big.substr(2));
    if (ending == ".gif")
        return gifBomb(little.substr(0, 2));
    if (ending == ".bmp") {
        return "BM" + number(54, 4, false) + number(0, 4, false) + number(54, 4, false) + number(40, 4, false) + little
            + little + number(1, 2, false) + number(24, 2, false) + std::string(24, '\0');
    }
    if (ending == ".tiff")
        return tiffBytes({side, side}, "data", 1, false);
    return webpFile(webpCanvas({side, side}, 0) + webpChunk("VP8L", std::string("\x2f\0\0\0\0\0", 6)));
}

PictureFolder::PictureFolder()
{
    if (!m_folder.isValid())
        qFatal("there is no folder for temporary files");
}

std::string PictureFolder::pathOf(const std::string& name) const
{
    return m_folder.filePath(QString::fromStdString(name)).toStdString();
}

void PictureFolder::write(const std::string& name, const std::string& bytes) const
{
    QFile file(QString::fromStdString(pathOf(name)));
    const auto size = static_cast<qint64>(bytes.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), size) != size)
        qFatal("%s cannot be written", name.c_str());
}

std::string PictureFolder::sampleBytes(const std::string& ending, PictureSize size) const
{
    writePicture(pathOf("sample" + ending), slopes8(size));
    return bytesAt(pathOf("sample" + ending));
}

Picture PictureFolder::readBytes(const std::string& bytes) const
{
    write("picture", bytes);
    const Picture picture = readPicture(pathOf("picture"));
    if (readPictureSize(pathOf("picture")) != picture.size())
        qFatal("readPictureSize() and readPicture() disagree about a file of %zu bytes", bytes.size());
    return picture;
}

} // namespace cnnvis::test
