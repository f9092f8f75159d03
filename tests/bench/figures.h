// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace cnnvis {

/// The value that this share of the others, 0 to 1, does not exceed. @param values  not empty.
double quantileOf(std::vector<double> values, double share);
inline double medianOf(std::vector<double> values)
{
    return quantileOf(std::move(values), 0.5);
}

/// On the standard output: one JSON object, or for people one figure a line, as "ms_per_tile 34.1" and
/// "seconds.median 2.5", and the rows of a table as an object each.
void printFigures(const nlohmann::json& figures, bool asJson);

} // namespace cnnvis
