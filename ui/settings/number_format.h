// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

/// Numbers as people read and write them; what is shown parses back to the same value to the bit.
namespace cnnvis::ui {

/// The schema's spelling in a tidier one: "1e-04" as "1e-4", "1" as "1.00", "10000" as "10000".
/// @param text  as settingText() writes it; anything else is handed back as it is.
QString shownNumber(const QString& text, bool isWhole);

/// An end of a range: "1e12", "0", "9223372036854775807".
QString shownBound(double bound, bool isWhole);

/// What a person typed in the spelling that the schema reads: without blanks, "1,5" as "1.5", "2·10^-3" and "2×10^-3"
/// as "2e-3", and "2e", whose exponent is still to come, as "2". It may still be no number.
QString typedNumber(const QString& typed);

/// The shortest text of the value.
QString plainNumber(double value);

/// Finite numbers only, in the C locale.
std::optional<double> parseNumber(const QString& text);

/// The value with that many significant digits.
double roundedTo(double value, int digits);

} // namespace cnnvis::ui
