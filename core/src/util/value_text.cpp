// SPDX-License-Identifier: GPL-3.0-or-later
#include "util/value_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

namespace cnnvis {

namespace {

constexpr std::size_t kLongestQuote = 60;
/// Up to here every whole number is a double, so that a fraction or an exponent in the text cannot hide a rounding.
constexpr double kLargestExactDouble = 9007199254740992.0;

std::string_view withoutPlus(std::string_view text)
{
    const bool hasPlus = text.size() > 1 && text[0] == '+' && text[1] != '-';
    return hasPlus ? text.substr(1) : text;
}

template <typename Number>
std::optional<Number> parseWhole(std::string_view text)
{
    const std::string_view digits = withoutPlus(text);
    Number value{};
    const char* const end = digits.data() + digits.size();
    const std::from_chars_result result = std::from_chars(digits.data(), end, value);
    if (result.ec != std::errc() || result.ptr != end)
        return std::nullopt;
    return value;
}

bool continuesCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

} // namespace

std::string numberText(double value)
{
    std::array<char, 32> buffer{};
    const std::to_chars_result result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return std::string(buffer.data(), result.ptr);
}

std::optional<double> parseReal(std::string_view text)
{
    const std::optional<double> value = parseWhole<double>(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    if (const std::optional<std::int64_t> value = parseWhole<std::int64_t>(text))
        return value;
    const std::optional<double> real = parseReal(text);
    if (!real || std::abs(*real) > kLargestExactDouble || std::trunc(*real) != *real)
        return std::nullopt;
    return static_cast<std::int64_t>(*real);
}

std::string quotedText(std::string_view text)
{
    std::size_t length = text.size();
    if (length > kLongestQuote) {
        length = kLongestQuote;
        while (length > 0 && continuesCharacter(text[length]))
            --length;
    }
    std::string result = "'";
    for (const char byte : text.substr(0, length)) {
        const auto code = static_cast<unsigned char>(byte);
        result += code < 0x20 || code == 0x7F ? '?' : byte;
    }
    return result + (length < text.size() ? "…'" : "'");
}

} // namespace cnnvis
