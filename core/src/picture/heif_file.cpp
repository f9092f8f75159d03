// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/decoded_picture.h"
#include "util/byte_order.h"

#include <libheif/heif.h>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace cnnvis {

namespace {

using Context = std::unique_ptr<heif_context, void (*)(heif_context*)>;
using Handle = std::unique_ptr<heif_image_handle, void (*)(const heif_image_handle*)>;
using Image = std::unique_ptr<heif_image, void (*)(const heif_image*)>;

void require(const heif_error& error)
{
    if (error.code == heif_error_Unsupported_filetype || error.code == heif_error_Unsupported_feature)
        throw PictureDamage(std::string("libheif says: ") + error.message,
            "install its decoders (libheif-plugin-libde265 for HEIC, libheif-plugin-dav1d for AVIF), or save it anew "
            "as PNG");
    if (error.code != heif_error_Ok)
        throw PictureDamage(std::string("libheif says: ") + error.message);
}

/// The main picture of a file. Collections and sequences have others beside it.
struct Heif {
    explicit Heif(std::string_view bytes)
        : context(heif_context_alloc(), heif_context_free)
        , handle(nullptr, heif_image_handle_release)
    {
        require(heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(), nullptr));
        heif_image_handle* primary = nullptr;
        require(heif_context_get_primary_image_handle(context.get(), &primary));
        handle.reset(primary);
    }

    Context context;
    Handle handle;
};

/// libheif turns the picture itself, as its file format has it.
PictureInfo infoOf(const Heif& heif)
{
    PictureInfo info;
    info.storedSize = checkedPictureSize(static_cast<std::uint64_t>(heif_image_handle_get_height(heif.handle.get())),
        static_cast<std::uint64_t>(heif_image_handle_get_width(heif.handle.get())));
    return info;
}

ColourDescription coloursOf(const Heif& heif)
{
    ColourDescription colours;
    const heif_color_profile_type type = heif_image_handle_get_color_profile_type(heif.handle.get());
    if (type == heif_color_profile_type_rICC || type == heif_color_profile_type_prof) {
        colours.hasProfile = true;
        colours.iccProfile.resize(heif_image_handle_get_raw_color_profile_size(heif.handle.get()));
        if (heif_image_handle_get_raw_color_profile(heif.handle.get(), colours.iccProfile.data()).code != heif_error_Ok)
            colours.iccProfile.clear();
    } else if (type == heif_color_profile_type_nclx) {
        heif_color_profile_nclx* codes = nullptr;
        const bool isGood = heif_image_handle_get_nclx_color_profile(heif.handle.get(), &codes).code == heif_error_Ok;
        // What it could not make sense of is there, too.
        const std::unique_ptr<heif_color_profile_nclx, decltype(&heif_nclx_color_profile_free)> owner(
            codes, heif_nclx_color_profile_free);
        if (isGood)
            colours.codes = {
                static_cast<int>(codes->color_primaries), static_cast<int>(codes->transfer_characteristics)};
    }
    return colours;
}

/// More than 8 bits are asked for as 16, in the machine's order of bytes; libheif fills as many as there are.
heif_chroma chromaOf(const DecodedPicture& picture)
{
    if (picture.bits == 8)
        return picture.hasAlpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB;
    if (isLittleEndianMachine())
        return picture.hasAlpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE;
    return picture.hasAlpha ? heif_chroma_interleaved_RRGGBBAA_BE : heif_chroma_interleaved_RRGGBB_BE;
}

/// 10 or 12 bits become 16, so that white stays white.
void widen(DecodedPicture& picture, int bits)
{
    const std::uint32_t white = (1U << static_cast<unsigned>(bits)) - 1U;
    auto* const samples = reinterpret_cast<std::uint16_t*>(picture.samples.data());
    for (std::size_t index = 0; index < picture.samples.size() / 2; ++index)
        samples[index] = static_cast<std::uint16_t>((std::uint32_t{samples[index]} * 65535U + white / 2) / white);
}

} // namespace

PictureInfo readHeifInfo(std::string_view bytes)
{
    return infoOf(Heif(bytes));
}

DecodedPicture decodeHeif(std::string_view bytes)
{
    const Heif heif(bytes);
    DecodedPicture picture;
    picture.info = infoOf(heif);
    picture.colours = coloursOf(heif);
    picture.hasAlpha = heif_image_handle_has_alpha_channel(heif.handle.get()) != 0;
    const int bits = heif_image_handle_get_luma_bits_per_pixel(heif.handle.get());
    picture.bits = bits > 8 ? 16 : 8;
    heif_image* decoded = nullptr;
    require(heif_decode_image(heif.handle.get(), &decoded, heif_colorspace_RGB, chromaOf(picture), nullptr));
    const Image image(decoded, heif_image_release);
    int stride = 0;
    const std::uint8_t* const plane = heif_image_get_plane_readonly(image.get(), heif_channel_interleaved, &stride);
    picture.info.storedSize = {heif_image_get_height(image.get(), heif_channel_interleaved),
        heif_image_get_width(image.get(), heif_channel_interleaved)};
    if (plane == nullptr || !(picture.info.storedSize == infoOf(heif).storedSize))
        throw PictureDamage("it has another size than it says");
    for (int row = 0; row < picture.info.storedSize.height; ++row) {
        const std::uint8_t* const from = plane + static_cast<std::ptrdiff_t>(stride) * row;
        picture.samples.insert(picture.samples.end(), from, from + picture.bytesPerRow());
    }
    if (picture.bits == 16)
        widen(picture, heif_image_get_bits_per_pixel_range(image.get(), heif_channel_interleaved));
    return picture;
}

} // namespace cnnvis
