// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/exif.h"

#include <exiv2/exiv2.hpp>

#include <cstdint>
#include <exception>
#include <mutex>
#include <string>

namespace cnnvis {

namespace {

/// @return  -1 where there is none.
std::int64_t numberOf(const Exiv2::ExifData& data, const char* key)
{
    const auto found = data.findKey(Exiv2::ExifKey(key));
    if (found == data.end() || found->count() == 0)
        return -1;
    // Named otherwise in Exiv2 0.28.
    return static_cast<std::int64_t>(found->toFloat(0));
}

/// The way of the camera makers' rule (DCF): an interoperability index of R03, or the value that some write instead.
bool saysAdobeRgb(const Exiv2::ExifData& data)
{
    if (numberOf(data, "Exif.Photo.ColorSpace") == 2)
        return true;
    const auto index = data.findKey(Exiv2::ExifKey("Exif.Iop.InteroperabilityIndex"));
    return index != data.end() && index->toString().rfind("R03", 0) == 0;
}

} // namespace

void muteExiv2()
{
    static std::once_flag isMute;
    std::call_once(isMute, [] { Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute); });
}

ExifFacts readExif(std::string_view block)
{
    if (block.substr(0, kExifPrefix.size()) == kExifPrefix)
        block.remove_prefix(kExifPrefix.size());
    ExifFacts facts;
    try {
        muteExiv2();
        Exiv2::ExifData data;
        Exiv2::ExifParser::decode(
            data, reinterpret_cast<const Exiv2::byte*>(block.data()), static_cast<std::uint32_t>(block.size()));
        const std::int64_t orientation = numberOf(data, "Exif.Image.Orientation");
        if (orientation >= 1 && orientation <= 8)
            facts.orientation = static_cast<int>(orientation);
        facts.isAdobeRgb = saysAdobeRgb(data);
    } catch (const std::exception&) {
        // As promised. What was read before the damage holds.
    }
    return facts;
}

} // namespace cnnvis
