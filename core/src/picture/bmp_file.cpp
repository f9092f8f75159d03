// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/decoded_picture.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <mutex>

#include <fcntl.h>
#include <unistd.h>

namespace cnnvis {

namespace {

std::uint32_t littleEndian(std::string_view bytes, std::size_t position, std::size_t length)
{
    if (position > bytes.size() || length > bytes.size() - position)
        throw PictureDamage("it ends too early");
    std::uint32_t value = 0;
    for (std::size_t index = length; index > 0; --index)
        value = value << 8U | static_cast<std::uint8_t>(bytes[position + index - 1]);
    return value;
}

/// What stands before the pixels. OpenCV trusts it, and fills up what is missing without a word.
struct Header {
    std::uint64_t height = 0;
    std::uint64_t width = 0;
    std::uint64_t bitsPerPixel = 0;
    std::uint32_t start = 0; ///< of the pixels
    std::uint32_t dataBytes = 0; ///< as claimed, where they are run lengths
    bool isRunLength = false;
    bool hasAlpha = false;
};

Header readHeader(std::string_view bytes)
{
    constexpr std::uint32_t kOs2 = 12;
    constexpr std::uint32_t kWithAlphaMask = 56;
    Header header;
    header.start = littleEndian(bytes, 10, 4);
    const std::uint32_t headerBytes = littleEndian(bytes, 14, 4);
    if (headerBytes == kOs2) {
        header.width = littleEndian(bytes, 18, 2);
        header.height = littleEndian(bytes, 20, 2);
        header.bitsPerPixel = littleEndian(bytes, 24, 2);
        return header;
    }
    const std::uint32_t height = littleEndian(bytes, 22, 4);
    header.width = littleEndian(bytes, 18, 4);
    header.height = height > 0x7fffffffU ? ~height + 1U : height; // negative: rows from the top
    header.bitsPerPixel = littleEndian(bytes, 28, 2);
    const std::uint32_t compression = littleEndian(bytes, 30, 4);
    header.isRunLength = compression == 1 || compression == 2;
    header.dataBytes = littleEndian(bytes, 34, 4);
    const bool hasMasks = compression == 3 || compression == 6;
    header.hasAlpha =
        header.bitsPerPixel == 32 && hasMasks && headerBytes >= kWithAlphaMask && littleEndian(bytes, 66, 4) != 0;
    return header;
}

PictureInfo infoOf(const Header& header)
{
    PictureInfo info;
    info.storedSize = checkedPictureSize(header.height, header.width);
    return info;
}

void requireData(const Header& header, std::string_view bytes)
{
    const std::uint64_t bytesPerRow = (header.width * header.bitsPerPixel + 31) / 32 * 4;
    const std::uint64_t needed = header.isRunLength ? header.dataBytes : bytesPerRow * header.height;
    if (header.start > bytes.size() || needed > bytes.size() - header.start)
        throw PictureDamage("it ends too early");
}

/// While it lives, what the process writes to standard error goes nowhere: OpenCV tells of damage there. One at a time:
/// standard error belongs to all threads.
class MutedStandardError {
public:
    MutedStandardError()
        : m_lock(mutex())
        , m_before(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0))
        , m_nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC))
    {
        if (m_before >= 0 && m_nowhere >= 0)
            ::dup2(m_nowhere, STDERR_FILENO);
    }
    MutedStandardError(const MutedStandardError&) = delete;
    MutedStandardError& operator=(const MutedStandardError&) = delete;
    ~MutedStandardError()
    {
        if (m_before >= 0 && m_nowhere >= 0)
            ::dup2(m_before, STDERR_FILENO);
        for (const int descriptor : {m_before, m_nowhere}) {
            if (descriptor >= 0)
                ::close(descriptor);
        }
    }

private:
    static std::mutex& mutex()
    {
        static std::mutex mutex;
        return mutex;
    }

    std::lock_guard<std::mutex> m_lock;
    int m_before;
    int m_nowhere;
};

cv::Mat decodeWithOpenCv(std::string_view bytes, bool hasAlpha)
{
    const MutedStandardError muted;
    try {
        const auto count = std::min<std::size_t>(bytes.size(), std::numeric_limits<int>::max());
        const cv::Mat buffer(1, static_cast<int>(count), CV_8UC1, const_cast<char*>(bytes.data()));
        return cv::imdecode(buffer, hasAlpha ? cv::IMREAD_UNCHANGED : cv::IMREAD_COLOR);
    } catch (const std::exception&) {
        // OpenCV's text is of several lines, and about its own source.
        return {};
    }
}

} // namespace

PictureInfo readBmpInfo(std::string_view bytes)
{
    return infoOf(readHeader(bytes));
}

DecodedPicture decodeBmp(std::string_view bytes)
{
    const Header header = readHeader(bytes);
    DecodedPicture picture;
    picture.info = infoOf(header);
    requireData(header, bytes);
    const cv::Mat decoded = decodeWithOpenCv(bytes, header.hasAlpha);
    const PictureSize size{decoded.rows, decoded.cols};
    if (size != picture.info.storedSize || decoded.depth() != CV_8U || decoded.channels() < 3)
        throw PictureDamage("it cannot be decoded");
    picture.hasAlpha = decoded.channels() == 4;
    for (int row = 0; row < size.height; ++row) {
        const auto* from = decoded.ptr<std::uint8_t>(row);
        std::uint8_t* to = nextRow(picture);
        for (int column = 0; column < size.width; ++column, from += decoded.channels()) {
            for (const int channel : {2, 1, 0}) // OpenCV has blue first
                *to++ = from[channel];
            if (picture.hasAlpha)
                *to++ = from[3];
        }
    }
    return picture;
}

} // namespace cnnvis
