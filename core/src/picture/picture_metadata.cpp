// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/picture_metadata.h"

#include "picture/colour_conversion.h"
#include "picture/exif.h"
#include "picture/webp_chunks.h"

#include <exiv2/exiv2.hpp>

#include <algorithm>
#include <exception>
#include <mutex>
#include <utility>

namespace cnnvis {

namespace {

constexpr const char* kNamespace = "http://cnn-vis.invalid/xmp/1.0/"; // a name, where there is nothing to load
constexpr const char* kPrefix = "cnnvis";
constexpr std::size_t kMaximumTextBytes = std::size_t{4} << 20U;

/// Exiv2's XMP has tables that all threads share.
std::mutex& xmpMutex()
{
    static std::mutex mutex;
    static const bool isReady = [] {
        muteExiv2();
        Exiv2::XmpParser::initialize();
        Exiv2::XmpProperties::registerNs(kNamespace, kPrefix);
        return true;
    }();
    static_cast<void>(isReady);
    return mutex;
}

auto open(std::string_view bytes)
{
    auto image =
        Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(bytes.data()), static_cast<long>(bytes.size()));
    image->readMetadata();
    return image;
}

} // namespace

std::string withMetadata(const std::string& bytes, const std::map<std::string, std::string>& text)
{
    const std::lock_guard<std::mutex> lock(xmpMutex());
    const auto image = open(bytes);
    for (const auto& [keyword, value] : text)
        image->xmpData()[std::string("Xmp.") + kPrefix + "." + keyword] = value;
    const std::string& profile = srgbProfile();
    if (image->mimeType() == "image/webp") {
        // Exiv2 0.27 gives the profile's chunk a wrong name.
        std::string packet;
        Exiv2::XmpParser::encode(packet, image->xmpData());
        return withWebpChunks(bytes, {{"ICCP", profile}, {"XMP ", packet}});
    }
    Exiv2::DataBuf buffer(reinterpret_cast<const Exiv2::byte*>(profile.data()), static_cast<long>(profile.size()));
#if EXIV2_TEST_VERSION(0, 28, 0)
    image->setIccProfile(std::move(buffer));
#else
    image->setIccProfile(buffer);
#endif
    image->writeMetadata();
    const Exiv2::byte* const written = image->io().mmap();
    return {reinterpret_cast<const char*>(written), static_cast<std::size_t>(image->io().size())};
}

std::map<std::string, std::string> readXmpText(std::string_view bytes)
{
    const std::lock_guard<std::mutex> lock(xmpMutex());
    std::map<std::string, std::string> text;
    try {
        const auto image = open(bytes);
        for (const Exiv2::Xmpdatum& datum : image->xmpData()) {
            const std::string value = datum.groupName() == kPrefix ? datum.toString() : std::string();
            if (!value.empty() && value.size() <= kMaximumTextBytes)
                text.emplace(datum.tagName(), value);
        }
    } catch (const std::exception&) {
        text.clear();
    }
    return text;
}

} // namespace cnnvis
