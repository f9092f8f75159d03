// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture.h"
#include "cnnvis/session_input.h"

#include <vector>

namespace cnnvis {

/// The files of the network that settings name; a mean that is numbers is none. @throws ModelError  as
/// ModelSource::files().
std::vector<FileDigest> networkFiles(const RunSettings& settings);

/// What a dream of that request is made from, and on. Reads the files for it, unless they were read before.
/// @param startPicture  as it was read; empty for a start from noise.
DreamOrigin originOf(const SessionRequest& request, const Picture& startPicture);

} // namespace cnnvis
