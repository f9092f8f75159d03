// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/picture_image.h"

#include <cstdint>
#include <new>

namespace cnnvis::ui {

QImage toImage(const Picture& picture)
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
        for (int column = 0; column < picture.width(); ++column, from += 3)
            to[column] = qRgb(from[0], from[1], from[2]);
    }
    return image;
}

} // namespace cnnvis::ui
