// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <QImage>

namespace cnnvis::ui {

/// A picture as widgets paint it fastest, 32 bits a pixel. A null image for the empty picture.
/// @param picture  8 bits a channel.
/// @throws std::bad_alloc
QImage toImage(const Picture& picture);

} // namespace cnnvis::ui
