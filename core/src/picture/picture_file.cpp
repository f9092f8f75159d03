// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/picture_file.h"

#include "cnnvis/error.h"
#include "cnnvis/output_file.h"
#include "picture/picture_header.h"
#include "picture/png_file.h"
#include "util/input_file.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <mutex>
#include <utility>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

namespace cnnvis {

namespace {

constexpr std::size_t kMaximumFileBytes = std::size_t{512} << 20U;
constexpr int kJpegQuality = 95;
constexpr int kWebpLossless = 101; // of OpenCV: every quality above 100
constexpr int kMaximumJpegSide = 65500; // of libjpeg
constexpr int kMaximumWebpSide = 16383; // of the format

std::string readBytes(const std::string& path)
{
    InputFile file = readInputFile(path, "picture", kMaximumFileBytes);
    if (!file.problem.empty())
        throw PictureError(file.problem);
    return std::move(file.bytes);
}

/// While it lives, what the process writes to standard error is kept instead: the decoders behind OpenCV tell of damage
/// there and nowhere else. One at a time: standard error belongs to all threads.
class DecoderMessages {
public:
    DecoderMessages()
        : m_lock(mutex())
        , m_before(::dup(STDERR_FILENO))
        , m_file(::memfd_create("decoder messages", MFD_CLOEXEC))
    {
        if (m_before >= 0 && m_file >= 0)
            ::dup2(m_file, STDERR_FILENO);
    }
    DecoderMessages(const DecoderMessages&) = delete;
    DecoderMessages& operator=(const DecoderMessages&) = delete;
    ~DecoderMessages()
    {
        if (m_before >= 0 && m_file >= 0)
            ::dup2(m_before, STDERR_FILENO);
        ::close(m_before);
        ::close(m_file);
    }

    std::string text() const
    {
        std::string text(4096, '\0');
        const ssize_t length = ::pread(m_file, text.data(), text.size(), 0);
        text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
        return text;
    }

private:
    static std::mutex& mutex()
    {
        static std::mutex mutex;
        return mutex;
    }

    std::lock_guard<std::mutex> m_lock;
    int m_before;
    int m_file;
};

/// Whether a decoder said that it filled up for what it could not read. Other messages are about odd but whole files.
bool tellsOfDamage(const std::string& messages)
{
    return messages.find("Corrupt JPEG data") != std::string::npos
        || messages.find("Premature end") != std::string::npos;
}

cv::Mat decode(const std::string& bytes, const PictureHeader& header, const std::string& path)
{
    try {
        const DecoderMessages messages;
        const cv::Mat buffer(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
        cv::Mat decoded = cv::imdecode(buffer, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
        if (!tellsOfDamage(messages.text()) && decoded.type() == CV_8UC3
            && PictureSize{decoded.rows, decoded.cols} == header.storedSize)
            return decoded;
    } catch (const std::exception&) {
        // OpenCV's text is of several lines, and about its own source; the reason below says as much.
    }
    throw PictureError("Cannot read picture '" + path
        + "': it cannot be decoded: truncated, damaged, or of a rare kind; get the file again, or save it anew as PNG");
}

/// Turns the picture as EXIF's orientation says.
void applyOrientation(cv::Mat& image, int orientation)
{
    const bool isMirrored = orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
    if (isMirrored && orientation != 4)
        cv::flip(image, image, 1);
    else if (orientation == 4)
        cv::flip(image, image, 0);
    if (orientation == 3)
        cv::rotate(image, image, cv::ROTATE_180);
    else if (orientation == 6 || orientation == 7)
        cv::rotate(image, image, cv::ROTATE_90_CLOCKWISE);
    else if (orientation == 5 || orientation == 8)
        cv::rotate(image, image, cv::ROTATE_90_COUNTERCLOCKWISE);
}

/// Copies pixels, and exchanges red and blue on the way: OpenCV has blue first.
template <typename Channel>
void copySwapped(const Channel* from, Channel* to, std::size_t pixels)
{
    for (std::size_t index = 0; index < pixels; ++index, from += 3, to += 3) {
        to[0] = from[2];
        to[1] = from[1];
        to[2] = from[0];
    }
}

Picture toPicture(const cv::Mat& image)
{
    const auto width = static_cast<std::size_t>(image.cols);
    std::vector<std::uint8_t> pixels(image.total() * 3);
    for (int row = 0; row < image.rows; ++row)
        copySwapped(image.ptr<std::uint8_t>(row), pixels.data() + static_cast<std::size_t>(row) * width * 3, width);
    return {{image.rows, image.cols}, std::move(pixels)};
}

cv::Mat toMat(const Picture& picture)
{
    const auto pixels = static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width());
    cv::Mat image(picture.height(), picture.width(), picture.bitsPerChannel() == 16 ? CV_16UC3 : CV_8UC3);
    if (picture.bitsPerChannel() == 16)
        copySwapped(picture.pixels16(), image.ptr<std::uint16_t>(), pixels);
    else
        copySwapped(picture.pixels8(), image.ptr<std::uint8_t>(), pixels);
    return image;
}

std::string cannotWrite(const std::string& path)
{
    return "Cannot write picture '" + path + "': ";
}

/// The format that the ending of a path names.
PictureFormat formatOfEnding(const std::string& path)
{
    const std::string name = path.substr(path.find_last_of('/') + 1);
    const std::size_t dot = name.find_last_of('.');
    std::string ending = dot == std::string::npos ? std::string() : name.substr(dot);
    std::transform(ending.begin(), ending.end(), ending.begin(),
        [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (ending == ".png")
        return PictureFormat::Png;
    if (ending == ".jpg" || ending == ".jpeg")
        return PictureFormat::Jpeg;
    if (ending == ".bmp")
        return PictureFormat::Bmp;
    if (ending == ".tif" || ending == ".tiff")
        return PictureFormat::Tiff;
    if (ending == ".webp")
        return PictureFormat::Webp;
    const std::string problem = ending.empty() ? "it has no ending" : "its ending is " + ending;
    throw PictureError(
        cannotWrite(path) + problem + "; use one of .png .jpg .jpeg .bmp .tif .tiff .webp, which say the format");
}

/// Throws when the format cannot hold a picture of that size.
void checkFits(PictureSize size, PictureFormat format, const std::string& path)
{
    int longest = std::numeric_limits<int>::max();
    if (format == PictureFormat::Jpeg)
        longest = kMaximumJpegSide;
    else if (format == PictureFormat::Webp)
        longest = kMaximumWebpSide;
    else if (format == PictureFormat::Png)
        longest = kMaximumPngSide;
    const int side = std::max(size.height, size.width);
    if (side > longest)
        throw PictureError(cannotWrite(path) + "a side of " + std::to_string(side)
            + " pixels is too long for the format, which ends at " + std::to_string(longest) + "; use .tif");
}

/// Throws when the format cannot hold the picture.
void checkFits(const Picture& picture, PictureFormat format, const std::string& path)
{
    if (picture.isEmpty())
        throw PictureError(cannotWrite(path) + "it has no pixels; give one that has");
    if (picture.bitsPerChannel() == 16 && format != PictureFormat::Png && format != PictureFormat::Tiff)
        throw PictureError(cannotWrite(path) + "16 bits a channel go to PNG and TIFF only; use .png, or 8 bits");
    checkFits(picture.size(), format, path);
}

std::string encodeWithOpenCv(const Picture& picture, PictureFormat format, const std::string& path)
{
    try {
        std::vector<std::uint8_t> bytes;
        bool isEncoded = false;
        if (format == PictureFormat::Jpeg)
            isEncoded = cv::imencode(".jpg", toMat(picture), bytes, {cv::IMWRITE_JPEG_QUALITY, kJpegQuality});
        else if (format == PictureFormat::Bmp)
            isEncoded = cv::imencode(".bmp", toMat(picture), bytes);
        else if (format == PictureFormat::Tiff)
            isEncoded = cv::imencode(".tiff", toMat(picture), bytes);
        else
            isEncoded = cv::imencode(".webp", toMat(picture), bytes, {cv::IMWRITE_WEBP_QUALITY, kWebpLossless});
        if (isEncoded)
            return {bytes.begin(), bytes.end()};
    } catch (const std::exception&) {
        // As in decode().
    }
    throw PictureError(cannotWrite(path) + "it cannot be encoded in this format; use .png, or a smaller picture");
}

} // namespace

PictureSize readPictureSize(const std::string& path)
{
    return readPictureHeader(readBytes(path), path).size();
}

Picture readPicture(const std::string& path)
{
    std::string bytes = readBytes(path);
    const PictureHeader header = readPictureHeader(bytes, path);
    if (header.orientationByte != 0)
        bytes[header.orientationByte] = 1;
    try {
        cv::Mat image = decode(bytes, header, path);
        applyOrientation(image, header.orientation);
        return toPicture(image);
    } catch (const PictureError&) {
        throw;
    } catch (const std::exception&) {
        throw PictureError(
            "Cannot read picture '" + path + "': there is not enough memory for it; scale it down first");
    }
}

std::map<std::string, std::string> readPictureText(const std::string& path)
{
    const std::string bytes = readBytes(path);
    if (readPictureHeader(bytes, path).format != PictureFormat::Png)
        return {};
    return readPngText(bytes, path);
}

void checkPictureWritable(const std::string& path)
{
    formatOfEnding(path);
    const std::string reason = whyNotWritable(path);
    if (!reason.empty())
        throw PictureError(cannotWrite(path) + reason);
}

void checkPictureWritable(const std::string& path, PictureSize size)
{
    checkFits(size, formatOfEnding(path), path);
    checkPictureWritable(path);
}

void writePicture(const std::string& path, const Picture& picture, const std::map<std::string, std::string>& text)
{
    const PictureFormat format = formatOfEnding(path);
    checkFits(picture, format, path);
    const std::string bytes =
        format == PictureFormat::Png ? encodePng(picture, text, path) : encodeWithOpenCv(picture, format, path);
    const std::string reason = replaceFile(path, bytes);
    if (!reason.empty())
        throw PictureError(cannotWrite(path) + reason);
}

} // namespace cnnvis
