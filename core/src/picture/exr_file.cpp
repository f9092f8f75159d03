// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/decoded_picture.h"

#include <ImathBox.h>
#include <OpenEXR/ImfArray.h>
#include <OpenEXR/ImfChromaticitiesAttribute.h>
#include <OpenEXR/ImfIO.h>
#include <OpenEXR/ImfRgbaFile.h>
#include <OpenEXR/ImfStandardAttributes.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>

namespace cnnvis {

namespace {

class MemoryStream : public Imf::IStream {
public:
    explicit MemoryStream(std::string_view bytes)
        : Imf::IStream("picture")
        , m_bytes(bytes)
    { }

    bool read(char buffer[], int count) override
    {
        const auto wanted = static_cast<std::size_t>(std::max(count, 0));
        if (m_position > m_bytes.size() || wanted > m_bytes.size() - m_position)
            throw PictureDamage("it ends too early");
        std::memcpy(buffer, m_bytes.data() + m_position, wanted);
        m_position += wanted;
        return m_position < m_bytes.size();
    }
    std::uint64_t tellg() override { return m_position; }
    void seekg(std::uint64_t position) override { m_position = position; }

private:
    std::string_view m_bytes;
    std::uint64_t m_position = 0;
};

/// Calls with the open file; what OpenEXR throws becomes PictureDamage.
template <typename Use>
auto withFile(std::string_view bytes, const Use& use)
{
    try {
        MemoryStream stream(bytes);
        Imf::RgbaInputFile file(stream);
        return use(file);
    } catch (const PictureDamage&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        throw PictureDamage(std::string("OpenEXR says: ") + error.what());
    }
}

PictureInfo infoOf(const Imf::RgbaInputFile& file)
{
    const Imath::Box2i& window = file.dataWindow();
    PictureInfo info;
    info.storedSize = checkedPictureSize(
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, std::int64_t{window.max.y} - window.min.y + 1)),
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, std::int64_t{window.max.x} - window.min.x + 1)));
    return info;
}

/// Light up to 1, cut off there, in 16 bits. @param alpha  by which the colour was multiplied.
std::uint16_t sampleOf(float value, float alpha)
{
    const float light = alpha > 0.0F ? value / alpha : value;
    return static_cast<std::uint16_t>(std::lround(65535.0F * (light > 0.0F ? std::min(light, 1.0F) : 0.0F)));
}

void takeRow(const Imf::Rgba* pixels, DecodedPicture& picture)
{
    auto* to = reinterpret_cast<std::uint16_t*>(nextRow(picture));
    for (int column = 0; column < picture.info.storedSize.width; ++column) {
        const float alpha = picture.hasAlpha ? static_cast<float>(pixels[column].a) : 1.0F;
        for (const float value : {static_cast<float>(pixels[column].r), static_cast<float>(pixels[column].g),
                 static_cast<float>(pixels[column].b)})
            *to++ = sampleOf(value, alpha);
        if (picture.hasAlpha)
            *to++ = sampleOf(alpha, 1.0F);
    }
}

/// Numbers in EXR are light itself.
ColourDescription coloursOf(const Imf::Header& header)
{
    ColourDescription colours;
    colours.gamma = 1.0;
    if (Imf::hasChromaticities(header)) {
        const Imf::Chromaticities& told = Imf::chromaticities(header);
        colours.chromaticities = {
            told.white.x, told.white.y, told.red.x, told.red.y, told.green.x, told.green.y, told.blue.x, told.blue.y};
    }
    return colours;
}

DecodedPicture decode(Imf::RgbaInputFile& file)
{
    DecodedPicture picture;
    picture.info = infoOf(file);
    picture.bits = 16;
    picture.hasAlpha = (file.channels() & Imf::WRITE_A) != 0;
    picture.colours = coloursOf(file.header());
    const Imath::Box2i window = file.dataWindow();
    std::vector<Imf::Rgba> row(static_cast<std::size_t>(picture.info.storedSize.width));
    for (int y = window.min.y; y <= window.max.y; ++y) {
        // OpenEXR counts from the origin, wherever the window lies; every row goes to the same place.
        file.setFrameBuffer(row.data() - window.min.x, 1, 0);
        file.readPixels(y);
        takeRow(row.data(), picture);
    }
    return picture;
}

} // namespace

PictureInfo readExrInfo(std::string_view bytes)
{
    return withFile(bytes, infoOf);
}

DecodedPicture decodeExr(std::string_view bytes)
{
    return withFile(bytes, decode);
}

} // namespace cnnvis
