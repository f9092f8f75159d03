// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/transparency.h"

#include <optional>
#include <string>

namespace cnnvis {

/// Reads "black", "white", "#rrggbb", or "mean", which is none of its own.
/// @param key  the setting, for the message.
/// @throws SettingsError  when the text is none of these.
std::optional<Colour> parseColourText(const std::string& key, const std::string& text);

} // namespace cnnvis
