// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/size_text.h"

#include "cnnvis/error.h"
#include "settings/value_text.h"

#include <charconv>
#include <cstddef>
#include <string_view>
#include <system_error>

namespace cnnvis {

namespace {

constexpr int kLongestSide = 1000000;

std::optional<double> parseFactor(std::string_view text)
{
    const bool startsAsNumber = !text.empty() && (text[0] == '.' || (text[0] >= '0' && text[0] <= '9'));
    const std::optional<double> factor = startsAsNumber ? parseReal(text) : std::nullopt;
    return factor && *factor > 0.0 ? factor : std::nullopt;
}

std::optional<int> parseSide(std::string_view text)
{
    int side = 0;
    const char* const end = text.data() + text.size();
    const std::from_chars_result result = std::from_chars(text.data(), end, side);
    const bool isSide = result.ec == std::errc() && result.ptr == end && side >= 1 && side <= kLongestSide;
    return isSide ? std::optional<int>(side) : std::nullopt;
}

} // namespace

SizeRequest parseSizeText(const std::string& key, const std::string& text)
{
    SizeRequest request;
    if (text.empty()) {
        return request;
    }
    const std::string_view view = text;
    const std::size_t cross = view.find('x');
    if (cross == 0) {
        request.factor = parseFactor(view.substr(1));
    } else if (cross != std::string_view::npos) {
        const std::optional<int> height = parseSide(view.substr(0, cross));
        const std::optional<int> width = parseSide(view.substr(cross + 1));
        if (height && width) {
            request.size = PictureSize{*height, *width};
        }
    }
    if (!request.factor && !request.size) {
        throw SettingsError(key,
            "--" + key + " is " + quotedText(text)
                + ": give HEIGHTxWIDTH in pixels (1080x1920, at most 1000000 each) or a factor (x0.5)");
    }
    return request;
}

} // namespace cnnvis
