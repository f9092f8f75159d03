// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/transparency.h"

#include "cnnvis/error.h"
#include "picture/resample.h"
#include "settings/value_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>
#include <utility>
#include <vector>

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

Picture onGround(const Picture& picture, Colour ground)
{
    if (picture.alpha() == nullptr || picture.pixels8() == nullptr)
        return picture;
    const int change[] = {
        ground.red - kNeutralGround.red, ground.green - kNeutralGround.green, ground.blue - kNeutralGround.blue};
    const std::size_t pixels = static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width());
    std::vector<std::uint8_t> values(picture.pixels8(), picture.pixels8() + 3 * pixels);
    for (std::size_t index = 0; index < values.size(); ++index) {
        const int through = 255 - picture.alpha()[index / 3];
        const double changed = values[index] + change[index % 3] * through / 255.0;
        values[index] = static_cast<std::uint8_t>(std::lround(std::clamp(changed, 0.0, 255.0)));
    }
    return {picture.size(), std::move(values)};
}

Picture withTransparencyOf(const Picture& picture, const Picture& start)
{
    if (start.alpha() == nullptr || picture.isEmpty())
        return picture;
    const std::size_t pixels = static_cast<std::size_t>(start.height()) * static_cast<std::size_t>(start.width());
    std::vector<std::uint8_t> grey;
    grey.reserve(3 * pixels);
    for (std::size_t index = 0; index < pixels; ++index)
        grey.insert(grey.end(), 3, start.alpha()[index]);
    const Picture resized = resample(Picture(start.size(), std::move(grey)), picture.size(), ResampleFilter::Bilinear);
    std::vector<std::uint8_t> alpha;
    const std::size_t count = static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width());
    alpha.reserve(count);
    for (std::size_t index = 0; index < count; ++index)
        alpha.push_back(resized.pixels8()[3 * index]);
    return picture.withAlpha(std::move(alpha));
}

} // namespace cnnvis
