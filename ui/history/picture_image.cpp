// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/picture_image.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace cnnvis::ui {
namespace {

constexpr int kChannels = 3;
constexpr unsigned kWiden = 257; // 255 · 257 = 65535

std::size_t valueCount(const Picture& picture)
{
    return static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width()) * kChannels;
}

} // namespace

QImage imageOf(const Picture& picture)
{
    if (picture.isEmpty())
        return {};
    auto* owner = new Picture(withDepth(picture, 8));
    // The image frees its share of the pixels with its last copy.
    return QImage(
        owner->pixels8(), owner->width(), owner->height(), static_cast<qsizetype>(owner->width()) * kChannels,
        QImage::Format_RGB888, [](void* shared) { delete static_cast<Picture*>(shared); }, owner);
}

Picture withDepth(const Picture& picture, int bitsPerChannel)
{
    if (picture.isEmpty() || picture.bitsPerChannel() == bitsPerChannel)
        return picture;
    if (bitsPerChannel == 16) {
        std::vector<std::uint16_t> wide(valueCount(picture));
        std::transform(picture.pixels8(), picture.pixels8() + wide.size(), wide.begin(),
            [](std::uint8_t value) { return static_cast<std::uint16_t>(value * kWiden); });
        return {picture.size(), std::move(wide)};
    }
    std::vector<std::uint8_t> narrow(valueCount(picture));
    std::transform(picture.pixels16(), picture.pixels16() + narrow.size(), narrow.begin(),
        [](std::uint16_t value) { return static_cast<std::uint8_t>((value + kWiden / 2) / kWiden); });
    return {picture.size(), std::move(narrow)};
}

std::int64_t bytesOf(const Picture& picture)
{
    return static_cast<std::int64_t>(valueCount(picture)) * picture.bitsPerChannel() / 8;
}

} // namespace cnnvis::ui
