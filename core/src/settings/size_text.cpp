// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/size_text.h"

#include "cnnvis/error.h"
#include "util/value_text.h"

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

std::optional<double> parsePercentage(std::string_view text)
{
    const std::optional<double> percentage = parseFactor(text);
    return percentage ? std::optional<double>(*percentage / 100.0) : std::nullopt;
}

/// A number alone is a factor as long as nobody could mean pixels by it.
std::optional<double> parsePlainFactor(std::string_view text)
{
    constexpr double kLargest = 10.0;
    const std::optional<double> factor = parseFactor(text);
    return factor && *factor <= kLargest ? factor : std::nullopt;
}

bool isEmpty(const SizeRequest& request)
{
    return !request.factor && !request.shortSide && !request.longSide && !request.size;
}

} // namespace

SizeRequest parseSizeText(const std::string& key, const std::string& text)
{
    constexpr std::string_view kShort = "short";
    constexpr std::string_view kLong = "long";
    SizeRequest request;
    if (text.empty())
        return request;
    const std::string_view view = text;
    const std::size_t cross = view.find('x');
    if (view.substr(0, kShort.size()) == kShort) {
        request.shortSide = parseSide(view.substr(kShort.size()));
    } else if (view.substr(0, kLong.size()) == kLong) {
        request.longSide = parseSide(view.substr(kLong.size()));
    } else if (view.back() == '%') {
        request.factor = parsePercentage(view.substr(0, view.size() - 1));
    } else if (cross == std::string_view::npos) {
        request.factor = parsePlainFactor(view);
    } else if (cross == 0) {
        request.factor = parseFactor(view.substr(1));
    } else {
        const std::optional<int> height = parseSide(view.substr(0, cross));
        const std::optional<int> width = parseSide(view.substr(cross + 1));
        if (height && width)
            request.size = PictureSize{*height, *width};
    }
    if (isEmpty(request)) {
        throw SettingsError(key,
            "--" + key + " is " + quotedText(text)
                + ": give HEIGHTxWIDTH in pixels (1080x1920, at most 1000000 each), one side in pixels (short640, "
                  "long1600), or a factor (x0.5, 0.5, 50%)");
    }
    return request;
}

} // namespace cnnvis
