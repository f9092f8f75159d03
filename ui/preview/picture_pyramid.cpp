// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/picture_pyramid.h"

namespace cnnvis::ui {

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
        if (level + 1 == m_levels.size())
            m_levels.append(m_levels[level].scaled(
                (size.width() + 1) / 2, (size.height() + 1) / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    }
    return m_levels[level];
}

} // namespace cnnvis::ui
