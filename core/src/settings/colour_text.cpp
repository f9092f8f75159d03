// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/colour_text.h"

#include "cnnvis/error.h"
#include "cnnvis/ground.h"
#include "util/value_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace cnnvis {

std::optional<Colour> parseColourText(const std::string& key, const std::string& text)
{
    if (text == "mean")
        return std::nullopt;
    if (text == "black")
        return Colour{0, 0, 0};
    if (text == "white")
        return Colour{255, 255, 255};
    std::uint32_t number = 0;
    const char* const end = text.data() + text.size();
    const bool isNumber =
        text.size() == 7 && text[0] == '#' && std::from_chars(text.data() + 1, end, number, 16).ptr == end;
    if (!isNumber)
        throw SettingsError(
            key, "--" + key + " is " + quotedText(text) + ": give mean, black, white, or a colour such as #80a0ff");
    return Colour{static_cast<std::uint8_t>(number >> 16U), static_cast<std::uint8_t>(number >> 8U),
        static_cast<std::uint8_t>(number)};
}

Colour groundOf(const RunSettings& settings, double mean)
{
    const auto grey = static_cast<std::uint8_t>(std::lround(std::clamp(mean, 0.0, 255.0)));
    return parseColourText("ground", settings.ground).value_or(Colour{grey, grey, grey});
}

} // namespace cnnvis
