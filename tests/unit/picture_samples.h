// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/error.h"
#include "cnnvis/picture_file.h"

#include <QTemporaryDir>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Pictures and picture files for tests, put together by hand, byte by byte, where no program writes such.
namespace cnnvis::test {

/// What the program writes, one of each format.
extern const std::vector<std::string> kPictureEndings;

std::string bytesAt(const std::string& path);
std::vector<std::uint8_t> values8(const Picture& picture);

/// A smooth picture, without symmetries, that survives JPEG.
template <typename Channel>
Picture slopes(PictureSize size, int factor)
{
    std::vector<Channel> values;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (const int value : {20 + 5 * y, 10 + 6 * x, 200 - 3 * x - 2 * y})
                values.push_back(static_cast<Channel>(value * factor));
        }
    }
    return {size, values};
}

Picture slopes8(PictureSize size = {21, 30});

/// @{ Parts of files.
std::string number(std::uint32_t value, int bytes, bool isBigEndian);
std::string pngChunk(const std::string& name, const std::string& data);
/// Puts chunks behind a PNG's header.
std::string withPngChunks(const std::string& png, const std::string& chunks);
/// What cameras store: a directory with nothing but the orientation.
std::string exifBlock(int orientation, bool isBig);
std::string jpegExif(const std::string& exif);
std::string webpFile(const std::string& chunks);
/// @}

/// An uncompressed TIFF that has its directory at the start, other than OpenCV's.
std::string tiffBytes(PictureSize size, const std::string& data, int orientation, bool isBig);
/// A picture file of the given format with an orientation in it.
std::string withOrientation(const std::string& ending, const std::string& bytes, int orientation);
/// A header that claims so many pixels a side, and next to nothing behind it.
std::string bombBytes(const std::string& ending, int side = 8000);

/// The message of the PictureError that a call ends with; empty when it ends well.
template <typename Call>
std::string problemOf(const Call& call)
{
    try {
        call();
    } catch (const PictureError& error) {
        return error.what();
    }
    return {};
}

/// Picture files in a folder of their own.
class PictureFolder {
public:
    PictureFolder();

    QString folder() const { return m_folder.path(); }
    std::string pathOf(const std::string& name) const;
    void write(const std::string& name, const std::string& bytes) const;
    /// The bytes that the program writes for a small picture.
    std::string sampleBytes(const std::string& ending, PictureSize size = {21, 30}) const;
    /// Writes bytes to a file, "picture", and reads it as a picture.
    Picture readBytes(const std::string& bytes) const;

private:
    QTemporaryDir m_folder;
};

} // namespace cnnvis::test
