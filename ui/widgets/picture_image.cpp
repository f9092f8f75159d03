// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/picture_image.h"

#include "cnnvis/transparency.h"

#include <algorithm>
#include <cstddef>
#include <new>
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

QImage copiedImageOf(const Picture& picture)
{
    if (picture.pixels8() == nullptr)
        return {};
    QImage image(picture.width(), picture.height(), QImage::Format_RGB32);
    if (image.isNull())
        throw std::bad_alloc();
    // By hand: QImage's own conversion takes threads of a pool, which have the ui's priority.
    const std::uint8_t* from = picture.pixels8();
    for (int row = 0; row < picture.height(); ++row) {
        auto* const to = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < picture.width(); ++column, from += kChannels)
            to[column] = qRgb(from[0], from[1], from[2]);
    }
    return image;
}

Picture pictureOf(const QImage& image)
{
    if (image.isNull())
        return {};
    const int ground[] = {kNeutralGround.red, kNeutralGround.green, kNeutralGround.blue};
    const QImage rgba = image.convertToFormat(QImage::Format_RGBA8888);
    std::vector<std::uint8_t> pixels;
    std::vector<std::uint8_t> alpha;
    pixels.reserve(static_cast<std::size_t>(rgba.width()) * static_cast<std::size_t>(rgba.height()) * kChannels);
    for (int row = 0; row < rgba.height(); ++row) {
        const uchar* from = rgba.constScanLine(row);
        for (int column = 0; column < rgba.width(); ++column, from += kChannels + 1) {
            const int opacity = from[kChannels];
            for (int channel = 0; channel < kChannels; ++channel)
                pixels.push_back(static_cast<std::uint8_t>(
                    (from[channel] * opacity + ground[channel] * (255 - opacity) + 127) / 255));
            if (image.hasAlphaChannel())
                alpha.push_back(static_cast<std::uint8_t>(opacity));
        }
    }
    const bool isOpaque = std::all_of(alpha.begin(), alpha.end(), [](std::uint8_t value) { return value == 255; });
    return {
        {rgba.height(), rgba.width()}, std::move(pixels), isOpaque ? std::vector<std::uint8_t>() : std::move(alpha)};
}

Picture withDepth(const Picture& picture, int bitsPerChannel)
{
    if (picture.isEmpty() || picture.bitsPerChannel() == bitsPerChannel)
        return picture;
    std::vector<std::uint8_t> alpha;
    if (picture.alpha() != nullptr)
        alpha.assign(picture.alpha(), picture.alpha() + valueCount(picture) / kChannels);
    if (bitsPerChannel == 16) {
        std::vector<std::uint16_t> wide(valueCount(picture));
        std::transform(picture.pixels8(), picture.pixels8() + wide.size(), wide.begin(),
            [](std::uint8_t value) { return static_cast<std::uint16_t>(value * kWiden); });
        return {picture.size(), std::move(wide), std::move(alpha)};
    }
    std::vector<std::uint8_t> narrow(valueCount(picture));
    std::transform(picture.pixels16(), picture.pixels16() + narrow.size(), narrow.begin(),
        [](std::uint16_t value) { return static_cast<std::uint8_t>(value / kWiden); }); // cut off, as the engine does
    return {picture.size(), std::move(narrow), std::move(alpha)};
}

std::int64_t bytesOf(const Picture& picture)
{
    const auto values = static_cast<std::int64_t>(valueCount(picture));
    return values * picture.bitsPerChannel() / 8 + (picture.alpha() != nullptr ? values / kChannels : 0);
}

} // namespace cnnvis::ui
