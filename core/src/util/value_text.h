// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Numbers as text in the C locale, whatever the locale of the process, and user text in messages.
namespace cnnvis {

/// The shortest text that parses to the same value again.
std::string numberText(double value);

/// A finite number; nothing unless the whole text is one. A leading '+' is accepted, spaces are not.
std::optional<double> parseReal(std::string_view text);

/// A whole number of 64 bits, also as "10.0" or "1e3"; nothing unless the whole text is one, exactly.
std::optional<std::int64_t> parseInteger(std::string_view text);

/// What a user wrote, in quotes, for a message of one line: cut when it is long, control characters as '?'.
std::string quotedText(std::string_view text);

} // namespace cnnvis
