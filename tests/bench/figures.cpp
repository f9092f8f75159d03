// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <string>

namespace cnnvis {
namespace {

void printLines(const nlohmann::json& figures, const std::string& path)
{
    for (const auto& [key, value] : figures.items()) {
        if (value.is_object()) {
            printLines(value, path + key + ".");
        } else if (value.is_array()) {
            for (const nlohmann::json& row : value)
                std::cout << path << key << ' ' << row.dump() << '\n';
        } else {
            std::cout << path << key << ' ' << value.dump() << '\n';
        }
    }
}

} // namespace

double quantileOf(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const double rank = std::ceil(share * static_cast<double>(values.size()));
    return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

void printFigures(const nlohmann::json& figures, bool asJson)
{
    if (asJson)
        std::cout << figures.dump() << std::endl;
    else
        printLines(figures, "");
}

} // namespace cnnvis
