// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cnnvis {

/// What a decoder found wrong with a file; readPicture() makes a PictureError of it, which names the file.
class PictureDamage : public std::runtime_error {
public:
    explicit PictureDamage(const std::string& what,
        std::string remedy = "truncated or damaged; get the file again, or save it anew as PNG")
        : std::runtime_error(what)
        , m_remedy(std::move(remedy))
    { }
    const std::string& remedy() const { return m_remedy; }

private:
    std::string m_remedy;
};

/// White point and primaries as CIE x and y, in PNG's order: white, red, green, blue.
using Chromaticities = std::array<double, 8>;

inline constexpr Chromaticities kSrgbChromaticities{0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06};

/// What a file says about the colours that its numbers mean; of several, the first that is there holds. Nothing: sRGB.
struct ColourDescription {
    /// Colour primaries and transfer characteristics as numbered in ITU-T H.273, of PNG's cICP, HEIF and AVIF.
    struct Codes {
        int primaries = 1;
        int transfer = 13;
    };
    std::optional<Codes> codes;
    std::string iccProfile;
    bool hasProfile = false; ///< there is one in the file; libraries keep those that they find damaged to themselves
    bool isSrgb = false;
    bool isAdobeRgb = false; ///< as cameras say it in EXIF
    std::optional<double> gamma; ///< samples are light to the power of 1/gamma
    std::optional<Chromaticities> chromaticities;
};

/// What a file tells without its pixels.
struct PictureInfo {
    PictureSize storedSize; ///< as the pixels lie in the file
    int orientation = 1; ///< of EXIF, 1 to 8; 1: as stored
    int frames = 1; ///< of an animation; the first one is read

    /// The size after the orientation.
    PictureSize size() const
    {
        return orientation >= 5 ? PictureSize{storedSize.width, storedSize.height} : storedSize;
    }
};

/// A picture as its decoder delivers it: rows from the top, samples of a pixel side by side, 8 or 16 bits each, in the
/// machine's order of bytes.
struct DecodedPicture {
    PictureInfo info;
    int colourChannels = 3; ///< 1: grey, 3: RGB, 4: ink in CMYK, where 0 is none
    bool hasAlpha = false; ///< one more sample a pixel; colours are not multiplied by it
    int bits = 8; ///< of a sample, 8 or 16
    std::vector<std::uint8_t> samples;
    ColourDescription colours;

    std::size_t pixels() const
    {
        return static_cast<std::size_t>(info.storedSize.height) * static_cast<std::size_t>(info.storedSize.width);
    }
    std::size_t samplesPerPixel() const { return static_cast<std::size_t>(colourChannels) + (hasAlpha ? 1U : 0U); }
    std::size_t bytesPerPixel() const { return samplesPerPixel() * static_cast<std::size_t>(bits / 8); }
    std::size_t bytesPerRow() const { return bytesPerPixel() * static_cast<std::size_t>(info.storedSize.width); }
};

/// Makes room for one more row: as much as was decoded so far, not as much as a header claims.
inline std::uint8_t* nextRow(DecodedPicture& picture)
{
    const std::size_t begin = picture.samples.size();
    picture.samples.resize(begin + picture.bytesPerRow());
    return picture.samples.data() + begin;
}

/// The formats, each by the library that everyone uses for it. They take any bytes; what is not as the format has it
/// ends in PictureDamage. Reading the info looks at headers alone.
/// @{
PictureInfo readPngInfo(std::string_view bytes);
DecodedPicture decodePng(std::string_view bytes);
PictureInfo readJpegInfo(std::string_view bytes);
DecodedPicture decodeJpeg(std::string_view bytes);
PictureInfo readBmpInfo(std::string_view bytes);
DecodedPicture decodeBmp(std::string_view bytes);
PictureInfo readTiffInfo(std::string_view bytes);
DecodedPicture decodeTiff(std::string_view bytes);
PictureInfo readWebpInfo(std::string_view bytes);
DecodedPicture decodeWebp(std::string_view bytes);
PictureInfo readHeifInfo(std::string_view bytes);
DecodedPicture decodeHeif(std::string_view bytes);
PictureInfo readGifInfo(std::string_view bytes);
DecodedPicture decodeGif(std::string_view bytes);
PictureInfo readExrInfo(std::string_view bytes);
DecodedPicture decodeExr(std::string_view bytes);
/// @}

/// The longest side and the most pixels that are read.
inline constexpr int kMaximumPictureSide = 100'000;
inline constexpr std::size_t kMaximumPicturePixels = std::size_t{1} << 28U;

/// Throws PictureDamage for sizes that nobody can use; each decoder asks before it makes room for pixels.
/// @param height, width  as claimed, of any size.
PictureSize checkedPictureSize(std::uint64_t height, std::uint64_t width);

/// Throws PictureDamage, with figures, when decoding a picture of that size takes more memory than is free.
/// @param available  bytes.
void requireDecodable(PictureSize size, std::int64_t available);

} // namespace cnnvis
