// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture.h"
#include "cnnvis/session_input.h"

namespace cnnvis {

/// What a dream of that request is made from, and on. Reads the files for it, unless they were read before.
/// @param startPicture  as it was read; empty for a start from noise.
DreamOrigin originOf(const SessionRequest& request, const Picture& startPicture);

} // namespace cnnvis
