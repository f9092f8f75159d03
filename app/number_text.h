// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// Numbers as people and programs read them: with '.' as the decimal mark, whatever the locale.
namespace cnnvis::render {

/// At most so many significant digits, without trailing zeros; "nan", "inf" or "-inf" where it is no number.
std::string roundedText(double value, int significantDigits);
/// The shortest text that is the same number when it is read again.
std::string exactText(double value);
/// Exactly so many digits after the decimal mark.
std::string fixedText(double value, int decimals);
/// "0:05", "1:23", "2:03:04", "5 d 03 h".
std::string durationText(double seconds);

} // namespace cnnvis::render
