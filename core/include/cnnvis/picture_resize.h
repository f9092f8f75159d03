// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

namespace cnnvis {

/// The picture at another size, smoothed, as photos are resized for dreams; opaque.
/// @param picture  8 bits a channel, not empty.
/// @throws PictureError  when a side of the size is not positive.
Picture resized(const Picture& picture, PictureSize size);

} // namespace cnnvis
