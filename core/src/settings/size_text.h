// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <optional>
#include <string>

namespace cnnvis {

/// What the text of `initial_size` or `final_size` asks for; nothing when the text is empty.
struct SizeRequest {
    std::optional<double> factor; ///< of the base size; finite, > 0
    std::optional<int> shortSide; ///< pixels, 1 to 1 000 000; the other side follows the base size's proportions
    std::optional<int> longSide; ///< the same
    std::optional<PictureSize> size; ///< pixels, each side 1 to 1 000 000
};

/// Reads "1080x1920" (height first), "x0.5", "0.5" or "50%", "short640", "long1600", or nothing.
/// @param key  the setting, for the message.
/// @throws SettingsError  when the text is none of these.
SizeRequest parseSizeText(const std::string& key, const std::string& text);

} // namespace cnnvis
