// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/picture_file.h"

#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "cnnvis/output_file.h"
#include "cnnvis/transparency.h"
#include "picture/colour_conversion.h"
#include "picture/picture_format.h"
#include "picture/picture_metadata.h"
#include "picture/png_file.h"
#include "picture/real_image.h"
#include "util/input_file.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <limits>
#include <new>
#include <system_error>
#include <utility>
#include <vector>

namespace cnnvis {

namespace {

/// Four channels of floats, not compressed, and a gigabyte of what else cameras put in.
constexpr std::size_t kMaximumFileBytes = kMaximumPicturePixels * 4 * sizeof(float) + (std::size_t{1} << 30U);
/// Files and pictures below are not worth asking the system for its memory, which takes longer than reading them.
constexpr std::size_t kSmallBytes = std::size_t{16} << 20U;
constexpr int kJpegQuality = 95;
constexpr int kWebpLossless = 101; // of OpenCV: every quality above 100
/// The formats that are written.
enum class FileFormat { Png, Jpeg, Bmp, Tiff, Webp };

constexpr int kMaximumJpegSide = 65500; // of libjpeg
constexpr int kMaximumWebpSide = 16383; // of the format

/// What is no regular file, or too large for any picture, is for others to refuse.
void requireMemoryForFile(const std::string& path)
{
    std::error_code problem;
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    if (problem || size <= kSmallBytes || size > kMaximumFileBytes)
        return;
    const auto available = static_cast<std::uintmax_t>(availableMemoryBytes());
    if (size > available)
        throw PictureError("Cannot read picture '" + path + "': it has " + std::to_string(size >> 20U)
            + " MiB, but only " + std::to_string(available >> 20U)
            + " MiB of memory are free; close other programs, or scale it down first");
}

std::string readBytes(const std::string& path)
{
    requireMemoryForFile(path);
    InputFile file = readInputFile(path, "picture", kMaximumFileBytes);
    if (!file.problem.empty())
        throw PictureError(file.problem);
    return std::move(file.bytes);
}

/// Calls with a file's bytes and its format; what is wrong with the file becomes a PictureError that names it.
template <typename Use>
auto withFormat(const std::string& path, const std::string& bytes, const Use& use)
{
    const std::string cannotRead = "Cannot read picture '" + path + "': ";
    const PictureFormat* const format = findPictureFormat(bytes);
    if (format == nullptr)
        throw PictureError(
            cannotRead + "its format is none of " + pictureFormatsText() + "; convert it to one of these");
    try {
        return use(*format);
    } catch (const PictureDamage& damage) {
        throw PictureError(cannotRead + damage.what() + ": " + damage.remedy());
    } catch (const std::bad_alloc&) {
        throw PictureError(cannotRead + "there is not enough memory for it; scale it down first");
    }
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

/// Puts pixels that are not opaque on the neutral ground, so that colours that were hidden are gone.
void layOnGround(SrgbPixels& pixels)
{
    const int ground[] = {kNeutralGround.red, kNeutralGround.green, kNeutralGround.blue};
    for (std::size_t index = 0; index < pixels.alpha.size() * 3; ++index) {
        const int alpha = pixels.alpha[index / 3];
        const int mixed = pixels.colours[index] * alpha + ground[index % 3] * (255 - alpha);
        pixels.colours[index] = static_cast<std::uint8_t>((mixed + 127) / 255);
    }
}

template <typename Value>
std::vector<Value> turned(std::vector<Value> values, PictureSize size, int type, int orientation)
{
    if (orientation == 1 || values.empty())
        return values;
    cv::Mat image(size.height, size.width, type, values.data());
    cv::Mat turnedImage = image.clone();
    applyOrientation(turnedImage, orientation);
    return {turnedImage.datastart, turnedImage.dataend};
}

Picture toPicture(DecodedPicture decoded, std::vector<std::string>* notes)
{
    const PictureInfo info = decoded.info;
    SrgbPixels pixels = toSrgb(std::move(decoded));
    if (notes != nullptr && info.frames > 1)
        notes->push_back(
            "it is an animation of " + std::to_string(info.frames) + " pictures, of which the first is taken");
    if (notes != nullptr && !pixels.note.empty())
        notes->push_back(pixels.note);
    layOnGround(pixels);
    return {info.size(), turned(std::move(pixels.colours), info.storedSize, CV_8UC3, info.orientation),
        turned(std::move(pixels.alpha), info.storedSize, CV_8UC1, info.orientation)};
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
FileFormat formatOfEnding(const std::string& path)
{
    const std::string name = path.substr(path.find_last_of('/') + 1);
    const std::size_t dot = name.find_last_of('.');
    std::string ending = dot == std::string::npos ? std::string() : name.substr(dot);
    std::transform(ending.begin(), ending.end(), ending.begin(),
        [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (ending == ".png")
        return FileFormat::Png;
    if (ending == ".jpg" || ending == ".jpeg")
        return FileFormat::Jpeg;
    if (ending == ".bmp")
        return FileFormat::Bmp;
    if (ending == ".tif" || ending == ".tiff")
        return FileFormat::Tiff;
    if (ending == ".webp")
        return FileFormat::Webp;
    const std::string problem = ending.empty() ? "it has no ending" : "its ending is " + ending;
    throw PictureError(
        cannotWrite(path) + problem + "; use one of .png .jpg .jpeg .bmp .tif .tiff .webp, which say the format");
}

/// Throws when the format cannot hold a picture of that size.
void checkFits(PictureSize size, FileFormat format, const std::string& path)
{
    int longest = std::numeric_limits<int>::max();
    if (format == FileFormat::Jpeg)
        longest = kMaximumJpegSide;
    else if (format == FileFormat::Webp)
        longest = kMaximumWebpSide;
    else if (format == FileFormat::Png)
        longest = kMaximumPictureSide;
    const int side = std::max(size.height, size.width);
    if (side > longest)
        throw PictureError(cannotWrite(path) + "a side of " + std::to_string(side)
            + " pixels is too long for the format, which ends at " + std::to_string(longest) + "; use .tif");
}

/// Throws when the format cannot hold the picture.
void checkFits(const Picture& picture, FileFormat format, const std::string& path)
{
    if (picture.isEmpty())
        throw PictureError(cannotWrite(path) + "it has no pixels; give one that has");
    if (picture.bitsPerChannel() == 16 && format != FileFormat::Png && format != FileFormat::Tiff)
        throw PictureError(cannotWrite(path) + "16 bits a channel go to PNG and TIFF only; use .png, or 8 bits");
    checkFits(picture.size(), format, path);
}

std::string encodeWithOpenCv(const Picture& picture, FileFormat format, const PictureText& text, int quality)
{
    std::vector<std::uint8_t> bytes;
    bool isEncoded = false;
    if (format == FileFormat::Jpeg)
        isEncoded = cv::imencode(
            ".jpg", toMat(picture), bytes, {cv::IMWRITE_JPEG_QUALITY, quality > 0 ? quality : kJpegQuality});
    else if (format == FileFormat::Bmp)
        isEncoded = cv::imencode(".bmp", toMat(picture), bytes);
    else if (format == FileFormat::Tiff)
        isEncoded = cv::imencode(".tiff", toMat(picture), bytes);
    else
        isEncoded = cv::imencode(
            ".webp", toMat(picture), bytes, {cv::IMWRITE_WEBP_QUALITY, quality > 0 ? quality : kWebpLossless});
    if (!isEncoded)
        return {};
    std::string encoded(bytes.begin(), bytes.end());
    return format == FileFormat::Bmp ? encoded : withMetadata(encoded, text);
}

std::string encode(
    const Picture& picture, FileFormat format, const PictureText& text, int quality, const std::string& path)
{
    if (format == FileFormat::Png)
        return encodePng(picture, text, path);
    std::string bytes;
    try {
        bytes = encodeWithOpenCv(picture, format, text, quality);
    } catch (const std::exception&) {
        // Its text is of several lines, and about others' sources.
        bytes.clear();
    }
    if (bytes.empty())
        throw PictureError(cannotWrite(path) + "it cannot be encoded in this format; use .png, or a smaller picture");
    return bytes;
}

} // namespace

PictureSize readPictureSize(const std::string& path)
{
    const std::string bytes = readBytes(path);
    return withFormat(path, bytes, [&](const PictureFormat& format) { return format.readInfo(bytes).size(); });
}

Picture readPicture(const std::string& path, std::vector<std::string>* notes)
{
    const std::string bytes = readBytes(path);
    return withFormat(path, bytes, [&](const PictureFormat& format) {
        const PictureSize size = format.readInfo(bytes).storedSize;
        if (valueCount(size) > kSmallBytes)
            requireDecodable(size, availableMemoryBytes());
        return toPicture(format.decode(bytes), notes);
    });
}

std::map<std::string, std::string> readPictureText(const std::string& path)
{
    const std::string bytes = readBytes(path);
    return withFormat(path, bytes, [&](const PictureFormat& format) {
        format.readInfo(bytes); // refuses what is no picture
        return format.decode == decodePng ? readPngText(bytes, path) : readXmpText(bytes);
    });
}

std::size_t mostTextBytes(const std::string& path)
{
    switch (formatOfEnding(path)) {
    case FileFormat::Bmp:
        return 0;
    case FileFormat::Jpeg:
        return 32'000; // XMP has one segment of 64 KiB, and writes a quotation mark in six letters
    case FileFormat::Png:
    case FileFormat::Tiff:
    case FileFormat::Webp:
        break;
    }
    return std::size_t{4} << 20U; // as much as is read again
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

void writePicture(const std::string& path, const Picture& picture, const PictureText& text, int quality)
{
    const FileFormat format = formatOfEnding(path);
    checkFits(picture, format, path);
    const std::string reason = replaceFile(path, encode(picture, format, text, quality, path));
    if (!reason.empty())
        throw PictureError(cannotWrite(path) + reason);
}

} // namespace cnnvis
