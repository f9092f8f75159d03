// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/snapshot_item.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cnnvis::ui {

/// A picture of one grey.
inline Picture greyPicture(PictureSize size, std::uint8_t grey = 100)
{
    return {size,
        std::vector<std::uint8_t>(
            static_cast<std::size_t>(size.height) * static_cast<std::size_t>(size.width) * 3, grey)};
}

/// A snapshot of 20 × 30 pixels, i.e. 1800 bytes, of step 25 · id.
inline SnapshotItem sampleSnapshot(int id)
{
    SnapshotItem item;
    item.id = id;
    item.picture = greyPicture({20, 30}, static_cast<std::uint8_t>(id));
    item.step = 25 * id;
    item.time = QDateTime(QDate(2024, 5, 6), QTime(7, 8));
    return item;
}

} // namespace cnnvis::ui
