// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/decoded_picture.h"
#include "picture/exif.h"

#include <cstdio> // which jpeglib.h leaves to others

#include <jerror.h>
#include <jpeglib.h>

#include <csetjmp>
#include <cstdlib>
#include <memory>

namespace cnnvis {

namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kIccMarker = JPEG_APP0 + 2;
constexpr int kMaximumScans = 500; // each takes as long as a whole picture

/// libjpeg's errors. Messages are kept in a plain array, as it is left by longjmp, which must not jump over anything
/// with a destructor.
struct Errors {
    jpeg_error_mgr manager{}; ///< first: libjpeg hands out a pointer to it
    std::jmp_buf escape{};
    char message[JMSG_LENGTH_MAX] = "";
    bool hasGaps = false; ///< rows were filled up for data that are missing or make no sense
    bool hasNoEnd = false; ///< the file stopped before its end marker
    bool leavesAtGaps = false;
};

Errors& errorsOf(j_common_ptr common)
{
    return *reinterpret_cast<Errors*>(common->err);
}

[[noreturn]] void leave(j_common_ptr common)
{
    Errors& errors = errorsOf(common);
    common->err->format_message(common, errors.message);
    std::longjmp(errors.escape, 1);
}

/// Warnings are about files that are odd, with stray bytes between segments for example, or about data that are not
/// there. Only these cost rows.
void takeMessage(j_common_ptr common, int level)
{
    if (level >= 0)
        return; // traces
    switch (common->err->msg_code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
        errorsOf(common).hasGaps = true;
        if (errorsOf(common).leavesAtGaps)
            leave(common);
        break;
    case JWRN_JPEG_EOF:
        errorsOf(common).hasNoEnd = true;
        break;
    default:
        break;
    }
}

void countScans(j_common_ptr common)
{
    if (reinterpret_cast<j_decompress_ptr>(common)->input_scan_number > kMaximumScans)
        ERREXIT(common, JERR_BAD_PROGRESSION);
}

/// libjpeg's state for one file, freed at the end.
class Decompressor {
public:
    Decompressor()
    {
        m_info.err = jpeg_std_error(&m_errors.manager);
        m_errors.manager.error_exit = leave;
        m_errors.manager.emit_message = takeMessage;
        m_progress.progress_monitor = countScans;
    }
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;
    ~Decompressor() { jpeg_destroy_decompress(&m_info); }

    Errors& errors() { return m_errors; }
    jpeg_decompress_struct& info() { return m_info; }

    /// @return  false: libjpeg gave up, and the errors say why.
    bool readHeader(std::string_view bytes)
    {
        if (setjmp(m_errors.escape))
            return false;
        jpeg_create_decompress(&m_info);
        m_info.progress = &m_progress;
        jpeg_mem_src(
            &m_info, reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned long>(bytes.size()));
        jpeg_save_markers(&m_info, kExifMarker, 0xffff);
        jpeg_save_markers(&m_info, kIccMarker, 0xffff);
        jpeg_read_header(&m_info, TRUE);
        return true;
    }

    /// Of several scans, all are read here, and room for all rows is taken as they go: up to the first gap.
    bool start()
    {
        if (setjmp(m_errors.escape))
            return false;
        m_errors.leavesAtGaps = true;
        jpeg_start_decompress(&m_info);
        m_errors.leavesAtGaps = false;
        return true;
    }

    bool readRow(JSAMPROW row)
    {
        if (setjmp(m_errors.escape))
            return false;
        return jpeg_read_scanlines(&m_info, &row, 1) == 1;
    }

    bool finish()
    {
        if (setjmp(m_errors.escape))
            return false;
        jpeg_finish_decompress(&m_info);
        return true;
    }

    std::string iccProfile()
    {
        JOCTET* data = nullptr;
        unsigned length = 0;
        if (setjmp(m_errors.escape) || !jpeg_read_icc_profile(&m_info, &data, &length))
            return {};
        std::string profile(reinterpret_cast<const char*>(data), length);
        std::free(data);
        return profile;
    }

private:
    Errors m_errors;
    jpeg_progress_mgr m_progress{};
    jpeg_decompress_struct m_info{};
};

[[noreturn]] void fail(Decompressor& jpeg)
{
    throw PictureDamage(std::string("libjpeg says: ") + jpeg.errors().message);
}

ExifFacts exifOf(const jpeg_decompress_struct& info)
{
    for (const jpeg_marker_struct* marker = info.marker_list; marker != nullptr; marker = marker->next) {
        const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
        if (marker->marker == kExifMarker && data.substr(0, kExifPrefix.size()) == kExifPrefix)
            return readExif(data);
    }
    return {};
}

bool hasProfile(const jpeg_decompress_struct& info)
{
    constexpr std::string_view kPrefix("ICC_PROFILE\0", 12);
    for (const jpeg_marker_struct* marker = info.marker_list; marker != nullptr; marker = marker->next) {
        const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
        if (marker->marker == kIccMarker && data.substr(0, kPrefix.size()) == kPrefix)
            return true;
    }
    return false;
}

PictureInfo infoOf(Decompressor& jpeg)
{
    PictureInfo info;
    info.storedSize = checkedPictureSize(jpeg.info().image_height, jpeg.info().image_width);
    info.orientation = exifOf(jpeg.info()).orientation;
    return info;
}

/// Refuses what the file is too short for, as scans can be whole and yet leave all blocks out. By Huffman's codes each
/// block has a bit or more for its mean; arithmetic ones know no such limit.
void requireData(const jpeg_decompress_struct& jpeg, std::string_view bytes)
{
    std::size_t blocks = 0;
    for (int index = 0; index < jpeg.num_components; ++index) {
        const jpeg_component_info& component = jpeg.comp_info[index];
        blocks += std::size_t{component.width_in_blocks} * component.height_in_blocks;
    }
    if (jpeg.arith_code == FALSE && blocks / 8 > bytes.size())
        throw PictureDamage("it claims " + std::to_string(jpeg.image_height) + " x " + std::to_string(jpeg.image_width)
            + " pixels in " + std::to_string(bytes.size()) + " bytes");
}

void chooseChannels(jpeg_decompress_struct& jpeg, DecodedPicture& picture)
{
    switch (jpeg.num_components) {
    case 1:
        jpeg.out_color_space = JCS_GRAYSCALE;
        break;
    case 4:
        jpeg.out_color_space = JCS_CMYK;
        break;
    default:
        jpeg.out_color_space = JCS_RGB;
        break;
    }
    picture.colourChannels = jpeg.num_components == 1 || jpeg.num_components == 4 ? jpeg.num_components : 3;
}

} // namespace

PictureInfo readJpegInfo(std::string_view bytes)
{
    Decompressor jpeg;
    if (!jpeg.readHeader(bytes))
        fail(jpeg);
    return infoOf(jpeg);
}

DecodedPicture decodeJpeg(std::string_view bytes)
{
    Decompressor jpeg;
    if (!jpeg.readHeader(bytes))
        fail(jpeg);
    DecodedPicture picture;
    picture.info = infoOf(jpeg);
    requireData(jpeg.info(), bytes);
    chooseChannels(jpeg.info(), picture);
    picture.colours.isAdobeRgb = exifOf(jpeg.info()).isAdobeRgb;
    if (!jpeg.start())
        fail(jpeg);
    for (int row = 0; row < picture.info.storedSize.height; ++row) {
        // What is missing is missed with the first row that would have to be made up: no room is made for the rest.
        if (!jpeg.readRow(nextRow(picture)))
            fail(jpeg);
        if (jpeg.errors().hasGaps)
            throw PictureDamage("row " + std::to_string(row + 1) + " of "
                + std::to_string(picture.info.storedSize.height) + " is not whole");
    }
    picture.colours.iccProfile = jpeg.iccProfile();
    picture.colours.hasProfile = hasProfile(jpeg.info());
    const bool hasManyScans = jpeg_has_multiple_scans(&jpeg.info()) != FALSE;
    const bool isAdobes = jpeg.info().saw_Adobe_marker != FALSE;
    if (!jpeg.finish())
        fail(jpeg);
    // Later scans refine all rows, and nobody knows how many there should have been.
    if (jpeg.errors().hasGaps || (jpeg.errors().hasNoEnd && hasManyScans))
        throw PictureDamage("it ends too early");
    if (picture.colourChannels == 4 && isAdobes) { // which stores what is left of the light, not ink
        for (std::uint8_t& sample : picture.samples)
            sample = static_cast<std::uint8_t>(255 - sample);
    }
    return picture;
}

} // namespace cnnvis
