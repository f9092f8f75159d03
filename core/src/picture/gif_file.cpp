// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/decoded_picture.h"

#include <gif_lib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

namespace cnnvis {

namespace {

int takeBytes(GifFileType* gif, GifByteType* buffer, int count)
{
    auto& bytes = *static_cast<std::string_view*>(gif->UserData);
    const std::size_t taken = std::min(bytes.size(), static_cast<std::size_t>(std::max(count, 0)));
    std::memcpy(buffer, bytes.data(), taken);
    bytes.remove_prefix(taken);
    return static_cast<int>(taken);
}

/// A file, read from its start as far as its first frame.
class Gif {
public:
    explicit Gif(std::string_view bytes)
        : m_bytes(bytes)
    {
        int error = 0;
        m_gif.reset(DGifOpen(&m_bytes, takeBytes, &error));
        if (!m_gif)
            throw PictureDamage("its header is not whole");
    }

    GifFileType& file() const { return *m_gif; }

    /// Goes to the first frame. @return  the number of the transparent colour; -1: none.
    int findFrame() const
    {
        int transparent = NO_TRANSPARENT_COLOR;
        for (;;) {
            GifRecordType type = UNDEFINED_RECORD_TYPE;
            require(DGifGetRecordType(m_gif.get(), &type));
            if (type == IMAGE_DESC_RECORD_TYPE)
                break;
            if (type != EXTENSION_RECORD_TYPE)
                throw PictureDamage("it has no picture data");
            readExtension(transparent);
        }
        require(DGifGetImageDesc(m_gif.get()));
        return transparent;
    }

    void require(int result) const
    {
        if (result == GIF_ERROR)
            throw PictureDamage("it ends too early, or its codes make no sense");
    }

private:
    void readExtension(int& transparent) const
    {
        int code = 0;
        GifByteType* block = nullptr;
        require(DGifGetExtension(m_gif.get(), &code, &block));
        while (block != nullptr) {
            GraphicsControlBlock control;
            // A block begins with its length.
            if (code == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
                transparent = control.TransparentColor;
            require(DGifGetExtensionNext(m_gif.get(), &block));
        }
    }

    struct Close {
        void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
    };

    std::string_view m_bytes;
    std::unique_ptr<GifFileType, Close> m_gif;
};

/// Counts the frames as far as the file goes, by its blocks alone.
int countFrames(std::string_view bytes)
{
    const Gif gif(bytes);
    int frames = 0;
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    while (DGifGetRecordType(&gif.file(), &type) == GIF_OK && type != TERMINATE_RECORD_TYPE) {
        GifByteType* block = nullptr;
        int code = 0;
        if (type == IMAGE_DESC_RECORD_TYPE) {
            if (DGifGetImageDesc(&gif.file()) == GIF_ERROR || DGifGetCode(&gif.file(), &code, &block) == GIF_ERROR)
                break;
            ++frames;
            while (block != nullptr && DGifGetCodeNext(&gif.file(), &block) == GIF_OK) { }
        } else {
            if (DGifGetExtension(&gif.file(), &code, &block) == GIF_ERROR)
                break;
            while (block != nullptr && DGifGetExtensionNext(&gif.file(), &block) == GIF_OK) { }
        }
    }
    return std::max(frames, 1);
}

PictureInfo infoOf(const Gif& gif)
{
    PictureInfo info;
    info.storedSize = checkedPictureSize(
        static_cast<std::uint64_t>(gif.file().SHeight), static_cast<std::uint64_t>(gif.file().SWidth));
    return info;
}

/// Rows of interlaced frames come in four rounds.
std::vector<int> rowOrder(int height, bool isInterlaced)
{
    constexpr int kFirst[] = {0, 4, 2, 1};
    constexpr int kStep[] = {8, 8, 4, 2};
    std::vector<int> rows;
    for (int round = 0; isInterlaced && round < 4; ++round) {
        for (int row = kFirst[round]; row < height; row += kStep[round])
            rows.push_back(row);
    }
    for (int row = 0; !isInterlaced && row < height; ++row)
        rows.push_back(row);
    return rows;
}

/// How much of the frame lies on the canvas.
PictureSize visibleSize(const GifImageDesc& frame, PictureSize canvas)
{
    return {
        std::clamp(canvas.height - frame.Top, 0, frame.Height), std::clamp(canvas.width - frame.Left, 0, frame.Width)};
}

/// The colours' numbers of the frame's rows, as far as they lie on the canvas, in the file's order.
std::vector<GifPixelType> readFrame(const Gif& gif, PictureSize canvas)
{
    const GifImageDesc& frame = gif.file().Image;
    const PictureSize visible = visibleSize(frame, canvas);
    std::vector<GifPixelType> line(static_cast<std::size_t>(frame.Width));
    std::vector<GifPixelType> indices;
    for (const int row : rowOrder(frame.Height, frame.Interlace)) {
        gif.require(DGifGetLine(&gif.file(), line.data(), frame.Width));
        if (row < visible.height)
            indices.insert(indices.end(), line.begin(), line.begin() + visible.width);
    }
    return indices;
}

void putOnCanvas(const std::vector<GifPixelType>& indices, const GifImageDesc& frame, const ColorMapObject& palette,
    int transparent, DecodedPicture& picture)
{
    const PictureSize visible = visibleSize(frame, picture.info.storedSize);
    auto next = indices.begin();
    for (const int row : rowOrder(frame.Height, frame.Interlace)) {
        if (row >= visible.height)
            continue;
        std::uint8_t* to = picture.samples.data() + picture.bytesPerRow() * static_cast<std::size_t>(frame.Top + row)
            + 4 * static_cast<std::size_t>(frame.Left);
        for (int column = 0; column < visible.width; ++column, to += 4) {
            const int index = *next++;
            if (index == transparent || index >= palette.ColorCount)
                continue;
            const GifColorType& colour = palette.Colors[index];
            const std::uint8_t pixel[] = {colour.Red, colour.Green, colour.Blue, 255};
            std::memcpy(to, pixel, 4);
        }
    }
}

} // namespace

PictureInfo readGifInfo(std::string_view bytes)
{
    PictureInfo info = infoOf(Gif(bytes));
    info.frames = countFrames(bytes);
    return info;
}

DecodedPicture decodeGif(std::string_view bytes)
{
    const Gif gif(bytes);
    DecodedPicture picture;
    picture.info = infoOf(gif);
    picture.info.frames = countFrames(bytes);
    picture.hasAlpha = true; // around the frame, if nowhere else
    const int transparent = gif.findFrame();
    const GifImageDesc& frame = gif.file().Image;
    const ColorMapObject* const palette = frame.ColorMap != nullptr ? frame.ColorMap : gif.file().SColorMap;
    if (palette == nullptr || frame.Width < 1 || frame.Height < 1 || frame.Left < 0 || frame.Top < 0)
        throw PictureDamage("its frame makes no sense");
    // The canvas is made when all of the frame is there: the file may claim any size.
    const std::vector<GifPixelType> indices = readFrame(gif, picture.info.storedSize);
    picture.samples.resize(picture.pixels() * 4);
    putOnCanvas(indices, frame, *palette, transparent, picture);
    return picture;
}

} // namespace cnnvis
