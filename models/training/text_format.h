// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace cnnvis::training {

/// As std::printf() would write it; a piece of a line.
template <typename... Values>
std::string formatted(const char* format, Values... values)
{
    constexpr std::size_t kLongest = 256;
    std::array<char, kLongest> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

} // namespace cnnvis::training
