// SPDX-License-Identifier: GPL-3.0-or-later
#include "number_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace cnnvis::render {

namespace {

/// As long as the largest double with a few decimals.
using Buffer = std::array<char, 400>;

std::string twoDigits(long long value)
{
    return (value < 10 ? "0" : "") + std::to_string(value);
}

} // namespace

std::string roundedText(double value, int significantDigits)
{
    Buffer buffer;
    const std::to_chars_result result = std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, significantDigits);
    return {buffer.data(), result.ptr};
}

std::string exactText(double value)
{
    Buffer buffer;
    const std::to_chars_result result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), result.ptr};
}

std::string fixedText(double value, int decimals)
{
    Buffer buffer;
    const std::to_chars_result result =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return {buffer.data(), result.ptr};
}

std::string durationText(double seconds)
{
    constexpr double kLongest = 1e12;
    if (!(seconds < kLongest))
        return "ages";
    const auto whole = static_cast<long long>(std::llround(seconds > 0 ? seconds : 0.0));
    const long long hours = whole / 3600;
    const long long minutes = whole / 60 % 60;
    if (hours >= 100)
        return std::to_string(hours / 24) + " d " + twoDigits(hours % 24) + " h";
    if (hours > 0)
        return std::to_string(hours) + ":" + twoDigits(minutes) + ":" + twoDigits(whole % 60);
    return std::to_string(minutes) + ":" + twoDigits(whole % 60);
}

} // namespace cnnvis::render
