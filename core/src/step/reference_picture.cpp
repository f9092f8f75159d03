// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/reference_picture.h"

#include "picture/resample.h"

#include <utility>

namespace cnnvis {

ReferencePicture::ReferencePicture(Picture start, ResampleSpace space)
    : m_start(std::move(start))
    , m_space(space)
{ }

std::int64_t ReferencePicture::bytesAt(PictureSize size, PictureSize start, bool isWholeNeeded)
{
    const auto bytesOf = [](PictureSize picture) { return std::int64_t{kChannels} * picture.height * picture.width; };
    const bool isMade = isWholeNeeded && start != size && start != PictureSize();
    return bytesOf(start) + (isMade ? bytesOf(size) : 0);
}

void ReferencePicture::prepare(PictureSize size, TileOrigin lastTile, PictureSize tileSize, bool isWholeNeeded)
{
    if (m_start.isEmpty())
        return;
    const bool isWhole = isWholeNeeded || size == m_start.size();
    const TileOrigin origin = isWhole ? TileOrigin() : lastTile;
    const PictureSize partSize = isWhole ? size : tileSize;
    const bool isThere = m_size == size && m_origin == origin && m_part.size() == partSize;
    if (isThere)
        return;
    m_part = {}; // not both at once
    m_size = size;
    m_origin = origin;
    m_part = isWhole
        ? resample(m_start, size, ResampleFilter::Bilinear, m_space)
        : resamplePart(m_start, size, ResampleFilter::Bilinear, {origin.row, origin.column, partSize}, m_space);
}

ReferencePixels ReferencePicture::pixels() const
{
    return {m_part.pixels8(), static_cast<std::size_t>(m_part.width()) * kChannels, m_origin};
}

} // namespace cnnvis
