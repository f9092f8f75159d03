// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"
#include "picture/resample.h"
#include "step/tile_rows.h"

#include <cstdint>

namespace cnnvis {

/// What the p-norm pulls to: the start picture at the size that is dreamt, or zero where there is none.
///
/// Where the p-norm has no strength, it is only needed for the figures of a step's last tile, and only that is kept.
class ReferencePicture {
public:
    /// @param start  8 bits a channel; empty: zero.
    explicit ReferencePicture(Picture start, ResampleSpace space = ResampleSpace::Signal);

    /// Bytes of the start picture, and of what is made of it at a size. @param start  size of the start picture.
    static std::int64_t bytesAt(PictureSize size, PictureSize start, bool isWholeNeeded);

    /// Makes what is needed of it at that size, and gives back what is not.
    void prepare(PictureSize size, TileOrigin lastTile, PictureSize tileSize, bool isWholeNeeded);
    ReferencePixels pixels() const;
    const Picture& start() const { return m_start; }

private:
    Picture m_start;
    ResampleSpace m_space;
    PictureSize m_size; ///< of the whole reference
    TileOrigin m_origin; ///< of the part that is kept
    Picture m_part; ///< shared with the start picture where the size is the same
};

} // namespace cnnvis
