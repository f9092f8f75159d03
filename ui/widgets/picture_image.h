// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <QImage>

#include <cstdint>

namespace cnnvis::ui {

/// The picture for painting. One of 8 bits a channel shares its pixels, so that nothing is copied.
QImage imageOf(const Picture& picture);

/// A copy as widgets paint it fastest, 32 bits a pixel; for pictures that come one after another. A null image for the
/// empty picture.
/// @param picture  8 bits a channel.
/// @throws std::bad_alloc
QImage copiedImageOf(const Picture& picture);

/// 8 bits a channel; what is transparent lies on the neutral ground, as in pictures that are read.
Picture pictureOf(const QImage& image);

/// The picture with 8 or 16 bits a channel. On the way to 8, values are cut off, as the engine does: so what is saved
/// is what its recipe makes.
Picture withDepth(const Picture& picture, int bitsPerChannel);

/// What the pixels take in memory.
std::int64_t bytesOf(const Picture& picture);

} // namespace cnnvis::ui
