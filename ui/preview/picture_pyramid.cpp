// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/picture_pyramid.h"

#include <algorithm>
#include <cstdint>

namespace cnnvis::ui {

namespace {

/// The mean of four colours. Red and blue are added up together, 16 bits apart.
QRgb meanOf(QRgb a, QRgb b, QRgb c, QRgb d)
{
    constexpr std::uint32_t kRedBlue = 0x00FF00FFU;
    constexpr std::uint32_t kGreen = 0x0000FF00U;
    const std::uint32_t redBlue = (a & kRedBlue) + (b & kRedBlue) + (c & kRedBlue) + (d & kRedBlue) + 0x00020002U;
    const std::uint32_t green = (a & kGreen) + (b & kGreen) + (c & kGreen) + (d & kGreen) + 0x00000200U;
    return 0xFF000000U | ((redBlue >> 2U) & kRedBlue) | ((green >> 2U) & kGreen);
}

/// Half as wide and high, rounded up; of the format RGB32. By hand: QImage's smooth scaling takes several times as
/// long, on threads that the run needs.
QImage halved(const QImage& image)
{
    QImage result((image.width() + 1) / 2, (image.height() + 1) / 2, QImage::Format_RGB32);
    if (result.isNull())
        return result; // there is no memory
    const int whole = image.width() / 2;
    for (int row = 0; row < result.height(); ++row) {
        const auto* const upper = reinterpret_cast<const QRgb*>(image.constScanLine(2 * row));
        const auto* const lower =
            reinterpret_cast<const QRgb*>(image.constScanLine(std::min(2 * row + 1, image.height() - 1)));
        auto* const to = reinterpret_cast<QRgb*>(result.scanLine(row));
        for (int i = 0; i < whole; ++i)
            to[i] = meanOf(upper[2 * i], upper[2 * i + 1], lower[2 * i], lower[2 * i + 1]);
        if (whole < result.width())
            to[whole] = meanOf(upper[2 * whole], upper[2 * whole], lower[2 * whole], lower[2 * whole]);
    }
    return result;
}

} // namespace

void PicturePyramid::setPicture(const QImage& picture)
{
    m_picture = picture;
    m_levels.clear();
}

const QImage& PicturePyramid::levelFor(double zoom)
{
    // The raster engine paints this format without converting each pixel.
    if (m_levels.isEmpty())
        m_levels.append(m_picture.convertToFormat(QImage::Format_RGB32));
    int level = 0;
    for (; zoom <= 0.5; zoom *= 2.0, ++level) {
        const QSize size = m_levels[level].size();
        if (size.width() < 2 || size.height() < 2)
            break;
        if (level + 1 == m_levels.size()) {
            const QImage next = halved(m_levels[level]);
            if (next.isNull())
                break;
            m_levels.append(next);
        }
    }
    return m_levels[level];
}

} // namespace cnnvis::ui
