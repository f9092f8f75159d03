// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/decoded_picture.h"
#include "picture/exif.h"
#include "picture/webp_chunks.h"

#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/mux.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

namespace cnnvis {

namespace {

/// The parts of a file.
class Webp {
public:
    explicit Webp(std::string_view bytes)
        : m_data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}
        , m_demuxer(WebPDemux(&m_data), WebPDemuxDelete)
    {
        if (!m_demuxer)
            throw PictureDamage("its parts are not whole");
    }

    std::uint32_t number(WebPFormatFeature feature) const { return WebPDemuxGetI(m_demuxer.get(), feature); }
    const WebPDemuxer* get() const { return m_demuxer.get(); }

    /// The first chunk of that name; empty when there is none.
    std::string chunk(const char* name) const
    {
        WebPChunkIterator chunks;
        std::string data;
        if (WebPDemuxGetChunk(m_demuxer.get(), name, 1, &chunks) != 0)
            data.assign(reinterpret_cast<const char*>(chunks.chunk.bytes), chunks.chunk.size);
        WebPDemuxReleaseChunkIterator(&chunks);
        return data;
    }

private:
    WebPData m_data;
    std::unique_ptr<WebPDemuxer, void (*)(WebPDemuxer*)> m_demuxer;
};

ExifFacts exifOf(const Webp& webp)
{
    return readExif(webp.chunk("EXIF"));
}

PictureInfo infoOf(const Webp& webp)
{
    PictureInfo info;
    info.storedSize = checkedPictureSize(webp.number(WEBP_FF_CANVAS_HEIGHT), webp.number(WEBP_FF_CANVAS_WIDTH));
    info.orientation = exifOf(webp).orientation;
    info.frames = static_cast<int>(std::max(1U, webp.number(WEBP_FF_FRAME_COUNT)));
    return info;
}

/// The first frame of an animation may be smaller than its canvas; around it, all is transparent.
void putOnCanvas(const WebPIterator& frame, const std::uint8_t* pixels, DecodedPicture& picture)
{
    picture.samples.assign(picture.pixels() * picture.samplesPerPixel(), 0);
    for (int row = 0; row < frame.height; ++row) {
        const std::size_t begin = picture.bytesPerRow() * static_cast<std::size_t>(frame.y_offset + row)
            + picture.bytesPerPixel() * static_cast<std::size_t>(frame.x_offset);
        const std::size_t length = picture.bytesPerPixel() * static_cast<std::size_t>(frame.width);
        std::memcpy(picture.samples.data() + begin, pixels + length * static_cast<std::size_t>(row), length);
    }
}

bool fits(const WebPIterator& frame, PictureSize canvas)
{
    return frame.x_offset >= 0 && frame.y_offset >= 0 && frame.width > 0 && frame.height > 0
        && frame.width <= canvas.width - frame.x_offset && frame.height <= canvas.height - frame.y_offset;
}

/// @param frame  the first one.
void decodeFrame(const WebPIterator& frame, DecodedPicture& picture)
{
    const PictureSize canvas = picture.info.storedSize;
    const bool isWhole = frame.width == canvas.width && frame.height == canvas.height;
    picture.hasAlpha = frame.has_alpha != 0 || !isWhole;
    int width = 0;
    int height = 0;
    const auto decode = picture.hasAlpha ? WebPDecodeRGBA : WebPDecodeRGB;
    if (frame.complete == 0 || !fits(frame, canvas))
        throw PictureDamage("its picture data are not whole");
    const std::unique_ptr<std::uint8_t, void (*)(void*)> pixels(
        decode(frame.fragment.bytes, frame.fragment.size, &width, &height), WebPFree);
    if (!pixels || width != frame.width || height != frame.height)
        throw PictureDamage("its picture data are not whole");
    if (isWhole)
        picture.samples.assign(pixels.get(), pixels.get() + picture.pixels() * picture.samplesPerPixel());
    else
        putOnCanvas(frame, pixels.get(), picture);
}

} // namespace

PictureInfo readWebpInfo(std::string_view bytes)
{
    return infoOf(Webp(bytes));
}

DecodedPicture decodeWebp(std::string_view bytes)
{
    const Webp webp(bytes);
    DecodedPicture picture;
    picture.info = infoOf(webp);
    picture.colours.iccProfile = webp.chunk("ICCP");
    picture.colours.isAdobeRgb = exifOf(webp).isAdobeRgb;
    WebPIterator frame;
    const bool hasFrame = WebPDemuxGetFrame(webp.get(), 1, &frame) != 0;
    const std::unique_ptr<WebPIterator, void (*)(WebPIterator*)> release(&frame, WebPDemuxReleaseIterator);
    if (!hasFrame)
        throw PictureDamage("it has no picture data");
    decodeFrame(frame, picture);
    return picture;
}

std::string withWebpChunks(const std::string& bytes, const std::map<std::string, std::string>& chunks)
{
    const auto dataOf = [](const std::string& text) {
        return WebPData{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    };
    const WebPData file = dataOf(bytes);
    const std::unique_ptr<WebPMux, void (*)(WebPMux*)> mux(WebPMuxCreate(&file, 0), WebPMuxDelete);
    bool isDone = mux != nullptr;
    for (const auto& [name, text] : chunks) {
        const WebPData data = dataOf(text);
        isDone = isDone && WebPMuxSetChunk(mux.get(), name.c_str(), &data, 0) == WEBP_MUX_OK;
    }
    WebPData assembled;
    WebPDataInit(&assembled);
    const std::unique_ptr<WebPData, void (*)(WebPData*)> release(&assembled, WebPDataClear);
    if (!isDone || WebPMuxAssemble(mux.get(), &assembled) != WEBP_MUX_OK)
        throw std::runtime_error("libwebp cannot put it together");
    return {reinterpret_cast<const char*>(assembled.bytes), assembled.size};
}

} // namespace cnnvis
